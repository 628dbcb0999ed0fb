"""How a case is written: its plain form, versions, steps, revisions. The admin, the import and the API all use it."""
