"""Who is coding a case blind just now: its codings are hidden from them, wherever they stand."""

from practices.models import SecondCoding

State = SecondCoding.State


def open_coding(practice, user):
    """The second coding of a case that this user has in the works; None without one. Anonymous users cost no query."""
    if not user.is_authenticated:
        return None
    return SecondCoding.objects.filter(practice=practice.pk, coder=user, state=State.OPEN).first()


def blinded(practice, user):
    """Whether this user is coding the case a second time just now, and so must not see its codings."""
    return open_coding(practice, user) is not None


def blinded_cases(user):
    """The keys (a queryset) of the cases whose codings this user must not see now."""
    return SecondCoding.objects.filter(coder=user.pk, state=State.OPEN).order_by().values("practice")
