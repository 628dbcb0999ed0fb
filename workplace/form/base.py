"""What the pages that take a whole case have in common: what was sent there is kept, whatever becomes of it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from workplace.form.refusal import refused_page
from workplace.frame.view import CaseView
from workplace.workflow.decisions import Gone


class FormView(CaseView):
    """Without the right to write, or without its case: what was typed can be reached again."""

    def dispatch(self, request, *args, pk=None, **kwargs):
        try:
            return super().dispatch(request, *args, pk=pk, **kwargs)
        except (PermissionDenied, Http404) as error:
            gone = isinstance(error, Http404 | Gone)
            reason = _("The case was deleted meanwhile.") if gone else str(error)
            if answer := refused_page(self, pk, reason, gone=gone):
                return answer
            raise
