"""Downloads that the pages offer, in the order of registration.

The room that writes them registers them when the apps are ready. A format has ``ending``, ``label``, and ``of_one``:
whether the page of a single case offers it.
"""

_formats = []


def register(formats):
    """These and no others are offered."""
    _formats[:] = formats


def offered():
    return list(_formats)


def offered_of_one():
    return [one for one in _formats if one.of_one]
