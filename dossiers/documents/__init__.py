"""Documents of chosen cases: what stands in them (contents.py), and the process that sets them (``python -m``)."""
