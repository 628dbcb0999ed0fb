"""Whether the addresses of the sources still answer."""
