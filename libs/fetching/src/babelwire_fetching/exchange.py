"""The HTTP of a fetch: the URL it may have, the request as it is sent, and what headers of an answer mean."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin

import httpx

from babelwire_fetching.errors import AddressRefused

USER_AGENT: Final = "Babelwire/0.1 (news archive; feeds and single pages; no crawling)"

PORTS: Final = {"http": 80, "https": 443}
_FIELD_VALUE: Final = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?")
"""A header's value that can be sent as it came (RFC 9110, section 5.5), and is not longer than any real validator."""
_ACCEPT: Final = "text/html, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks to wait (RFC 9110, section 10.2.3); None where it says nothing."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def validator(value: str | None) -> str | None:
    """A validator that can be sent back; None for any other, without which a fetch is only not conditional."""
    return value if value is not None and _FIELD_VALUE.fullmatch(value) else None


def redirect_target(url: str, location: str) -> str:
    """Returns the address that a redirect leads to. Raises `AddressRefused` where it is none."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise AddressRefused(f"{url} redirects to {location[:200]!r}, which is not a URL: {error}") from error


def parsed_url(url: str) -> httpx.URL:
    """Returns the URL where it is one that may be fetched, whatever its host. Raises `AddressRefused`."""
    try:
        parsed = httpx.URL(url)
        host = parsed.host
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefused(f"not a URL: {error}") from error
    if parsed.scheme not in PORTS:
        raise AddressRefused(f"the URL's scheme is {parsed.scheme!r}; only http and https are fetched")
    if parsed.userinfo:
        raise AddressRefused("the URL carries credentials; remove the part before the @")
    if not host:
        raise AddressRefused("the URL has no host")
    return parsed


def get_request(client: httpx.AsyncClient, url: httpx.URL, address: str, conditions: dict[str, str]) -> httpx.Request:
    """A request whose connection goes to `address` while the server sees the URL's own host."""
    return client.build_request(
        "GET",
        url.copy_with(host=address, fragment=None),
        headers={
            "Host": url.netloc.decode("ascii"),
            "User-Agent": USER_AGENT,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **conditions,
        },
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )
