"""What the workplace keeps of cases and records: versions, proposals, imports, the daily work."""
