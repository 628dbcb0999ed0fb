"""Pictures in a cell, by the checksum of what the atlas has."""

from django.utils.translation import gettext as _

from exchange.columns import cells
from exchange.columns.kinds import Kind
from exchange.faults.fault import Fault
from practices.lookup import terms

IMAGE = ("picture", "alt", "author", "licence")


class Images(Kind):
    """Read as [{"picture", "alt", "author", "licence"}]."""

    many = True

    def read(self, key, row):
        return images(row.found[key], row.has_picture, row.faults)

    def cell(self, key, case):
        return cells.write([image[part] for part in IMAGE] for image in case.content[key])

    def shown(self, key, value, vocabulary):
        return "\n".join(f"{image['alt']} ({image['author']}, {image['licence']})" for image in value)


def images(values, known, faults):
    """[{"picture", "alt", "author", "licence"}]. ``known(digest)``: whether the atlas has the picture."""
    found, licences = [], terms.choices("licence")
    for _number, value in values:
        for digest, alt, author, licence, *_more in (
            (*item, "", "", "") for item in cells.items_of(value, IMAGE, False)
        ):
            if not known(digest):
                message = _("The atlas has no picture “%(value)s”. Pictures are added in the form of the case.")
                faults.append(Fault("images", digest, message % {"value": digest[:12]}))
                continue
            if licence and licences.find(licence) is None:
                message = _("“%(value)s” is no licence; there are: %(allowed)s.")
                allowed = ", ".join(licences.shown.values())
                faults.append(Fault("images", licence, message % {"value": licence, "allowed": allowed}))
            image = {"picture": digest, "alt": alt, "author": author, "licence": licences.find(licence) or ""}
            if any(digest == one["picture"] for one in found):
                faults.append(Fault("images", digest, _("“%(value)s” is given twice.") % {"value": digest[:12]}))
            else:
                found.append(image)
    return found
