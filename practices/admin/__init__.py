"""The researchers' workplace."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from practices.admin import place, practice, source, users  # noqa: F401  (registers the models)

admin.site.site_header = _("Gute-Praxis-Atlas · Editors")
admin.site.site_title = "Gute-Praxis-Atlas"
admin.site.index_title = _("What would you like to work on?")
