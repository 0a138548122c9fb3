"""Marks that translation engines leave on a page, which writers and editors do not."""

import re
from typing import Final, NamedTuple

_SCANNED_CHARACTERS: Final = 20_000
_QUOTE: Final = '"“”„«»'
# A comma before a quotation mark that has lost its place: `, "he added`; engines move the space across the mark.
_SPLIT_QUOTE: Final = re.compile(rf",\s+[{_QUOTE}][^\W\d_]{{2,}}[^{_QUOTE}\n]{{0,60}}[.\n]")
_STRAY_SPACE: Final = re.compile(r"[^\W\d_]{2,} [,.](?=\s|$)")
# A sentence that stops and goes on in lower case, after a word too long to be an abbreviation.
_STRAY_STOP: Final = re.compile(r"[^\W\d_]{6,}\. [a-zà-ÿа-яё]{2,}")
_ENOUGH: Final = 2

_SPACED_PUNCTUATION: Final = frozenset({"fr", "br", "und"})
"""Languages that put a space before some punctuation marks of their own."""


class Artefact(NamedTuple):
    """One sort of artefact found: its words as printed, and whether one alone tells."""

    words: str
    telling: bool


def find_artefacts(body: str, language: str) -> list[Artefact]:
    """At most one artefact of each sort in a text of the primary subtag `language`."""
    text = body[:_SCANNED_CHARACTERS]
    found = []
    if '"' in text or "”" in text:
        split = _SPLIT_QUOTE.findall(text)
        if split:
            found.append(Artefact(split[0].strip(), telling=True))
    if language not in _SPACED_PUNCTUATION:
        stray = _STRAY_SPACE.findall(text)
        if len(stray) >= _ENOUGH:
            found.append(Artefact(stray[0], telling=False))
    stops = _STRAY_STOP.findall(text)
    if len(stops) >= _ENOUGH:
        found.append(Artefact(stops[0], telling=False))
    return found
