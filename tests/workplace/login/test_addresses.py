"""Whose X-Forwarded-For is believed."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from workplace.login.addresses import client_address, networks_of


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "address"),
    [
        ([], "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (["10.0.0.1"], "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (["10.0.0.1"], "10.0.0.1", "198.51.100.9", "198.51.100.9"),
        (["10.0.0.0/24"], "10.0.0.1", "1.2.3.4, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (["10.0.0.1"], "10.0.0.1", "1.2.3.4, rubbish", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.1"], "::ffff:10.0.0.1", "2001:db8::7", "2001:db8::7"),
        (["127.0.0.1"], "localhost", "198.51.100.9", "198.51.100.9"),
        ([], "", "198.51.100.9", "unknown"),
    ],
)
def test_the_address_of_the_visitor(settings, trusted, peer, forwarded, address):
    settings.TRUSTED_PROXIES = networks_of("TRUSTED_PROXIES", trusted)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)) == address


def test_nonsense_stops_the_start_and_is_named():
    with pytest.raises(ImproperlyConfigured, match=r"TRUSTED_PROXIES has 'nginx'"):
        networks_of("TRUSTED_PROXIES", ["10.0.0.1", "nginx"])
