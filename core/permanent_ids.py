"""Permanent ids: what a case or a place is called for ever, whatever becomes of its slug."""

import uuid

# Never to change: what the atlas ships has the same ids at every host because of it.
NAMESPACE = uuid.UUID("5d0c1c3a-7f0e-4c52-9a56-3e1f4b8a2d67")

new_id = uuid.uuid4


def shipped_id(kind, slug):
    """The id of a shipped unit: ``kind`` "practice" or "place", and the slug that it is shipped under."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{slug}")


def read_id(text):
    """The UUID that a text writes in the usual way (8-4-4-4-12); None where it writes none."""
    try:
        found = uuid.UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None
