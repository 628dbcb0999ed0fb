"""The columns of a table of cases, said once for template, import, export and documentation."""
