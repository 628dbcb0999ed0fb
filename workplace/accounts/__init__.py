"""Accounts, groups and what they may do."""
