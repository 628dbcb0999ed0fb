"""Accounts. Leitung makes and deactivates them and hands out the three groups, and can't make itself more powerful."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, Permission, User
from django.utils.translation import gettext_lazy as _

from workplace.accounts.forms import AccountForm, NewPasswordForm
from workplace.accounts.groups import GROUPS
from workplace.accounts.permissions import PermissionsField
from workplace.login import due
from workplace.records.admin import RecordAdmin

PERSON = (_("Person"), {"fields": ("first_name", "last_name", "email")})
WORK = (_("Work in the atlas"), {"fields": ("is_active", "groups")})
DATES = (_("Dates"), {"fields": ("last_login", "date_joined")})


def is_beyond(user):
    """Whether an account has more than the three groups give; such ones are for superusers only."""
    return user.is_superuser or user.user_permissions.exists() or user.groups.exclude(name__in=GROUPS).exists()


admin.site.unregister([User, Group])


class ReadablePermissions:
    """Permissions are listed in the language of the page."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.related_model is Permission:
            kwargs["form_class"] = PermissionsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Group)
class ReadableGroupAdmin(ReadablePermissions, GroupAdmin):
    pass


@admin.register(User)
class AccountAdmin(ReadablePermissions, RecordAdmin, UserAdmin):
    """Nobody is deleted: what somebody wrote keeps its author, so an account is deactivated instead."""

    form, add_form, change_password_form = AccountForm, UserCreationForm, NewPasswordForm
    add_form_template = None
    change_user_password_template = "admin/auth/user/new_password.html"

    list_display = ("username", "full_name", "group_names", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),
        PERSON,
        (_("Work in the atlas"), {"fields": ("groups",)}),
    )
    filter_horizontal = ("user_permissions",)
    readonly_fields = ("last_login", "date_joined")

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user):
        return user.get_full_name() or "–"

    @admin.display(description=_("groups"))
    def group_names(self, user):
        names = [group.name for group in user.groups.all()]
        return ", ".join(sorted([*names, *([str(_("superuser"))] if user.is_superuser else [])])) or "–"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not is_beyond(obj))

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        if obj is None or request.user.is_superuser:
            return super().get_fieldsets(request, obj)
        name = ("username", "password") if self.has_change_permission(request, obj) else ("username",)
        return ((None, {"fields": name}), PERSON, WORK, DATES)

    def get_readonly_fields(self, request, obj=None):
        """Nobody shuts themselves out; and no group is taken by oneself."""
        fields = super().get_readonly_fields(request, obj)
        if obj is None or obj.pk != request.user.pk:
            return fields
        return (*fields, "is_active", *(("is_staff", "is_superuser") if request.user.is_superuser else ("groups",)))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            if not request.user.is_superuser:
                kwargs["queryset"] = Group.objects.filter(name__in=GROUPS)
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["help_text"] = _("Erfassung enters cases, Redaktion reviews and publishes, Leitung keeps accounts.")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True  # an account is for the workplace, so it may log in there
        super().save_model(request, obj, form, change)
        if not change:
            due.demand(obj)

    def user_change_password(self, request, id, form_url=""):
        """A password that somebody else set is good for one login."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = self.get_object(request, unquote(id))
            if user.pk == request.user.pk:
                due.settle(user, request.session)
            else:
                due.demand(user)
        return response
