"""What all pages of the workplace share."""
