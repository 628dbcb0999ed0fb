"""What a browser is told beside each answer, and what isn't for visitors at all."""

import json
import os
import subprocess
import sys

import pytest

from atlas.static_files.middleware import StaticFilesMiddleware
from tests import ROOT

COOKIES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME")


def settings_with(folder, **environment):
    names = (*COOKIES, "SESSION_COOKIE_SECURE", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "SECURE_HSTS_SECONDS")
    script = (
        "import json, django; from django.conf import settings; django.setup()\n"
        "from atlas.messages import Cookie\n"
        f"print(json.dumps([Cookie.cookie_name] + [getattr(settings, name) for name in {names!r}]))"
    )
    env = {"ATLAS_VAR": str(folder), "SECRET_KEY": "k" * 40, "DJANGO_SETTINGS_MODULE": "atlas.settings"} | environment
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=os.environ | env, capture_output=True, text=True, check=True
    )
    return dict(zip(("messages", *names), json.loads(done.stdout), strict=True))


def test_over_tls_cookies_belong_to_this_host_and_tls_is_asked_for_a_year(tmp_path):
    found = settings_with(tmp_path, SITE_URL="https://atlas.example.de")
    assert all(found[name].startswith("__Host-") for name in ("messages", *COOKIES))
    # What the prefix asks for: secure, for the whole site, without a domain.
    assert (found["SESSION_COOKIE_SECURE"], found["SESSION_COOKIE_PATH"], found["SESSION_COOKIE_DOMAIN"]) == (
        True,
        "/",
        None,
    )
    assert found["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600


@pytest.mark.parametrize("site_url", ["", "http://atlas.example.de"])
def test_without_tls_neither_is_there(tmp_path, site_url):
    found = settings_with(tmp_path, SITE_URL=site_url)
    assert not any(found[name].startswith("__Host-") for name in ("messages", *COOKIES))
    assert found["SECURE_HSTS_SECONDS"] == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    "address", ["/", "/api/v1/practices/", "/admin/login/", "/gibt-es-nicht/", "/export/practices.csv"]
)
def test_no_answer_asks_for_a_device(client, address):
    policy = client.get(address)["Permissions-Policy"]
    assert {"camera=()", "geolocation=()", "microphone=()", "payment=()"} <= set(policy.split(", "))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["staticfiles.json", "CACHE/manifest.json", "staticfiles.json.gz", "staticfiles.json.br"]
)
def test_the_lists_of_static_files_are_not_public(client, settings, tmp_path, name):
    settings.STATIC_ROOT = tmp_path
    for path in (tmp_path / name, tmp_path / "css/site.css"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}")
    served = StaticFilesMiddleware(lambda request: None)
    served.autorefresh = False
    served.add_files(str(tmp_path), prefix="/static/")
    assert set(served.files) == {"/static/css/site.css"}
    served.autorefresh = True
    assert served.find_file(f"/static/{name}") is None


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http:///x"])
def test_a_refused_way_back_leads_to_an_address_that_exists(client, admin_user, target):
    admin_user.set_password("ein-langes-passwort-42")
    admin_user.save()
    answer = client.post(
        f"/admin/login/?next={target}", {"username": "admin", "password": "ein-langes-passwort-42", "next": target}
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"
    assert client.get(answer["Location"]).status_code == 200
