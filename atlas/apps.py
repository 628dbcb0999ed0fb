from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import pre_migrate


class AtlasConfig(AppConfig):
    name = "atlas"

    def ready(self):
        from atlas.checks import imprint_is_filled
        from atlas.health.newer import refuse_newer

        checks.register(imprint_is_filled)
        pre_migrate.connect(refuse_newer, sender=self)
        watch_logins()


def watch_logins():
    """What happens at each login and each failed one."""
    from django.contrib.auth.signals import user_logged_in, user_login_failed

    from workplace.login import activity, backend, due

    # Under the name of Django's own, which then isn't connected: that one waits for an import to end its writing.
    user_logged_in.connect(backend.note_login, dispatch_uid="update_last_login")
    for receiver in (activity.begin, due.remind):
        user_logged_in.connect(receiver, dispatch_uid=f"{receiver.__module__}.{receiver.__name__}")
    user_login_failed.connect(backend.note_failure, dispatch_uid="workplace.login.backend.note_failure")
