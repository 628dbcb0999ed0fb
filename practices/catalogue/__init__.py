"""The catalogue: what filters, facets, orders and the map need of all published practices, in memory.

Sets of practices (one per value of a parameter), their orders, and their dots. Each process keeps one snapshot,
keyed to the data version of the database; ``current()`` looks at that version first and catches up by what
changed, so an answer never rests on older data than the database has, and all of it on one state (see ``state``).
"""

from practices.catalogue.keeper import version
from practices.catalogue.state import current, in_one_state, is_held, latest, of_any_state, one_state, sent_in_one_state

__all__ = ["current", "in_one_state", "is_held", "latest", "of_any_state", "one_state", "sent_in_one_state", "version"]
