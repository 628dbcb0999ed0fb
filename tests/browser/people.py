"""Three people of the workplace, made in the database of the running site (see conftest.site)."""

PASSWORD = "ein-langes-passwort-42"
PEOPLE = {
    "erika": ("Erika", "Feld", "Erfassung"),
    "rolf": ("Rolf", "Licht", "Redaktion"),
    "ines": ("Ines", "Hof", "Redaktion"),
}
MAKE = f"""
from django.contrib.auth.models import Group, User
for name, (first, last, group) in {PEOPLE!r}.items():
    user = User.objects.create_user(name, password={PASSWORD!r}, is_staff=True, first_name=first, last_name=last)
    user.groups.add(Group.objects.get(name=group))
"""


def log_in(page, name, password=PASSWORD):
    """Fill in the login form that the page shows."""
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("[type=submit]")
