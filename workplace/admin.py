"""What the admin of the workplace shows: importing these modules registers their models."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from workplace import cases, sources  # noqa: F401
from workplace.accounts import admin as accounts  # noqa: F401
from workplace.places import admin as places  # noqa: F401
from workplace.vocabulary import admin as vocabulary  # noqa: F401

admin.site.site_header = _("Gute-Praxis-Atlas · Editors")
admin.site.site_title = "Gute-Praxis-Atlas"
admin.site.index_title = _("What would you like to work on?")
