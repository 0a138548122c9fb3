"""Marks that translation engines leave on a page, which writers and editors do not."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise
from typing import Final, NamedTuple

_SCANNED_CHARACTERS: Final = 20_000
_STRAY_SPACE: Final = re.compile(r"(?: ,| \.)(?<=(?:[^\W\d_]{2}|.[”\"»)]) .)(?=\s|$)")
# A sentence that stops and goes on in lower case, after a word too long to be an abbreviation.
_STRAY_STOP: Final = re.compile(r"\.(?<=[^\W\d_]{6}\.) [a-zà-ÿа-яё]{2}")
_LOW_MARK: Final = re.compile("„")
_CURLY_QUOTATION: Final = frozenset(
    {"en", "es", "pt", "fr", "it", "ca", "sv", "nb", "tr", "id", "vi", "el", "zh", "ja", "ko"}
)
"""Languages that never open a quotation with a low mark."""
_OPENED: Final = re.compile(r"(?:^|\s)\" (?=[^\W\d_])")
_PUNCTUATION: Final = ".,;:!?()[]«»„“”\"'’‘…–—-"
_WORDS_WITHIN: Final = 4_000
_SHOWN_WORDS: Final = 5
_ENOUGH: Final = 2
_SHOWN_CHARACTERS: Final = 30

_SPACED_PUNCTUATION: Final = frozenset({"fr", "br", "und"})
"""Languages that put a space before some punctuation marks of their own."""


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("babelwire_translation_tagging").joinpath("data", "artefacts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _at_home() -> frozenset[str]:
    return frozenset(_words()["at_home"]["words"].split())


_MOVED: Final = 0.3
_STUMBLED: Final = 0.5
_SLIP: Final = 0.25


class Artefact(NamedTuple):
    """One sort of artefact found: its words as printed, and how much it says, in 0..1."""

    words: str
    weight: float


def find_artefacts(body: str, language: str) -> list[Artefact]:
    """At most one artefact of each sort in a text of the primary subtag `language`."""
    text = body[:_SCANNED_CHARACTERS]
    found = []
    if ' "' in text:
        split = next(filter(None, map(_split_quotation, text.split("\n"))), None)
        if split is not None:
            found.append(Artefact(split, _MOVED))
    if (" ," in text or " ." in text) and language not in _SPACED_PUNCTUATION:
        found += _habit(_STRAY_SPACE, text)
    found += _habit(_STRAY_STOP, text)
    if '" ' in text and language not in _SPACED_PUNCTUATION:
        found += _habit(_OPENED, text)
    if "„" in text and language in _CURLY_QUOTATION:
        found += _habit(_LOW_MARK, text)
    words = text[:_WORDS_WITHIN].split()
    if (doubles := _words()["doubles"].get(language)) is not None:
        found += _doubled(words, doubles.split())
    if (letters := _words()["letters"].get(language)) is not None and not text.isascii():
        found += _foreign(words, letters)
    return found


def _doubled(words: list[str], at_home: list[str]) -> list[Artefact]:
    """Words that stand twice in a row at several places, as an engine that stumbles prints them."""
    places = [
        place
        for place, (one, next_) in enumerate(pairwise(words))
        if one[-1] == next_[-1] and one.lower() == next_.lower() and one.isalpha() and not next_[0].isupper()
    ]
    places = [place for place in places if words[place].lower() not in at_home]
    if len(places) < _ENOUGH:
        return []
    around = words[max(0, places[0] - _SHOWN_WORDS) : places[0] + _SHOWN_WORDS]
    return [Artefact(" ".join(around), _STUMBLED)]


def _foreign(words: list[str], letters: str) -> list[Artefact]:
    """Words in small letters that hold letters which no word of the language does: they were left as they stood."""
    bare = {word.strip(_PUNCTUATION) for word in words if not word.isascii()}
    left = sorted(
        word
        for word in bare
        if word.islower()
        and word.isalpha()
        and word not in _at_home()
        and any(letter not in letters and not letter.isascii() for letter in word)
    )
    return [Artefact(", ".join(left[:_ENOUGH]), _SLIP)] if len(left) >= _ENOUGH else []


def _around(text: str, place: int) -> str:
    return " ".join(text[max(0, place - _SHOWN_CHARACTERS) : place + _SHOWN_CHARACTERS].split())


def _habit(pattern: re.Pattern[str], text: str) -> list[Artefact]:
    """The first of the places that a pattern finds, where there are enough of them to be no slip."""
    places = [match.start() for match in islice(pattern.finditer(text), _ENOUGH)]
    if len(places) < _ENOUGH:
        return []
    return [Artefact(_around(text, places[0]), _SLIP)]


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
