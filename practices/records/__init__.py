"""Places, sources, terms and accounts as several people edit them: their plain form and their versions."""
