"""What a text names: places, sources and terms, as forms and tables write them."""
