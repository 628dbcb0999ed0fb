"""How well coders agree."""
