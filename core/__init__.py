"""What knows no model."""
