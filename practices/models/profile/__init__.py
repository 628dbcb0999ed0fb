"""The profile of a case: what somebody who has to decide asks about it. All of it is optional."""
