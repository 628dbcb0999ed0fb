"""A case as the public will see it, before it does."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from practices.case import freshness
from practices.case.contents import whole
from practices.models import Practice
from practices.pages import profile
from workplace.form.case_form import CaseForms, store_uploads
from workplace.frame.view import CaseView
from workplace.workflow.targets import Target, tried


class PreviewView(CaseView):
    """GET: what is saved (the revision, where there is one). POST: what the form holds. Nothing is written."""

    template_name = "practices/practice.html"

    def get(self, request):
        if self.practice is None:  # nothing of a new case is saved: its form sends what it holds
            return redirect("admin:practices_practice_add")
        target = Target.seen_by(self.practice, request.user)
        try:
            return self.show(target, target.content)
        except ValidationError as error:  # what it names may be called otherwise since, or be gone
            forms = CaseForms(content=target.content, instance=self.instance())
            context = {"title": _("Not ready for a preview"), "forms": forms, "problems": error.messages}
            return self.render(context, "admin/practices/preview_refused.html")

    def post(self, request):
        with transaction.atomic():
            answer = self._posted(request)
            transaction.set_rollback(True)
        return answer

    def _posted(self, request):
        target = Target.of(self.practice)
        forms = CaseForms(request.POST, request.FILES, instance=self.instance())
        try:
            if forms.is_valid() and store_uploads(forms, request.user):
                return self.show(target, forms.content())
        except ValidationError as error:
            forms.add_errors(error)
        context = {"title": _("Not ready for a preview"), "forms": forms}
        return self.render(context, "admin/practices/preview_refused.html")

    def show(self, target, content):
        return tried(target, content, self.request.user, self.page)

    def page(self, practice):
        practice = whole(Practice.objects.filter(pk=practice.pk)).get()
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [location.place.lon, location.place.lat]},
                "properties": {
                    "slug": practice.slug,
                    "title": practice.label,
                    "handlungsfeld": practice.handlungsfeld.slug,
                    "precision": location.place.precision,
                    "place": location.place.label,
                    "url": "#",
                },
            }
            for location in practice.locations.all()
            if location.place.has_dot
        ]
        context = {
            "practice": practice,
            "preview": True,
            "profile": profile.told(practice),
            "problems": [],
            "points": {"features": features},
            "currency": freshness.said(practice),
            "place_names": ", ".join(location.place.label for location in practice.locations.all()),
            "related": [],
            "herausforderungen": practice.handlungsfeld.herausforderungen.all(),
            "chancen": practice.handlungsfeld.chancen.all(),
        }
        answer = render(self.request, self.template_name, context)
        answer["Cache-Control"] = "private, no-store"
        return answer
