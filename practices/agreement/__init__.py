"""How well two coders agree: Krippendorff's alpha with its interval, and what is shown of it (docs/coding.md)."""
