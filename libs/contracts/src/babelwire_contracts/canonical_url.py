"""The canonical form of a web address, and which declared one to trust."""

import re
from functools import cache
from ipaddress import AddressValueError, IPv6Address
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

import tldextract
from w3lib.url import canonicalize_url

MAX_URL_LENGTH: Final = 2048
"""Characters; longer addresses are refused. Browsers and sitemaps.org agree on about this bound."""

_TRACKING_PREFIXES: Final = ("utm_", "at_", "mtm_", "pk_", "hsa_", "oly_")
_TRACKING: Final = frozenset(
    {
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "cmpid",
        "ocid",
        "ncid",
        "icid",
        "ref_src",
        "ref_url",
        "smid",
        "soc_src",
        "soc_trk",
        "xtor",
        "wt_mc",
        "sr_share",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "__twitter_impression",
    }
)
_PLAIN: Final = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[A-Za-z0-9/_.~-]*")
"""Addresses that are canonical as they are: most are, and this check costs a tenth of the whole way."""

_PLAIN_QUERY: Final = re.compile(r"[\w.~-]+=[\w.~-]*(?:&[\w.~-]+=[\w.~-]*)*", re.ASCII)
"""Parameters that need no percent-encoding, so that only tracking and order remain to be looked at."""

_SECTION: Final = re.compile(r"[^\W\d_]+(?:[-_ ][^\W\d_]+){0,2}|\d{1,4}")
"""One step of a section's path: up to three words, or a number that may be of a year, month or day."""

_VARIANT: Final = re.compile(
    r"(?:amp|print(?:able)?|m|mobile|lite|full|all|single|gallery|comments?|index|pages?|p)?[-_]?\d{0,2}(?:\.\w{2,5})?",
    re.IGNORECASE,
)
"""The rest of a path that leads to a variant of a page: for print, for a phone, all of it, its second part."""

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class InvalidUrl(ValueError):
    """An address that cannot be a news page's; the message says which part is wrong."""


@cache
def _suffixes() -> tldextract.TLDExtract:
    # The bundled snapshot of the Public Suffix List: no network, and the same answer on every machine.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def canonical_url(url: str) -> str:
    """The one form of an address: lower-case scheme and host in ASCII (IDNA), no default port, fragment or tracking
    parameter, query sorted, percent-encoding normalised (RFC 3986, section 6.2).

    Idempotent. Raises `InvalidUrl` for other schemes than http and https, credentials, no host, or over-long addresses.
    """
    text = url.strip()
    if len(text) > MAX_URL_LENGTH:
        raise InvalidUrl(f"the URL has {len(text)} characters; {MAX_URL_LENGTH} is the limit")
    address, _, query = text.partition("#")[0].partition("?")
    if _PLAIN.fullmatch(address) and "/." not in address:
        if not query:
            return address
        if _PLAIN_QUERY.fullmatch(query):
            return _with_parameters(address, [parameter.split("=") for parameter in query.split("&")])
    return _whole_way(text)


def _with_parameters(address: str, parameters: list[list[str]]) -> str:
    kept = sorted(pair for pair in parameters if not _is_tracking(pair[0]))
    return f"{address}?{'&'.join(map('='.join, kept))}" if kept else address


def _whole_way(text: str) -> str:
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise InvalidUrl(f"not a URL: {error}") from None
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        raise InvalidUrl(f"the URL's scheme is {parts.scheme!r}; only http and https are taken")
    if parts.username is not None or parts.password is not None:
        raise InvalidUrl("the URL carries credentials; remove the part before the @")
    # urlsplit takes what is in brackets for the host, whatever stands before; browsers end a host at a backslash.
    if "[" in parts.netloc[1:] or "\\" in parts.netloc:
        raise InvalidUrl(f"the URL's host {parts.netloc!r} is not a valid name")
    # Other scripts' full stops end a name as well, and are ASCII's once encoded.
    netloc = _ascii_host(host.rstrip(".")).rstrip(".") if host else ""
    if not netloc:
        raise InvalidUrl("the URL has no host")
    scheme = parts.scheme.lower()
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc = f"{netloc}:{port}"
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(name)]
    plain = urlunsplit((scheme, netloc, parts.path or "/", urlencode(kept), ""))
    return canonicalize_url(plain, keep_fragments=False)


def _ascii_host(host: str) -> str:
    if ":" in host:
        # A zone (`%eth0`) means something on one machine alone.
        if "%" in host:
            raise InvalidUrl(f"the URL's host {host!r} names a zone of one machine")
        try:
            return f"[{IPv6Address(host)}]"
        except AddressValueError:
            raise InvalidUrl(f"the URL's host {host!r} is no IPv6 address") from None
    try:
        ascii_host = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError as error:
        raise InvalidUrl(f"the URL's host {host!r} is not a valid name: {error}") from None
    if not all(character.isalnum() or character in "-._" for character in ascii_host):
        raise InvalidUrl(f"the URL's host {host!r} is not a valid name")
    return ascii_host


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES)


def registrable_domain(url_or_host: str) -> str | None:
    """The registrable domain (`bbc.co.uk` of `https://www.bbc.co.uk/x`) by the Public Suffix List.

    None for addresses of machines and for bare suffixes.
    """
    found = _suffixes()(url_or_host)
    if found.suffix:
        return found.top_domain_under_public_suffix or None
    # The list's own default rule: where no rule matches, the last label is the public suffix.
    labels = found.fqdn.split(".") if found.fqdn else [*found.subdomain.split("."), found.domain]
    named = [label for label in labels if label]
    return ".".join(named[-2:]) if len(named) > 1 and not found.ipv4 and not found.ipv6 else None


def trusted_canonical_url(fetched: str, declared: str | None) -> str:
    """The canonical URL of a page: the one it declares where that is trusted, else its own.

    A declared one is trusted within the registrable domain the page was fetched from.

    Both must be absolute. A declared address that is invalid, that belongs to somebody else, or that is the site's
    front page or the section that the page lies in, as every page of a site may declare it, is ignored.
    Raises `InvalidUrl` where `fetched` itself is invalid.
    """
    own = canonical_url(fetched)
    if not declared:
        return own
    try:
        other = canonical_url(declared)
    except InvalidUrl:
        return own
    domain = registrable_domain(own)
    if domain is None or registrable_domain(other) != domain:
        return own
    return own if _lies_in(own, other) else other


def _lies_in(own: str, other: str) -> bool:
    """Whether one address is the front page or the section of another, by its form: the beginning of its path.

    Not where the path goes on with no more than a variant of one page, or where its beginning is an article's own:
    has a number that is no date, or a phrase.
    """
    within, parent = urlsplit(own), urlsplit(other)
    path, section = _segments(within.path), _segments(parent.path)
    if not section:
        return bool(path)
    if parent.query or len(section) >= len(path) or path[: len(section)] != section:
        return False
    if all(_VARIANT.fullmatch(part) for part in path[len(section) :]):
        return False
    return all(_SECTION.fullmatch(part) for part in section)


def _segments(path: str) -> list[str]:
    return [unquote(part) for part in path.split("/") if part]
