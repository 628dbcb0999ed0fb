"""Members of the plain form as a reader of the report sees them: old → new."""

from exchange.columns.headings import shown


def changes_of(outcome, vocabulary):
    """[{"field", "old", "new"}] of a changed row, as texts."""
    return [
        {
            "field": member,
            "old": shown(member, outcome.before[member], vocabulary),
            "new": shown(member, outcome.content[member], vocabulary),
        }
        for member in outcome.members
    ]
