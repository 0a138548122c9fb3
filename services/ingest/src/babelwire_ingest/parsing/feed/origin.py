"""The outlet that an entry of a feed comes from, as the entry names it."""

from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin
from babelwire_ingest.parsing.feed.markup import line_of
from babelwire_ingest.parsing.feed.parts import Parts
from babelwire_ingest.parsing.web_address import web_address

_SEPARATORS: Final = (" - ", " – ", " — ", " | ", " · ")


def without_outlet(title: str, origin: DeclaredOrigin | None) -> str:
    """A title without the name of the outlet that an aggregator appends to it."""
    for separator in _SEPARATORS:
        if origin and origin.name and (bare := title.removesuffix(f"{separator}{origin.name}")) != title:
            return bare.strip()
    return title


def origin_of(entry: Parts, publisher: str | None, url: str | None) -> DeclaredOrigin | None:
    """The outlet that an entry names as its source, where that is not the feed's own."""
    source = entry.first("source")
    if source is None:
        return None
    within = Parts(source)
    name = (line_of(within.first("title")) if len(source) else line_of(source)) or None
    address = _source_address(source, within)
    if name == publisher or (address and _host(address) == _host(url)):
        return None
    domain = registrable_domain(address) if address else None
    return DeclaredOrigin(name=name, domain=domain) if name or domain else None


def _source_address(source: etree._Element, within: Parts) -> str | None:
    links = [link.get("href") or link.text for link in within.all("link")]
    return next((found for address in (source.get("url"), *links) if (found := web_address(address))), None)


def _host(address: str | None) -> str | None:
    return (urlsplit(address or "").hostname or "").removeprefix("www.") or None


def origin_clues(entry: Parts, origin: DeclaredOrigin | None) -> list[Clue]:
    """What an entry says of where its text comes from."""
    clues = []
    if origin and origin.name:
        clues.append(Clue(kind=ClueKind.SOURCE_LINE, where="feed source", words=origin.name))
    if quoted := line_of(entry.first("dc:source", "dcterms:source")):
        clues.append(Clue(kind=ClueKind.SOURCE_LINE, where="feed dc:source", words=quoted))
    source = entry.first("source")
    if origin and source is not None and (address := _source_address(source, Parts(source))):
        clues.append(Clue(kind=ClueKind.ORIGINAL_LINK, where="feed source", words=address))
    via = [link.get("href") for link in entry.all("link") if link.get("rel") == "via"]
    return clues + [Clue(kind=ClueKind.ORIGINAL_LINK, where="feed via", words=words) for words in via if words]
