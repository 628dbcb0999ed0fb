"""The form of a case, and whatever becomes of what was typed into it."""
