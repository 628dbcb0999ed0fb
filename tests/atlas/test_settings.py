"""The atlas refuses to start on an unsafe setting and says which."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from atlas.checks import imprint_is_filled, refuse_unsafe
from tests import ROOT

SAFE = {"debug": False, "secret_key": "k" * 40, "allowed_hosts": ["atlas.example.de"], "site_url": ""}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "django-insecure-" + "x" * 40}, "SECRET_KEY"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS"),
        ({"debug": True}, "DEBUG"),
        ({"site_url": "atlas.example.de"}, "SITE_URL"),
    ],
)
def test_an_unsafe_setting_is_named(change, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        refuse_unsafe(**(SAFE | change))


def test_safe_settings_pass():
    assert refuse_unsafe(**SAFE) is None
    assert refuse_unsafe(**(SAFE | {"debug": True, "allowed_hosts": ["127.0.0.1"]})) is None


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is unsafe"),
        ({"DEBUG": "1", "ALLOWED_HOSTS": "atlas.example.de"}, "DEBUG is unsafe"),
    ],
)
def test_the_server_itself_does_not_start(tmp_path, environment, named):
    started = subprocess.run(
        [sys.executable, "-c", "import atlas.wsgi"],
        cwd=ROOT,
        env=os.environ | {"ATLAS_VAR": str(tmp_path), "SECRET_KEY": "k" * 40} | environment,
        capture_output=True,
        text=True,
    )
    assert started.returncode != 0
    assert named in started.stderr


def test_a_tile_server_is_let_through_the_policy_by_its_origin_alone(tmp_path):
    asked = subprocess.run(
        [sys.executable, "-c", "import atlas.settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"],
        cwd=ROOT,
        env=os.environ
        | {
            "ATLAS_VAR": str(tmp_path),
            "SECRET_KEY": "k" * 40,
            "TILE_URL": "https://{s}.tiles.example.de/osm/{z}/{x}/{y}.png",
        },
        capture_output=True,
        text=True,
    )
    assert asked.stdout.strip().endswith("'https://*.tiles.example.de']")


def test_an_empty_imprint_is_a_warning_for_each_part(settings):
    settings.IMPRINT = {"name": "Stadt Olfen", "address": "", "email": "", "responsible": ""}
    assert [w.hint for w in imprint_is_filled(None)] == [
        f"Set IMPRINT_{part} in the environment." for part in ("ADDRESS", "EMAIL", "RESPONSIBLE")
    ]


@pytest.mark.django_db
def test_the_imprint_shows_what_the_host_filled_in(client, settings):
    assert "noch einzutragen: Name des Betreibers" in client.get("/ueber/").content.decode()
    settings.IMPRINT = settings.IMPRINT | {"name": "Stadt Olfen"}
    page = client.get("/ueber/").content.decode()
    assert "Stadt Olfen" in page
    assert "Name des Betreibers" not in page
