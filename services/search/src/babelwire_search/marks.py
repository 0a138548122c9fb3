"""Letters with marks, such as é or ă: where a word may be looked for without them.

`cafe` finds "café", and `Malmö` finds "Malmo". Two things are not taken for one another:

Vietnamese writes other words by other marks: "trăm" is a hundred, "trạm" a station, and neither is a tram. So there a
single word is what was typed; words side by side (`da nang`) are found with and without marks.
Words that mean little, such as German "für", are not what `fur` looks for.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from babelwire_search.languages import stop_words

VIETNAMESE: Final = "vi"

_LATIN_WITH_MARKS: Final = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_VOWELS: Final = "aeiouy"
_SYLLABLE: Final = re.compile(
    rf"(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?[{_VOWELS}]{{1,3}}(?:ng|nh|ch|[cmnpt])?"
)
"""Vietnamese orthography: an initial, one to three vowels, a final, without marks."""
_MARKS: Final = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
"""Grave, acute, circumflex, tilde, breve, hook, horn, dot below."""


_WITHOUT_PARTS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
    | {"ẞ": "SS", "Æ": "AE", "Œ": "OE", "Ø": "O", "Đ": "D", "Ð": "D", "Ł": "L", "Þ": "TH", "Ħ": "H", "Ŋ": "N"}
)
"""Letters that Unicode does not take apart; as Lucene's `ASCIIFoldingFilter` has them."""


def has_marks(text: str) -> bool:
    """Whether some letter is a Latin one with a mark."""
    return _LATIN_WITH_MARKS.search(text) is not None


def looks_vietnamese(text: str) -> bool:
    """Whether some word with marks has the form of a Vietnamese syllable, as most of them have that are one."""
    return any(_is_syllable(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()))


def means_little(text: str, languages: Iterable[str]) -> bool:
    """Whether in one of the languages, given as primary subtags, all words of `text` are words that mean little."""
    words = _words(text)
    return any(words <= stop_words(language) for language in languages)


def only_marks_apart(text: str, languages: Iterable[str]) -> tuple[str, ...]:
    """The languages, as primary subtags, in which only marks part all words of `text` from words that mean little."""
    words = _words(text)
    return tuple(language for language in languages if words and words <= _stop_words_without_marks(language))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def without_marks(text: str) -> str:
    """The same with plain Latin letters, as the index has them beside those with marks; other scripts as they are."""
    return _LATIN_WITH_MARKS.sub(_plain, unicodedata.normalize("NFC", text))


def _plain(letter: re.Match[str]) -> str:
    parts = unicodedata.normalize("NFD", letter[0].translate(_WITHOUT_PARTS))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _is_syllable(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word.replace("đ", "d"))
    marks = {part for part in parts if unicodedata.combining(part)}
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain != word and marks <= _MARKS and _SYLLABLE.fullmatch(plain) is not None


@lru_cache(maxsize=64)
def _stop_words_without_marks(language: str) -> frozenset[str]:
    words = stop_words(language)
    return frozenset({without_marks(word) for word in words if has_marks(word)} - words)
