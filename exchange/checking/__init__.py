"""What a row would do, and what is wrong with it."""
