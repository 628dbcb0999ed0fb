"""Coding as research does it: blind second coding, agreement, disagreements, codings to check again."""
