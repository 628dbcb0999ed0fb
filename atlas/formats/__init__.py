"""How dates are written, where Django's way would be misread (FORMAT_MODULE_PATH)."""
