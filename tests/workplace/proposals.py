"""Proposed changes of records as tests make, look at and decide on them."""

from tests.workplace.records import typed


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)


def pending(record):
    from practices.models import RecordRevision

    return RecordRevision.objects.get(kind=record._meta.label_lower, record=record.pk, state="in-review")


def proposal(record):
    return f"/admin/practices/proposals/{pending(record).pk}/"


def decide(client, record, step, comment="", page=None):
    """Look at the proposal and take the step, as a browser would."""
    page = page or proposal(record)
    seen = typed(client.get(page), "seen")
    return client.post(page, {"step": step, "comment": comment, "seen": seen})


def public(client, path="/api/v1/practices/olfen-leohaus/"):
    return client.get(path).content.decode()
