"""Addresses as pages write them: what a browser fetches over the web, and the parts of what may be anything."""

import re
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from babelwire_contracts.canonical_url import MAX_URL_LENGTH

_SCHEMES: Final = frozenset({"http", "https"})
_PLAIN: Final = re.compile(r"https?://[\w.-]+(?:/[\w./~=&?%+-]*)?", re.ASCII)
"""Absolute addresses without port, credentials or anything else that could be wrong with one but its length."""


def web_address(address: str | None, base: str | None = None) -> str | None:
    """The absolute http or https form of an address.

    None for any other scheme, for a bad address, and for a relative one without base.
    """
    if not address:
        return None
    address = address.strip()
    if base is None and _PLAIN.fullmatch(address) and len(address) <= MAX_URL_LENGTH:
        return address
    return _whole_way(address, base)


def parts_of(address: str | None) -> SplitResult:
    """The parts of an address as a page writes it; those of no address where it is a bad one."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return urlsplit("")


def _whole_way(address: str, base: str | None) -> str | None:
    try:
        absolute = urljoin(base, address) if base else address
        parts = urlsplit(absolute)
        credentials = parts.username is not None
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES or not parts.netloc or credentials or len(absolute) > MAX_URL_LENGTH:
        return None
    return "".join(absolute.split()) if absolute.isprintable() else None
