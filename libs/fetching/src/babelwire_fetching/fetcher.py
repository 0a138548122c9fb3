"""Fetches one document from the public internet, and nothing from anywhere else."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

import httpx

from babelwire_fetching.addresses import is_public, literal_address, private_reason
from babelwire_fetching.decompression import BrokenCoding, TooLargeDecompressed, UnknownCoding, decompress
from babelwire_fetching.errors import (
    AddressRefused,
    BodyTooLarge,
    ConnectionFailed,
    NameNotResolved,
    TooManyRedirects,
    TooSlow,
    UnexpectedStatus,
    UnreadableAnswer,
    UnreadableEncoding,
)
from babelwire_fetching.exchange import PORTS, get_request, parsed_url, redirect_target, retry_after, validator

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Addresses of a host name, in the order to try them. Raises OSError where there are none."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds of one fetch: bytes as sent and decompressed, seconds in all, redirects.

    `allow_private` lifts the guard on addresses, for tests and for news on one's own network.
    """

    max_bytes: int = 4 * 1024 * 1024
    seconds: float = 20.0
    redirects: int = 5
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url` is where the redirects ended; a document not changed since has `not_modified` and no body."""

    url: str
    content_type: str
    body: bytes
    not_modified: bool = False
    etag: str | None = None
    last_modified: str | None = None


class Fetcher:
    """Guarded fetches.

    The host is resolved here, every address is checked, and the connection goes to an address that was checked, so no
    second answer of DNS can lead elsewhere; each redirect is checked in the same way. Proxies and netrc of the
    environment are not used: a proxy would resolve the name again, out of sight. Connections are not kept, for one to
    an address must not serve another host's certificate check.
    """

    def __init__(
        self, limits: FetchLimits, resolve: Resolve | None = None, trust: ssl.SSLContext | None = None
    ) -> None:
        self._limits = limits
        self._resolve = resolve or _resolve
        self._trust = trust or ssl.create_default_context()

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """One document, by GET; conditional where validators are given (RFC 9110, section 13).

        Raises `FetchError`, also for whatever else a server's answer, or a validator kept from one, may bring about.
        """
        given = {"If-None-Match": validator(etag), "If-Modified-Since": validator(last_modified)}
        conditions = {name: value for name, value in given.items() if value is not None}
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._follow(url, conditions)
        except TimeoutError as error:
            raise TooSlow(f"{url} took longer than {self._limits.seconds:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
            raise UnreadableAnswer(
                f"{url} answers with what cannot be read: {error or type(error).__name__}"
            ) from error

    async def _follow(self, url: str, conditions: dict[str, str]) -> Fetched:
        for _ in range(self._limits.redirects + 1):
            found = await self._get(url, conditions)
            if isinstance(found, Fetched):
                return found
            url = found
        raise TooManyRedirects(f"{url} redirects more than {self._limits.redirects} times")

    async def _get(self, url: str, conditions: dict[str, str]) -> Fetched | str:
        """The document, or the address that the server redirects to."""
        parsed = parsed_url(url)
        addresses = await self._addresses(parsed)
        transport = httpx.AsyncHTTPTransport(verify=self._trust, trust_env=False)
        async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=self._limits.seconds) as client:
            error: httpx.HTTPError | None = None
            for address in addresses:
                request = get_request(client, parsed, address, conditions)
                try:
                    response = await client.send(request, stream=True)
                except (httpx.ConnectError, httpx.ConnectTimeout) as failure:
                    error = failure
                    continue
                except httpx.HTTPError as failure:
                    raise _broken(url, failure) from failure
                try:
                    return await self._read(url, response)
                except httpx.HTTPError as failure:
                    raise _broken(url, failure) from failure
                finally:
                    await response.aclose()
        assert error is not None
        raise _broken(url, error) from error

    async def _addresses(self, url: httpx.URL) -> list[str]:
        host = url.host
        if not self._limits.allow_private and (reason := private_reason(host)) is not None:
            raise AddressRefused(reason)
        if (literal := literal_address(host)) is not None:
            return [str(literal)]
        try:
            found = await self._resolve(host, url.port or PORTS[url.scheme])
        except (OSError, UnicodeError) as error:
            # Python's resolver answers a label that is too long for DNS with an error of its IDNA codec.
            raise NameNotResolved(f"{host} has no address: {error}") from error
        if not found:
            raise NameNotResolved(f"{host} has no address")
        for address in found:
            if not self._limits.allow_private and not is_public(ipaddress.ip_address(address.split("%", 1)[0])):
                raise AddressRefused(f"{host} leads to {address}, which is not in the public internet")
        return found

    async def _read(self, url: str, response: httpx.Response) -> Fetched | str:
        headers = response.headers
        if response.status_code in _REDIRECTS and "location" in headers:
            return redirect_target(url, headers["location"])
        content_type = headers.get("content-type", "")
        etag, last_modified = validator(headers.get("etag")), validator(headers.get("last-modified"))
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return Fetched(url, content_type, b"", not_modified=True, etag=etag, last_modified=last_modified)
        if response.status_code != HTTPStatus.OK:
            raise UnexpectedStatus(response.status_code, retry_after(headers.get("retry-after"), datetime.now(UTC)))
        body = await self._body(url, response)
        return Fetched(url, content_type, body, etag=etag, last_modified=last_modified)

    async def _body(self, url: str, response: httpx.Response) -> bytes:
        limit = self._limits.max_bytes
        pieces: list[bytes] = []
        size = 0
        async for piece in response.aiter_raw():
            size += len(piece)
            if size > limit:
                raise BodyTooLarge(f"{url} is larger than {limit} bytes")
            pieces.append(piece)
        body = b"".join(pieces)
        if coding := response.headers.get("content-encoding", ""):
            try:
                return await asyncio.to_thread(decompress, body, coding, limit)
            except TooLargeDecompressed as error:
                raise BodyTooLarge(f"{url}: {error}") from error
            except (UnknownCoding, BrokenCoding) as error:
                raise UnreadableEncoding(f"{url}: {error}") from error
        return body


def _broken(url: str, error: httpx.HTTPError) -> ConnectionFailed | TooSlow:
    if isinstance(error, httpx.TimeoutException):
        return TooSlow(f"{url} did not answer in time")
    return ConnectionFailed(f"the connection to {url} failed: {error or type(error).__name__}")


async def _resolve(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
