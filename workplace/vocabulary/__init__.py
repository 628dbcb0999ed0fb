"""The vocabulary, as Leitung keeps it."""
