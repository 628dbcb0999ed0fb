"""Static files: how they are stored and served."""
