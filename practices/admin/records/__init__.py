"""The forms, the history and the review of places, sources, terms and accounts."""
