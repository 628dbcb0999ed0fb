"""The catalogue: what filters, facets, orders and the map need of all published practices, in memory.

Sets of practices (one per value of a parameter), their orders, and their dots. Each process keeps one snapshot,
keyed to the data version of the database; ``current()`` looks at that version first and catches up by what
changed, so an answer never rests on older data than the database has.
"""

from practices.catalogue.keeper import as_seen, current, latest, version

__all__ = ["as_seen", "current", "latest", "version"]
