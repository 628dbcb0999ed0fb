"""The researchers' workplace."""
