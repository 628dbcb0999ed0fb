"""What stands around every answer."""
