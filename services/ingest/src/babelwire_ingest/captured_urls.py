"""Which URLs a capture or a feed may carry."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from babelwire_contracts.canonical_url import MAX_URL_LENGTH, InvalidUrl, canonical_url
from babelwire_fetching.addresses import private_reason

_ORIGIN: Final = re.compile(r"https?://[^/?#\s\x00-\x1f\\]+", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f]")


def checked_url(url: str, *, allow_private: bool) -> str:
    """The URL as given, less white space around it, once it is known to be a public http or https address.

    Raises `InvalidUrl` with the reason otherwise. No name is resolved here.
    """
    text = url.strip()
    origin = _ORIGIN.match(text)
    if origin is None or len(text) > MAX_URL_LENGTH or _CONTROL.search(text):
        # Strange enough to be looked at as a whole; what is wrong with other URLs is in scheme, host or port.
        _check(canonical_url(text), allow_private)
    else:
        _check_origin(origin[0], allow_private)
    return text


@lru_cache(maxsize=4096)
def _check_origin(origin: str, allow_private: bool) -> None:
    # Articles come in thousands from few sites, and a whole URL's canonical form is the dearest step of taking one.
    _check(canonical_url(origin), allow_private)


def _check(canonical: str, allow_private: bool) -> None:
    if not allow_private and (reason := private_reason(urlsplit(canonical).hostname or "")) is not None:
        raise InvalidUrl(f"the URL's host {reason}")
