"""Places, as researchers keep them."""
