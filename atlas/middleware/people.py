"""Django's middleware for people, left out where a program is answered by public data.

What such an answer says follows from its address, its language and the data: no session, no login, no form, no
message has a part in it, so none of them is set up. Together they cost more than reading a case does.
"""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.csrf import CsrfViewMiddleware

from atlas.middleware.audience import is_public_data
from core.acting import ActingMiddleware
from workplace.login.activity import ActivityMiddleware


class OnlyForPeople:
    """Leaves a middleware out for what programs read. What they send, they send as people of the workplace."""

    def __call__(self, request):
        return self.get_response(request) if is_public_data(request) else super().__call__(request)


class PeoplesSessionMiddleware(OnlyForPeople, SessionMiddleware):
    pass


class PeoplesCsrfMiddleware(OnlyForPeople, CsrfViewMiddleware):
    pass


class PeoplesAuthenticationMiddleware(OnlyForPeople, AuthenticationMiddleware):
    pass


class PeoplesActingMiddleware(OnlyForPeople, ActingMiddleware):
    pass


class PeoplesMessageMiddleware(OnlyForPeople, MessageMiddleware):
    pass


class PeoplesActivityMiddleware(OnlyForPeople, ActivityMiddleware):
    pass
