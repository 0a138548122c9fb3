"""Which names a service is reached by, and which web pages may ask it."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_AUTHORITY: Final = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>\d{1,5}))?", re.ASCII)
_EVERYWHERE: Final = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared with, never bound


class InvalidHost(ValueError):
    """Text that names neither a host nor an origin."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host as the setting or a header names it; `port` and `scheme` where they are given."""

    name: str
    port: int | None = None
    scheme: str | None = None

    @classmethod
    def read(cls, text: str) -> "Host":
        """`news.example`, `news.example:8443` or an origin such as `https://news.example`. Raises `InvalidHost`."""
        scheme, separator, authority = text.strip().lower().rpartition("://")
        found = _AUTHORITY.fullmatch(authority)
        if found is None or (separator and scheme not in _DEFAULT_PORTS):
            raise InvalidHost(
                f"{text[:80]!r} is neither a host like news.example nor an origin like https://news.example"
            )
        port = int(found["port"]) if found["port"] else None
        return cls(found["host"].strip("[]").removesuffix("."), port, scheme or None)

    @property
    def is_loopback(self) -> bool:
        """Whether the name can only mean the machine that asks, whatever a name server says."""
        if self.name == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.name).is_loopback
        except ValueError:
            return False

    @property
    def effective_port(self) -> int | None:
        """The port, also where the scheme alone tells it."""
        return self.port if self.port is not None else _DEFAULT_PORTS.get(self.scheme or "")


class AllowedHosts:
    """Loopback on any port, the address that a service listens at, and what the operator names.

    A name without a port stands for all of them, one without a scheme for both.
    """

    def __init__(self, named: Iterable[str], listening_at: str) -> None:
        """Raises `InvalidHost`."""
        listening = (
            [] if listening_at in _EVERYWHERE else [f"[{listening_at}]" if ":" in listening_at else listening_at]
        )
        self._named = [Host.read(text) for text in (*named, *listening)]

    def answers_for(self, host_header: str) -> bool:
        """Whether a request with this `Host` header means this service."""
        try:
            asked = Host.read(host_header)
        except InvalidHost:
            return False
        return asked.scheme is None and (asked.is_loopback or any(_meets(asked, one) for one in self._named))

    def may_ask(self, origin: str) -> bool:
        """Whether pages of this origin may ask, wherever the service itself is."""
        try:
            page = Host.read(origin)
        except InvalidHost:
            return False
        if page.scheme is None:
            return False
        return page.is_loopback or any(
            page.name == one.name
            and one.scheme in (None, page.scheme)
            and one.effective_port in (None, page.effective_port)
            for one in self._named
        )

    @staticmethod
    def is_own(origin: str, host_header: str) -> bool:
        """Whether a page of this origin came from the very host it asks; a proxy may have taken TLS off in between."""
        try:
            page, asked = Host.read(origin), Host.read(host_header)
        except InvalidHost:
            return False
        if page.scheme is None or page.name != asked.name:
            return False
        return page.effective_port == (asked.port if asked.port is not None else _DEFAULT_PORTS[page.scheme])


def _meets(asked: Host, named: Host) -> bool:
    if asked.name != named.name:
        return False
    if named.effective_port is None:
        return True
    return named.effective_port == (asked.port if asked.port is not None else _DEFAULT_PORTS.get(named.scheme or ""))
