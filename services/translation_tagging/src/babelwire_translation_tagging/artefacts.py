"""Marks that translation engines leave on a page, which writers and editors do not."""

import re
from itertools import islice
from typing import Final, NamedTuple

_SCANNED_CHARACTERS: Final = 20_000
_STRAY_SPACE: Final = re.compile(r"(?: ,| \.)(?<=[^\W\d_]{2} .)(?=\s|$)")
# A sentence that stops and goes on in lower case, after a word too long to be an abbreviation.
_STRAY_STOP: Final = re.compile(r"\.(?<=[^\W\d_]{6}\.) [a-zà-ÿа-яё]{2}")
_ENOUGH: Final = 2
_SHOWN_CHARACTERS: Final = 30

_SPACED_PUNCTUATION: Final = frozenset({"fr", "br", "und"})
"""Languages that put a space before some punctuation marks of their own."""


class Artefact(NamedTuple):
    """One sort of artefact found: its words as printed, and whether one alone says much."""

    words: str
    strong: bool


def find_artefacts(body: str, language: str) -> list[Artefact]:
    """At most one artefact of each sort in a text of the primary subtag `language`."""
    text = body[:_SCANNED_CHARACTERS]
    found = []
    if ' "' in text:
        split = next(filter(None, map(_split_quotation, text.split("\n"))), None)
        if split is not None:
            found.append(Artefact(split, strong=True))
    if (" ," in text or " ." in text) and language not in _SPACED_PUNCTUATION:
        found += _habit(_STRAY_SPACE, text)
    found += _habit(_STRAY_STOP, text)
    return found


def _habit(pattern: re.Pattern[str], text: str) -> list[Artefact]:
    """The first of the places that a pattern finds, where there are enough of them to be no slip."""
    places = [match.start() for match in islice(pattern.finditer(text), _ENOUGH)]
    if len(places) < _ENOUGH:
        return []
    around = text[max(0, places[0] - _SHOWN_CHARACTERS) : places[0] + _SHOWN_CHARACTERS]
    return [Artefact(" ".join(around.split()), strong=False)]


def _split_quotation(paragraph: str) -> str | None:
    """The words around a closing quotation mark that has moved from the sentence it closes to the word after it."""
    if ' "' not in paragraph:
        return None
    parts = paragraph.split('"')
    # Only a paragraph whose marks pair up says which of them close: those before the parts at even places.
    if len(parts) % 2 == 0:
        return None
    for before, after in zip(parts[1::2], parts[2::2], strict=True):
        if before[-1:].isspace() and after[:1].isalpha():
            return f'{before[-_SHOWN_CHARACTERS:]}"{after[:_SHOWN_CHARACTERS]}'.strip()
    return None
