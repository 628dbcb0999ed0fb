"""The data that the atlas ships with."""
