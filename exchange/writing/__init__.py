"""Checked rows → the database."""
