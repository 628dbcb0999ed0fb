"""Who comes in: addresses, attempts to log in, sessions and passwords."""
