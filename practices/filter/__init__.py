"""Which cases somebody asked for, and how that is said."""
