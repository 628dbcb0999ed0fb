"""Forms, history and review of places, sources, terms and accounts."""
