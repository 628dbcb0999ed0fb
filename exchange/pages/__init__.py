"""The pages of the import, and the downloads."""
