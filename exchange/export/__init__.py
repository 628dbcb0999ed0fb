"""Cases → a file of any kind."""
