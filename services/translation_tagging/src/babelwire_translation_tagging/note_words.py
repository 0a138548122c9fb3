"""The words of notes on translation (`data/notes.toml`), as patterns."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Final

from ahocorasick_rs import AhoCorasick

from babelwire_text.language_tags import UNDETERMINED, primary
from babelwire_text.scripts import WRITTEN_TOGETHER

SPEAKING: Final = ("translated", "translator", "machine", "machine_letters", "first_published")
_CAME_OUT: Final = (("published",), ("first", "this_text"))
"""Words that only say where a text came out where there is one of each."""
_ANY: Final = (*SPEAKING, *_CAME_OUT[0])
_GROUP: Final = re.compile(r"\(\?:([^()]*)\)(.*)", re.DOTALL)
_NOT_BEFORE: Final = re.compile(r"^(?:\(\?<![^)]*\))+")
_CHOICE: Final = re.compile(r"\[([^\]]*)\]")
_PLAIN: Final = re.compile(r"[^\\\[\](){}?*+.|^$]*")
_LITERAL: Final = re.compile(r"[\w -](?![?*+{])")
_IN_GROUPS: Final = re.compile(r"\([^()]*\)")
_FULL_STOP: Final = "\ue000"
_SHORT: Final = 4
_JOINED: Final = re.compile(rf"\(?[{WRITTEN_TOGETHER}\[]")
_RELATED: Final = {
    "hr": "sr sh bs", "sr": "hr sh bs", "bs": "hr sr sh", "sh": "hr sr", "nb": "nn da", "nn": "nb da", "da": "nb",
    "mk": "bg sr", "bg": "mk", "cs": "sk", "sk": "cs", "id": "ms", "ms": "id", "gl": "pt es", "pt": "gl", "ca": "es",
    "es": "ca gl", "eu": "es", "be": "ru uk", "uk": "ru", "ru": "uk be", "kk": "ru", "lv": "ru", "et": "ru",
    "lb": "de fr", "hi": "mr ne", "mr": "hi", "ne": "hi", "ur": "fa", "fa": "ar", "ps": "fa",
}  # fmt: skip
"""Languages whose words are found in texts that are told to be in another."""


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    text = files("babelwire_translation_tagging").joinpath("data", "notes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words_of(kind: str) -> dict[str, list[str]]:
    """The words of one kind by language, as regular expressions."""
    return _words()[kind]


def _of_language(kind: str, language: str) -> dict[str, list[str]]:
    """The words of one kind of a language, of its relatives and of English; all where there are none of it."""
    listed = words_of(kind)
    if language not in listed:
        return listed
    return {one: listed[one] for one in (language, *_RELATED.get(language, "").split(), "en") if one in listed}


@cache
def pattern(kind: str, language: str = UNDETERMINED) -> re.Pattern[str]:
    """What finds a word of one kind, in text in lower case.

    Of any language; or where there are words of `language` (a primary subtag), of that, its relatives and English.
    """
    found = sorted({word for words in _of_language(kind, language).values() for word in words})
    joined = [word for word in found if _JOINED.match(word)]
    # Names of engines and the like stand in Japanese without a space.
    latin = [word for word in found if word[0].isascii() and word not in joined]
    parted = [word for word in found if word not in joined and word not in latin]
    groups = ((r"(?<![a-zà-öø-ÿ])", latin), (r"(?<!\w)", parted), ("", joined))
    return re.compile("|".join(f"{edge}(?:{_one_of(words)})" for edge, words in groups if words))


def _one_of(words: Sequence[str]) -> str:
    """One pattern for several, tried in their order, that looks once at each letter that neighbours begin with."""
    found = []
    for letter, group in groupby(words, _first_letter):
        some = list(group)
        found.append(
            f"{letter}(?:{_one_of([word[1:] for word in some])})" if letter and len(some) > 1 else "|".join(some)
        )
    return "|".join(found)


def _first_letter(word: str) -> str:
    """What a text must hold first for a pattern to be found; "" where there is a choice."""
    return word[:1] if _LITERAL.match(word) and "|" not in _IN_GROUPS.sub("", word) else ""


def may_speak(lowered: str) -> bool:
    """Whether a text in lower case may have a word of translating, of machines or of first publication.

    A look that costs little: how the words begin is sought in one pass.
    """
    text = f" {lowered} "
    if _beginnings(SPEAKING).find_matches_as_indexes(text):
        return True
    return all(_beginnings(kinds).find_matches_as_indexes(text) for kinds in _CAME_OUT)


def may_hold_note(lines: Iterable[str]) -> bool:
    """Whether there may be a line that `may_speak` among these: one look at them all, which says so of more."""
    text = " \n ".join(lines).lower()
    return bool(_beginnings(_ANY).find_matches_as_indexes(f" {text} "))


@cache
def _beginnings(kinds: tuple[str, ...]) -> AhoCorasick:
    words = {word for kind in kinds for listed in words_of(kind).values() for word in listed}
    return AhoCorasick(sorted({beginning for word in words for beginning in beginnings(word)}))


def beginnings(word: str) -> list[str]:
    """What a text must hold for a pattern to be found in it: how the pattern begins, up to its first choice."""
    word = _NOT_BEFORE.sub("", word)
    if group := _GROUP.match(word):
        return [beginning for part in group[1].split("|") for beginning in beginnings(part + group[2])]
    if choice := _CHOICE.match(word):
        return list(choice[1])
    begins = _PLAIN.match(word.replace(r"\.", _FULL_STOP))[0]  # type: ignore[index]  # it matches no letter too
    rest = word.replace(r"\.", _FULL_STOP)[len(begins) :]
    begins = begins.replace(_FULL_STOP, ".")
    if rest.startswith("(?:"):
        return [begins + beginning for beginning in beginnings(rest)]
    if rest.startswith("?"):
        begins = begins[:-1]
    # Of a short word the edges are looked for too, lest half of all texts hold it.
    return [f" {begins} " if rest == r"\b" and len(begins) < _SHORT else begins]


@cache
def _sources(language: str) -> list[re.Pattern[str]]:
    found = sorted({word for words in _of_language("from", language).values() for word in words})
    return [re.compile(word if word.startswith(("(", "מ", "จ")) else rf"(?<!\w){word}") for word in found]


def sources(lowered: str, language: str = UNDETERMINED) -> list[re.Match[str]]:
    """Where a text in lower case may say out of which language something was translated, in order.

    The first group is the word that has to be the name of a language. `language` is the text's.
    """
    found = [match for pattern_ in _sources(primary(language)) for match in pattern_.finditer(lowered)]
    return sorted(found, key=lambda match: match.start(1))


def find(kind: str, lowered: str, language: str = UNDETERMINED) -> re.Match[str] | None:
    """The first word of one kind in a text in lower case, of any language or of that of the text."""
    if language == UNDETERMINED and (starts := _starts(kind)) and not starts.find_matches_as_indexes(lowered):
        return None
    return pattern(kind, primary(language)).search(lowered)


def holds(kind: str, lowered: str, language: str = UNDETERMINED) -> bool:
    """Whether a text in lower case has a word of one kind."""
    return find(kind, lowered, language) is not None


@cache
def _starts(kind: str) -> AhoCorasick | None:
    """What every text holds that a word of one kind is found in; None where a word of it begins with a choice."""
    starts = sorted({start for listed in words_of(kind).values() for word in listed for start in literal_starts(word)})
    return AhoCorasick(starts) if all(starts) else None


def literal_starts(word: str) -> list[str]:
    """The letters that a pattern begins with, one way or another: none of them optional, "" where there are none."""
    word = _NOT_BEFORE.sub("", word)
    if (group := _GROUP.match(word)) and group[2][:1] not in {"*", "+", "{"}:
        left_out = [group[2][1:]] if group[2].startswith("?") else []
        rest = group[2][len(left_out) :]
        return [
            start
            for one in (*(part + rest for part in group[1].split("|")), *left_out)
            for start in literal_starts(one)
        ]
    start = ""
    while letter := _first_letter(word):
        start, word = start + letter, word[1:]
    return [start]
