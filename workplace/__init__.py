"""Where researchers work: entering, reviewing, coding, keeping current. Built on the admin of Django."""
