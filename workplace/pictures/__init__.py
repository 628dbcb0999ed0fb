"""Pictures: taken in, and swept out when nothing mentions them any more."""
