"""Who wrote an entry of a feed."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from babelwire_contracts.content import Clue, ClueKind
from babelwire_ingest.parsing.feed.markup import line_of
from babelwire_ingest.parsing.feed.parts import Parts
from babelwire_ingest.parsing.people.chosen import chosen_names
from babelwire_ingest.parsing.people.writer import Reading
from babelwire_ingest.parsing.people.writers import read_writers

_EMAIL: Final = re.compile(r"[(<\[]?\s?[^\s@()<>]{1,64}@[^\s@()<>]{1,255}\s?[)>\]]?")
_BRACKETED: Final = re.compile(r"\((?P<name>[^()]+)\)")
_MAX_WORDS: Final = 300
_MOST: Final = 50


def authors_of(
    entry: Parts, feed: Parts, outlets: Iterable[str], language: str | None = None
) -> tuple[list[str], list[Clue]]:
    """The authors of an entry: its own, those of the source that it quotes, else those of an Atom feed; and the words.

    Addresses, accounts and the names of outlets, the feed's own among them, are nobody's name.
    """
    known = {outlet.casefold() for outlet in outlets}
    reading = Reading(lambda name: name.casefold() in known, language)
    clues: list[Clue] = []
    for printed in (_printed(entry), _printed(Parts(entry.first("source"))), _printed(feed, atom=True)):
        said = [words for words in dict.fromkeys(printed) if words][:_MOST]
        clues += [Clue(kind=ClueKind.BYLINE, where="feed author", words=words[:_MAX_WORDS]) for words in said]
        if names := chosen_names(writer for words in said for writer in read_writers(words, reading)):
            return names, clues
    return [], clues


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
