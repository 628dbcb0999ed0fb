"""A file of any kind → a table laid down row by row."""
