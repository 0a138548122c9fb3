"""The names of a part of a byline, as words for "and", signs and places join them."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import Final, NamedTuple

from babelwire_ingest.parsing.page_text.lines import unspaced
from babelwire_ingest.parsing.people.byline_patterns import begins_with_others, conjunction, place
from babelwire_ingest.parsing.people.byline_words import has_role, is_agency, is_desk, is_of_others
from babelwire_ingest.parsing.people.chinese_names import begins_with_surname
from babelwire_ingest.parsing.people.names import is_vietnamese
from babelwire_ingest.parsing.people.writer import NOT_THEIRS, Hand, Reading, Writer, read_writer
from babelwire_ingest.parsing.vocabulary import terms

_ENUMERATED: Final = re.compile(
    r"\s*[、与與]\s*|(?<=[\u4e00-\u9fff])\s*[和及]\s*(?=[\u4e00-\u9fff])"
    r"|(?<=[\u3040-\u9fff])(?:(?<![\u30a1-\u30ff])・|・(?![\u30a1-\u30ff]))(?=[\u3040-\u9fff])"
)
"""In katakana the dot stands between the parts of one foreign name."""
_SLASH: Final = re.compile(r"\s*[/／]\s*")
_NAMES_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,4}(?:\s+[\u4e00-\u9fff]{2,4})+")
_BEFORE_PLACES: Final = {
    "en": frozenset({"es", "ca", "gl", "fr", "ast"}),
    "i": frozenset({"nb", "nn", "no", "sv", "da", "is"}),
    "a": frozenset({"it", "es", "pt", "gl", "hu"}),
}
"""Words for "and" of some languages, with those languages in which they stand before a place."""
_GREEK_ARTICLE: Final = re.compile(r"^(?:τον|την|του|της|των|τους|τις|ο|η|οι)\s+")
_BESIDE: Final = frozenset({"avec", "mit", "with", "con", "com"})
_ARABIC: Final = re.compile(r"[\u0590-\u06ff]")
_MIN_ATTACHED: Final = 4
_TWO: Final = 2


class _Part(NamedTuple):
    """A name, and the word or sign before it, if any."""

    name: str
    before: str | None


def joined_names(item: str, reading: Reading, *, first: bool) -> Iterator[Writer]:
    """The writers whom the words for "and", or a slash, join; `first` where no other stands before them."""
    placed = False
    before: Writer | None = None
    parts = list(_parts(_detached(item), reading.language))
    if len(parts) > 1 and all(is_desk(part.name) for part in parts):
        yield Writer(item, Hand.DESK)
        return
    for part in parts:
        name = _GREEK_ARTICLE.sub("", part.name)
        if NOT_THEIRS in name or begins_with_others(name):
            continue
        one_word = len(name.split()) == 1
        if part.before in _BEFORE_PLACES and one_word:
            continue
        if match := place().fullmatch(name):
            name, placed = match["name"], True
        elif placed and part.before and one_word:
            continue
        # Behind a role and a slash stands a place: "Jane Roe / Reporter / LISBON".
        placed = placed or (part.before == "/" and has_role(name))
        if not first and has_role(name) and not is_agency(name):
            continue
        writer = read_writer(name, reading)
        if writer is None or (part.before in _BESIDE and writer.hand is not Hand.PERSON):
            continue
        # Behind a slash stand the place that an agency reports from, and the agency that a person works for.
        if part.before == "/" and before and {before.hand, writer.hand} == {Hand.AGENCY, Hand.PERSON}:
            continue
        before = writer
        yield writer


def named_by_turns(pieces: list[list[Writer]], text: str) -> list[Writer]:
    """The writers of a text that dashes part: of the pieces with names, the one that is no place, date or paper.

    In Vietnamese a dash stands between writers, and in Arabic and Hebrew the writer behind the place.
    """
    several = [names for names in pieces if not all(map(_is_one_word, names))]
    if len(several) > 1 and is_vietnamese(text):
        return [writer for names in several for writer in names if writer.hand is Hand.PERSON]
    if len(several) == _TWO and _ARABIC.search(several[0][0].name):
        return several[1]
    if len(several) == _TWO and several[0][0].name.isupper() and not several[1][0].name.isupper():
        # A place in capitals.
        return several[1] if several[1][0].hand is Hand.PERSON and several[0][0].hand is Hand.PERSON else several[0]
    return several[0] if several else pieces[0] if pieces else []


def _is_one_word(writer: Writer) -> bool:
    return writer.hand is Hand.PERSON and len(writer.name.split()) == 1 and not unspaced(writer.name)


def _detached(item: str) -> str:
    """An item with a space behind the letter for "and" that Arabic and Hebrew write in one with the next name."""
    words = item.split()
    if len(words) < _MIN_ATTACHED or not _ARABIC.search(item):
        return item
    for at in range(_TWO, len(words) - 1):
        word = words[at]
        if word[0] in "وו" and len(word) > _TWO and word not in _with_that_letter():
            words[at] = f"{word[0]} {word[1:]}"
    return " ".join(words)


@cache
def _with_that_letter() -> frozenset[str]:
    return frozenset(terms("and_in_name"))


def _parts(item: str, language: str | None) -> Iterator[_Part]:
    at, word = 0, None
    item = f" {item}"
    for match in conjunction().finditer(item):
        found = (match["word"] or match["capital"] or "&").casefold()
        if language in _BEFORE_PLACES.get(found, ()):
            continue
        yield from _enumerated(item[at : match.start()], word, language)
        at, word = match.end(), found
    yield from _enumerated(item[at:], word, language)


def _enumerated(text: str, word: str | None, language: str | None) -> Iterator[_Part]:
    for part in _ENUMERATED.split(text):
        for number, piece in enumerate(_SLASH.split(part)):
            for name in _apart(piece.strip(), language):
                yield _Part(name.strip(" ,"), "/" if number else word)


def _apart(text: str, language: str | None) -> list[str]:
    """The names in a text whose script has no spaces within names, without the desk before one; else the text."""
    if " " not in text or not unspaced(text):
        return [text]
    names = text.split()
    if len(names) == _TWO and is_desk(names[0]):
        return names[1:]
    return list(takewhile(lambda name: not is_of_others(name), names)) if _are_chinese(text, language) else [text]


def _are_chinese(text: str, language: str | None) -> bool:
    """Whether a text is a row of Chinese names with spaces between, rather than one name in two parts."""
    if language == "ja" or _NAMES_HAN.fullmatch(text) is None:
        return False
    names = text.split()
    return len(names) > _TWO or all(begins_with_surname(name) for name in names)
