"""Who may do what, the steps of a case, and changes that await approval."""
