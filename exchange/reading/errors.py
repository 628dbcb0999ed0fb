"""What can be wrong with a table as a whole."""

from django.utils.translation import gettext as _

from core.plaintext import quoted


class Unreadable(Exception):
    """The file can't be read; the message says why and what would help."""


class UnknownColumns(Unreadable):
    """Columns whose meaning somebody must say. ``questions``: [{"header", "column" (from 1), "proposals": [key]}].

    ``message``: what else is the matter; by default that they are not known.
    """

    def __init__(self, questions, message=""):
        self.questions = questions
        names = ", ".join(quoted(question["header"]) for question in questions)
        super().__init__(message or _("The meaning of these columns is not known: %(columns)s.") % {"columns": names})
