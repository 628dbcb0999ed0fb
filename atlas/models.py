"""The one table of this app: its class stands with the login."""

from workplace.login.models import PasswordDue

__all__ = ["PasswordDue"]
