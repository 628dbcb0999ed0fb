"""What is remembered of somebody's tables: to look at, to change, to forget."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from exchange.columns.headings import BY_KEY
from exchange.pages.columns import LEAVE_OUT, fields
from exchange.pages.page import for_editors, page
from exchange.reading import meanings
from exchange.reading.errors import Unreadable
from practices.lookup import terms
from practices.models import ColumnMeaning, TableMemory

FORGET = "forget"


@require_http_methods(["GET", "POST"])
@for_editors
def memory_page(request):
    """One's own memory of columns and of tables; nobody sees another's."""
    columns = ColumnMeaning.objects.filter(by=request.user)
    tables = TableMemory.objects.filter(by=request.user)
    if request.method == "POST":
        _change(request, columns, tables)
        return redirect("imports:memory")
    vocabulary = terms.Vocabulary()
    context = {
        "title": _("What is remembered of your tables"),
        "columns": [
            {"id": f"column-{one.pk}", "header": one.name, "sample": one.sample, "chosen": one.field or LEAVE_OUT}
            for one in columns
        ],
        "tables": [_told(table, vocabulary) for table in tables],
        "fields": fields(),
        "own": True,
    }
    return page(request, "memory", context)


def _change(request, columns, tables):
    changed = forgotten = 0
    for one in columns:
        wanted = request.POST.get(f"column-{one.pk}", "")
        if wanted == FORGET:
            forgotten += columns.filter(pk=one.pk).delete()[0]
            continue
        field = meanings.LEFT_OUT if wanted == LEAVE_OUT else wanted
        if not wanted or field == one.field:
            continue
        try:
            meanings.check_keys({one.name: field})
        except Unreadable as error:
            messages.error(request, str(error))
            continue
        changed += columns.filter(pk=one.pk).update(field=field)
    wanted = [int(pk) for pk in request.POST.getlist("table") if pk.isascii() and pk.isdecimal() and len(pk) < 18]
    forgotten += tables.filter(pk__in=wanted).delete()[0]
    if changed:
        messages.success(
            request, ngettext("%(n)s meaning was changed.", "%(n)s meanings were changed.", changed) % {"n": changed}
        )
    if forgotten:
        messages.success(
            request,
            ngettext("%(n)s entry was forgotten.", "%(n)s entries were forgotten.", forgotten) % {"n": forgotten},
        )


def _told(table, vocabulary):
    """A memory of a table as it is shown: [(what, value, what it stands for)]."""
    lines = [(_("Place"), name, reference) for name, reference in table.choices.items()]
    for key, values in table.values.items():
        title = vocabulary.names(key).title
        lines += [
            (BY_KEY[key].german, value, title(meant) if meant else _("leave out")) for value, meant in values.items()
        ]
    lines += [(_("for all rows"), BY_KEY[key].german, text) for key, text in table.defaults.items() if key in BY_KEY]
    return {"pk": table.pk, "name": table.name, "at": table.at, "lines": lines}
