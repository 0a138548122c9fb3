"""Which of the articles that a page describes is its own."""

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from babelwire_ingest.parsing.web_page.declarations.json_ld import ARTICLE_TYPES, Node, text, types

_WORD: Final = re.compile(r"\w+")
_MIN_SHARED: Final = 0.6
_MIN_PART: Final = 3
_ADDRESS_KEYS: Final = ("url", "mainEntityOfPage", "@id")
_SAMPLE: Final = ("google.com", "/article")


@dataclass(frozen=True)
class PageIdentity:
    """What a page is known by: its titles, and its addresses as host and path."""

    titles: tuple[str, ...] = ()
    places: frozenset[tuple[str, str]] = frozenset()
    base: str | None = None


UNKNOWN_PAGE: Final = PageIdentity()


def page_identity(titles: list[str], addresses: list[str], base: str | None) -> PageIdentity:
    """The identity of a page by what it is called, and by the addresses that it has or declares."""
    places = {place for address in addresses if (place := _place(address, base))}
    return PageIdentity(tuple(title.casefold() for title in titles if title), frozenset(places), base)


def own_node(candidates: list[tuple[Node, bool | None]], page: PageIdentity) -> Node | None:
    """The node that describes the page's article. Each candidate says whether its element holds the page's headline.

    A node is never taken whose headline is another's and whose address is too, or whose element stands elsewhere, nor
    one of several that stand elsewhere and say nothing of either. Of the rest the one that agrees best, then the one
    of the best type, then the first.
    """
    best: tuple[int, int] | None = None
    found: Node | None = None
    for node, holds in candidates:
        named, placed = _named(node, page), _placed(node, page)
        if (named is False and False in {placed, holds} and not holds) or (
            holds is False and not named and not placed and len(candidates) > 1
        ):
            continue
        score = (sum(1 if says else -1 for says in (named, placed) if says is not None) + 2 * bool(holds), _rank(node))
        if best is None or score > best:
            best, found = score, node
    return found


def agree(one: str, other: str) -> bool:
    """Whether two titles, in small letters, are of one article: the same words, or the one within the other."""
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if short in long and len(short) * _MIN_PART >= len(long):
        return True
    words, others = set(_WORD.findall(one)), set(_WORD.findall(other))
    return len(words & others) >= _MIN_SHARED * max(len(words), len(others), 1)


def _named(node: Node, page: PageIdentity) -> bool | None:
    headline = text(node.get("headline")) or text(node.get("name"))
    if not headline or not page.titles:
        return None
    return any(agree(headline.casefold(), title) for title in page.titles)


def _placed(node: Node, page: PageIdentity) -> bool | None:
    declared = [place for key in _ADDRESS_KEYS for place in _places(node.get(key), page.base)]
    if not declared or not page.places:
        return None
    return any(place in page.places for place in declared)


def _places(value: Any, base: str | None) -> list[tuple[str, str]]:
    values = value if isinstance(value, list) else [value]
    said = [text(entry.get("@id")) or text(entry.get("url")) if isinstance(entry, dict) else entry for entry in values]
    return [place for entry in said if isinstance(entry, str) and (place := _place(entry, base))]


def _place(address: str, base: str | None) -> tuple[str, str] | None:
    """Host and path; None for a front page, for what is no address of the web, and for the sample of a manual."""
    try:
        parts = urlsplit(urljoin(base or "", address.strip()))
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    except ValueError:
        return None
    path = parts.path.rstrip("/").removesuffix("/amp") or "/"
    path = f"{path}?{parts.query}" if path.count("/") == 1 and parts.query and "." in path else path
    return None if path == "/" or not host or (host, path) == _SAMPLE else (host, path)


def _rank(node: Node) -> int:
    return max(
        (len(ARTICLE_TYPES) - ARTICLE_TYPES.index(name) for name in types(node) if name in ARTICLE_TYPES), default=0
    )
