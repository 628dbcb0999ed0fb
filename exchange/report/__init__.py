"""What the owner of a table is told."""
