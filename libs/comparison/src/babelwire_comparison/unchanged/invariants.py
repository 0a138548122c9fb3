"""What a translation leaves as it is, taken from a whole article."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

import regex

from babelwire_comparison.sentences import sentences
from babelwire_comparison.unchanged.names import names
from babelwire_comparison.unchanged.numbers import numbers
from babelwire_contracts import identity
from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_contracts.content import Alternate, Audio, Clue, ClueKind, Image, Recording, Video
from babelwire_contracts.invariants import (
    MAX_LENGTHS,
    MAX_LINKED,
    MAX_MEDIA,
    MAX_NAMES,
    MAX_NUMBERS,
    MAX_QUOTES,
    WHOLE,
    Invariants,
    Placed,
)
from babelwire_contracts.sections import Origin, Translation, TranslationStatus

_LOOKED_AT: Final = 40_000
"""Characters of a text that are looked at; where it is longer, places are told of these."""

_SOURCES: Final = frozenset({ClueKind.TRANSLATION_NOTE, ClueKind.ORIGINAL_LINK, ClueKind.BASED_ON})
_OPENING: Final = regex.compile(r"[“„«「『《]|(?<![\p{L}\p{N}])[\"](?=[\p{L}\p{N}])")
_LEAST_FILE_NAME: Final = 8
_MOST_FILE_NAME: Final = 120


class Written(Protocol):
    """What is read of a content section."""

    @property
    def title(self) -> str: ...
    @property
    def lead(self) -> str | None: ...
    @property
    def body(self) -> str: ...
    @property
    def images(self) -> Sequence[Image]: ...
    @property
    def videos(self) -> Sequence[Video]: ...
    @property
    def audio(self) -> Sequence[Audio]: ...
    @property
    def alternates(self) -> Sequence[Alternate]: ...
    @property
    def clues(self) -> Sequence[Clue]: ...


class Tagged(Protocol):
    """What is read of a tags section."""

    @property
    def original_language(self) -> str: ...
    @property
    def origin(self) -> Origin: ...
    @property
    def translation(self) -> Translation: ...


def invariants(article_id: str, content: Written, tags: Tagged | None) -> Invariants:
    """What would be the same in a translation of an article; `tags` say who wrote it, and in which language."""
    paragraphs = [part for part in (content.lead or "", *content.body.split("\n\n")) if part]
    text = "\n".join((content.title, *paragraphs))[:_LOOKED_AT]
    origin = tags.origin if tags else None
    return Invariants(
        numbers=_placed(numbers(text), len(text), MAX_NUMBERS),
        names=_first_of_each(_placed(names(text), len(text), MAX_NUMBERS + MAX_NAMES), MAX_NAMES),
        quotes=[_place(match.start(), len(text)) for match in _OPENING.finditer(text)][:MAX_QUOTES],
        paragraphs=[len(part) for part in paragraphs[:MAX_LENGTHS]],
        sentences=_lengths_of_sentences(paragraphs),
        media=_distinct(_media(content), MAX_MEDIA),
        alternates=_linked((one.url for one in content.alternates), article_id),
        sources=_linked(_stated(content), article_id),
        origin=(origin.domain or origin.registry_name or origin.name) if origin is not None else None,
        original_language=tags.original_language if tags else "und",
        status=tags.translation.status if tags else TranslationStatus.UNKNOWN,
    )


def _place(at: int, length: int) -> int:
    return WHOLE * at // max(length, 1)


def _placed(found: Iterable[tuple[str, int]], length: int, most: int) -> list[Placed]:
    placed = []
    for value, at in found:
        placed.append(Placed(value, _place(at, length)))
        if len(placed) == most:
            break
    return placed


def _first_of_each(placed: Iterable[Placed], most: int) -> list[Placed]:
    first: dict[str, Placed] = {}
    for one in placed:
        first.setdefault(one.value, one)
    return list(first.values())[:most]


def _distinct(found: Iterable[str], most: int) -> list[str]:
    return list(dict.fromkeys(found))[:most]


def _lengths_of_sentences(paragraphs: Sequence[str]) -> list[int]:
    text = "\n".join(paragraphs[:MAX_LENGTHS])[:_LOOKED_AT]
    return [len(sentence) for sentence in islice(sentences(text), MAX_LENGTHS)]


def _media(content: Written) -> Iterator[str]:
    """The file names of pictures and recordings; short ones are everybody's."""
    recordings: Sequence[Recording] = [*content.videos, *content.audio]
    for address in (*(one.url for one in content.images), *(one.url for one in recordings)):
        if address is None:
            continue
        try:
            path = urlsplit(address).path
        except ValueError:
            continue
        name = unquote(path.rsplit("/", 1)[-1]).lower()[:_MOST_FILE_NAME]
        if len(name) >= _LEAST_FILE_NAME:
            yield name


def _stated(content: Written) -> Iterator[str]:
    """The addresses of what the page says the text was made from."""
    for clue in content.clues:
        if clue.kind in _SOURCES:
            yield clue.address or clue.words


def _linked(addresses: Iterable[str], own: str) -> list[str]:
    """The ids of the articles at addresses; what is no address is nobody's."""
    found = []
    for address in addresses:
        try:
            found.append(identity.article_id(canonical_url(address)))
        except InvalidUrl:
            continue
    return _distinct((one for one in found if one != own), MAX_LINKED)
