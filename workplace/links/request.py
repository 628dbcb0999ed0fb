"""Asks one web address whether it answers, and nothing in a private network.

An address is resolved, looked at, and then the very address that was looked at is connected to, for every redirect
anew; so a name that points elsewhere the second time it is asked leads nowhere.
"""

import asyncio
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass, field

import httpx

from workplace.links.ranges import is_reachable

CONNECT, READ = 10, 15
WHOLE = 45
MAX_REDIRECTS = 5
# HEAD is often answered wrongly; only what GET says too counts.
SEVERE = 400


class NotAsked(Exception):
    """An address that isn't asked; ``code`` is one of workplace.links.check.Problem."""

    def __init__(self, code):
        self.code = code
        super().__init__(code)


class Spent(Exception):
    """The run has sent as many requests as it may."""


@dataclass
class Manners:
    """What a run may do and has done: ``limit`` requests, ``pause`` seconds between two to the same host."""

    limit: int
    pause: float = 2.0
    sent: int = 0
    asked: dict = field(default_factory=dict)
    resting: set = field(default_factory=set)

    async def turn(self, host):
        """Wait until the host may be asked again; Spent when no request is left."""
        if self.sent >= self.limit:
            raise Spent
        if host in self.asked:
            await asyncio.sleep(max(0.0, self.asked[host] + self.pause - time.monotonic()))
        self.asked[host] = time.monotonic()
        self.sent += 1


class Guarded(httpx.AsyncBaseTransport):
    """Sends a request to the address its host has, when that is a public one."""

    def __init__(self, manners, loopback):
        self.manners, self.loopback = manners, loopback
        self.inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request):
        url = request.url
        if url.scheme not in ("http", "https") or not url.host:
            raise NotAsked("scheme")
        host = url.raw_host.decode("ascii")
        addresses = await resolved(host, url.port or (443 if url.scheme == "https" else 80), self.loopback)
        await self.manners.turn(host)
        for position, address in enumerate(addresses):
            request.url = url.copy_with(host=address)
            request.extensions = request.extensions | {"sni_hostname": host}
            try:
                return await self.inner.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if position == len(addresses) - 1:
                    raise
            finally:
                request.url = url
        raise NotAsked("name")

    async def aclose(self):
        await self.inner.aclose()


async def resolved(host, port, loopback=False):
    """The addresses of a host (list of str), at most three; NotAsked when one of them isn't public."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotAsked("name") from None
    addresses = list(dict.fromkeys(info[4][0] for info in found))
    if not all(is_allowed(address, loopback) for address in addresses):
        raise NotAsked("private")
    return addresses[:3]


def is_allowed(address, loopback=False):
    """Whether an IP address (str) belongs to the public internet; with ``loopback`` also to this machine."""
    # A zone ("%eth0") belongs to this machine, not to the address.
    ip = ipaddress.ip_address(address.partition("%")[0])
    return is_reachable(ip) or (loopback and ip.is_loopback)


async def ask(url, manners, agent, loopback=False):
    """(HTTP status or None, code of the problem or "") of an address. Raises Spent."""
    headers = {"User-Agent": agent, "Accept": "*/*"}
    timeout = httpx.Timeout(READ, connect=CONNECT)
    try:
        async with (
            asyncio.timeout(WHOLE + 2 * (MAX_REDIRECTS + 1) * manners.pause),
            httpx.AsyncClient(
                transport=Guarded(manners, loopback), headers=headers, timeout=timeout, trust_env=False
            ) as client,
        ):
            status = await _follow(client, "HEAD", url)
            if status >= SEVERE and status != 429:
                status = await _follow(client, "GET", url)
    except Spent:
        raise
    except NotAsked as error:
        return None, error.code
    except (TimeoutError, httpx.TimeoutException):
        return None, "timeout"
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError):
        return None, "scheme"
    except httpx.ConnectError as error:
        return None, "certificate" if _is_tls(error) else "connection"
    except (httpx.HTTPError, OSError, ValueError):
        return None, "protocol"
    return status, ""


async def _follow(client, method, url):
    """The status at the end of at most MAX_REDIRECTS redirects. Bodies are not read."""
    request = client.build_request(method, url)
    for _turn in range(MAX_REDIRECTS + 1):
        response = await client.send(request, stream=True)
        await response.aclose()
        if response.next_request is None:
            return response.status_code
        request = response.next_request
    raise NotAsked("redirects")


def _is_tls(error):
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
