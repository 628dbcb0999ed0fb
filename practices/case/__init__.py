"""A case as one thing: its plain form, how it is written, kept, merged, compared and found again."""
