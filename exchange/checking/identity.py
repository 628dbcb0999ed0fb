"""Whose permanent id a row names: the case's own, that of another case, or one that a new case brings along."""

from django.utils.translation import gettext as _

from exchange.faults.fault import Fault
from practices.models import Practice, Tombstone
from workplace.workflow import steps


class Identities:
    """Held for a whole table, and told of each batch of rows; ``user``: None for the host. Two queries for a batch."""

    def __init__(self, user):
        self.user, self._rows, self._owners, self._deleted = user, {}, {}, set()

    def read(self, said):
        """Look up the ids that the rows of a batch name. A row without a slug means the case with its id."""
        named = {one.id for one in said if one.id}
        self._owners = {case.uuid: case for case in Practice.objects.filter(uuid__in=named)} if named else {}
        lost = named - self._owners.keys()
        self._deleted = set(Tombstone.objects.filter(uuid__in=lost).values_list("uuid", flat=True)) if lost else set()
        for one in said:
            owner = self._owners.get(one.id)
            if owner is not None and not one.slug_given and self._may_know(owner):
                one.slug, one.slug_given = owner.slug, True
                one.notices.append(_("Without a slug; by its id it is the case “%(slug)s”.") % {"slug": owner.slug})

    def fault(self, said, practice):
        """The Fault of the id of a row whose slug names ``practice`` (None: a new case); None where it is in order."""
        if said.id is None or (practice is not None and practice.uuid == said.id):
            return None
        told = {"slug": said.slug, "row": self._rows.setdefault(said.id, said.number)}
        owner = self._owners.get(said.id)
        if owner is not None and self._may_know(owner):
            told["other"] = owner.slug
            message = _("This id belongs to the case “%(other)s”, the slug is “%(slug)s”. One of them is wrong.")
        elif owner is not None:
            message = _("This id belongs to another case, which somebody else is working on.")
        elif practice is not None:
            message = _("The case “%(slug)s” has another id. Leave the id as it was exported, or empty.")
        elif said.id in self._deleted:
            message = _("This id belongs to a deleted case. Bring it back in the workplace, or leave the id empty.")
        elif told["row"] != said.number:
            message = _("Row %(row)s has the same id. Each case has an id of its own; leave it empty for a new case.")
        else:
            return None
        return Fault("id", str(said.id), message % told)

    def _may_know(self, practice):
        return self.user is None or steps.may_see(practice, self.user)
