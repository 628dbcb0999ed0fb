"""From where a request comes, as far as that can be known."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

UNKNOWN = "unknown"
# What comes by a socket file is of this machine; the server calls it localhost.
LOCAL = "127.0.0.1"


def networks_of(name, texts):
    """The networks that a setting lists; ImproperlyConfigured names the setting and the value that is none."""
    found = []
    for text in filter(None, (text.strip() for text in texts)):
        try:
            found.append(ip_network(text))
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} has {text!r}, which is no address and no network. Give addresses or networks by comma, "
                "e.g. 127.0.0.1,10.1.0.0/24."
            ) from error
    return found


def client_address(request):
    """The address a request comes from, as text; ``X-Forwarded-For`` counts only as far as TRUSTED_PROXIES wrote it.

    Each proxy adds at the end from whom it took the request. So the header is read from the end, and the first address
    that is no proxy of ours is the visitor's; whatever stands before it, the visitor may have written.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    address = _parsed(LOCAL if peer == "localhost" else peer)
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while address is not None and _is_ours(address) and hops:
        before = _parsed(hops.pop())
        if before is None:
            break
        address = before
    return str(address) if address is not None else UNKNOWN


def block_of(address):
    """What counts as one sender: an IPv4 address, or the /64 of an IPv6 address, which is one line's."""
    parsed = _parsed(address)
    return str(ip_network((parsed, 64), strict=False)) if parsed is not None and parsed.version == 6 else address


def _parsed(text):
    try:
        address = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_ours(address):
    return any(address in network for network in settings.TRUSTED_PROXIES)
