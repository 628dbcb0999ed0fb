"""Uploaded tables, and the process that works them off."""
