"""``practices/<slug>/steps/``: the way of a case, for people who enter and review cases.

They are known by the session of the workplace (with CSRF token); everybody else gets 403.
"""

from django.core.exceptions import PermissionDenied as Denied
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from practices.api import schema
from practices.api.errors import RefusedFilter, problem
from practices.api.views import AtlasAPIView
from practices.filter.query import Problem
from practices.models import Practice, Step
from workplace.workflow import decisions
from workplace.workflow import steps as workflow
from workplace.workflow.decisions import Gone, Overtaken


class StepSerializer(serializers.Serializer):
    """A step that was taken. ``at`` is ISO 8601."""

    step = serializers.CharField(source="name")
    before = serializers.CharField()
    after = serializers.CharField()
    by = serializers.CharField(source="by_name")
    at = serializers.DateTimeField()
    comment = serializers.CharField(allow_blank=True)


class WantedStepSerializer(serializers.Serializer):
    """``version``: the one that was read, as GET tells it. The steps of reviewers need it; others are checked by it."""

    step = serializers.ChoiceField(choices=list(workflow.WAYS))
    comment = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    version = serializers.IntegerField(required=False, min_value=0, max_value=999_999_999)


class WaySerializer(serializers.Serializer):
    """Where a case is, what was done, and what the asking person may do next.

    ``version`` grows with every change of the case or of its pending revision.
    """

    status = serializers.CharField()
    version = serializers.IntegerField()
    possible = serializers.ListField(child=serializers.CharField())
    steps = StepSerializer(many=True)


class StepsView(AtlasAPIView):
    only = ("lang",)
    authentication_classes = [SessionAuthentication]

    @extend_schema(
        operation_id="steps",
        parameters=[schema.SLUG, schema.LANG],
        responses=schema.answers(WaySerializer, missing=True, closed=True),
        summary="The way of a practice (for people of the workplace)",
    )
    def get(self, request, slug):
        self.filter(request)
        return self._answer(self._practice(request, slug), request.user)

    @extend_schema(
        operation_id="take_step",
        parameters=[schema.SLUG, schema.LANG],
        request=WantedStepSerializer,
        responses=schema.answers(WaySerializer, missing=True, closed=True, decides=True),
        summary="Take a step: submit, publish, withdraw … (for people of the workplace)",
    )
    def post(self, request, slug):
        self.filter(request)
        practice = self._practice(request, slug)
        wanted = WantedStepSerializer(data=request.data)
        if not wanted.is_valid():
            raise RefusedFilter(
                [
                    Problem(name, str(request.data.get(name, "")) if isinstance(request.data, dict) else "", text)
                    for name, texts in wanted.errors.items()
                    for text in texts
                ]
            )
        name, comment = wanted.validated_data["step"], wanted.validated_data.get("comment", "")
        version = wanted.validated_data.get("version")
        if version is None and workflow.WAYS[name].reviewer and not workflow.hindrance(practice, name, request.user):
            text = _("“%(step)s” names the version it decides on (member “version”).") % {"step": name}
            return problem(428, _("The version is missing"), text, version=decisions.state_of(practice.pk))
        if version is None and workflow.WAYS[name].reviewer:
            version = decisions.UNNAMED  # it may have become possible in this moment
        try:
            practice = workflow.take(practice, name, request.user, comment, version)
        except Gone as error:
            raise Http404 from error
        except Overtaken as error:
            return problem(409, _("The case changed"), error, version=error.now)
        except Denied as error:
            raise PermissionDenied(str(error)) from error
        except ValidationError as error:
            raise RefusedFilter([Problem("step", name, text) for text in error.messages]) from error
        return self._answer(practice, request.user)

    @staticmethod
    def _practice(request, slug):
        if not (request.user and workflow.may_enter(request.user)):
            raise PermissionDenied(_("Log in to the workplace as somebody who enters cases."))
        practice = Practice.objects.filter(slug=slug).first()
        if practice is None or not workflow.may_see(practice, request.user):
            raise Http404
        return practice

    @staticmethod
    def _answer(practice, user):
        steps = Step.objects.filter(practice=practice, revision=None)
        possible = [way.name for way in workflow.possible(practice, user)]
        found = {"status": practice.status, "possible": possible, "steps": steps}
        way = WaySerializer(found | {"version": decisions.state_of(practice.pk)})
        return Response(way.data, headers={"Cache-Control": "private, no-store"})
