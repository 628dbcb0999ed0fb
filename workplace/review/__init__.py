"""What waits for a second pair of eyes, and the pages on which one decides."""
