"""Who wrote an entry of a feed."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from babelwire_ingest.parsing.feed.markup import line_of
from babelwire_ingest.parsing.feed.parts import Parts
from babelwire_ingest.parsing.vocabulary import alternatives

_EMAIL: Final = re.compile(r"[(<\[]?\s?[^\s@()<>]{1,64}@[^\s@()<>]{1,255}\s?[)>\]]?")
_BRACKETED: Final = re.compile(r"\((?P<name>[^()]+)\)")
_ADDRESS: Final = re.compile(r"https?://|www\.|@", re.IGNORECASE)
_PARTED: Final = re.compile(rf"\s*[,،、;|]\s*|\s+(?:{alternatives('and')}|&)\s+")
_BY: Final = re.compile(rf"(?:{alternatives('byline')})\s*:?\s+(?=\S)", re.IGNORECASE)
_MOST_WORDS: Final = 8
_MOST: Final = 50


def authors_of(entry: Parts, feed: Parts, outlets: Iterable[str]) -> list[str]:
    """The authors of an entry: its own, those of the source that it quotes, else those of an Atom feed.

    Addresses and the names of outlets, the feed's own among them, are nobody's name.
    """
    known = {outlet.casefold() for outlet in outlets}
    for printed in (_printed(entry), _printed(Parts(entry.first("source"))), _printed(feed, atom=True)):
        if found := _names(printed, known):
            return found
    return []


def _printed(parts: Parts, *, atom: bool = False) -> Iterator[str]:
    for author in parts.all("dc:creator", "author", "itunes:author"):
        within = Parts(author)
        if len(author) and (name := within.first("name", "itunes:name")) is not None:
            yield line_of(name)
        elif not atom:
            yield _without_email(author)


def _without_email(author: etree._Element) -> str:
    words = line_of(author)
    bare = _EMAIL.sub(" ", words).strip()
    # RSS writes an address and the name behind it in brackets.
    bracketed = _BRACKETED.fullmatch(bare) if bare != words else None
    return bracketed["name"] if bracketed else bare


def _names(printed: Iterable[str], outlets: set[str]) -> list[str]:
    found: dict[str, str] = {}
    for words in printed:
        for part in _PARTED.split(words):
            name = _BY.sub("", part.strip(), count=1) if _BY.match(part.strip()) else part.strip()
            key = name.casefold()
            if name and key not in outlets and not _ADDRESS.search(name) and len(name.split()) <= _MOST_WORDS:
                found.setdefault(key, name)
    return list(found.values())[:_MOST]
