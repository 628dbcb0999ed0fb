"""The site of the workplace: Django's admin, with a front page that says what is to be done, and pages of our own."""

from functools import update_wrapper

from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView
from django.urls import reverse

from workplace import dashboard
from workplace.form import comeback
from workplace.login import due
from workplace.login.forms import LoginForm, own_password_form
from workplace.urls import pages


class AtlasAdminSite(admin.AdminSite):
    def admin_view(self, view, cacheable=False):
        """Behind the login. What a form sends whose session has ended meanwhile comes along to the login."""
        guarded = super().admin_view(view, cacheable)

        def keeping(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request) and (answer := comeback.page(request)):
                return answer
            return guarded(request, *args, **kwargs)

        return update_wrapper(keeping, guarded)

    def get_urls(self):
        return [*pages(self), *super().get_urls()]

    def index(self, request, extra_context=None):
        return super().index(request, {**dashboard.context(request.user), **(extra_context or {})})

    def login(self, request, extra_context=None):
        self.login_form = LoginForm
        return super().login(request, extra_context)

    def password_change(self, request, extra_context=None):
        request.current_app = self.name
        is_due = bool(request.session.get(due.DUE))
        view = PasswordChangeView.as_view(
            form_class=own_password_form(request),
            success_url=reverse("admin:index" if is_due else "admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        response = view(request)
        if request.method == "POST" and response.status_code == 302:
            due.settle(request.user, request.session)
        return response
