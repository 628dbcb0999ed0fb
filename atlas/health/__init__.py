"""What the atlas needs to run, and what is wrong where it fails."""
