"""How the shipped basemap and gazetteer are made of their raw material."""
