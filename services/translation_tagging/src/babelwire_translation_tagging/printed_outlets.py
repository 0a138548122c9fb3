"""The outlet that a printed line names without a label: a credit, a note, a byline, a signature."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from babelwire_translation_tagging.capitals import CAPITAL
from babelwire_translation_tagging.language_names import is_country, languages_named
from babelwire_translation_tagging.outlets.outlet import Outlet
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.sayings import may_be_note
from babelwire_translation_tagging.source_words import (
    BEFORE,
    BETWEEN_NAMES,
    BRACKETS,
    LINE_CHARACTERS,
    MOST_WORDS,
    NAMES,
    QUOTES,
    SORTS,
)

_DAY: Final = re.compile(r"[^\d\n]{3,60}?[,،、，·|–—-]?\s*\(?\d[\w .,/年月日號号.-]{3,30}\)?")
_DIGIT: Final = re.compile(r"\d")
_MAX_BARE: Final = 70
_BEHIND_NAME: Final = re.compile(r"\s*(?:[,،、|·;]|\s/\s|\s[-–—]\s)\s*|\s+(?=[«„“「『])")
_QUOTED: Final = re.compile(r"[«„“\"「『]([^»“”\"」』]{2,50})[»“”\"」』]")
_WORD: Final = re.compile(r"[^\s,;:()（）·|/。，、«»„“”「」『』\"]+")
_GOES_ON: Final = re.compile(rf"\s(?:(?:de|des|du|del|della|di|of|da|do|der)\s)?[{CAPITAL}]")
_OPENING: Final = "([«„“\"'’‘「『（"
_STOPS: Final = ".!?"
_BESIDE_NAME: Final = re.compile(r"[,،、·]")
_FOR: Final = re.compile(rf"\b(?:for|pour|für|para|voor|för|dla|pro)\s+((?:[{CAPITAL}][\w'’-]+\s?){{1,5}})")
_CAPITALS: Final = re.compile(rf"(?<=[\w,:] )((?:[{CAPITAL}][\w'’-]+ ){{1,4}}[{CAPITAL}][\w'’-]+)")
_IN_LABEL: Final = re.compile(r"^[^\s:：]{2,12}\s*[:：]\s*")
_AFTER_SORT: Final = re.compile(r"(?=(?<!\S)(\S+)\s+(\S+))")
_CHINESE_SORTS: Final = ("雜誌", "杂志", "日報", "日报", "週刊", "周刊", "報紙", "报纸", "網站", "网站", "紙", "誌")
_MIN_LETTERS: Final = 4
_SHORT: Final = 3


def outlet_name(words: str, writers: Sequence[str] = ()) -> str | None:
    """What a line has in brackets or quotation marks, or after "for", as it has the names of outlets.

    None where that is a language, one of the `writers`, or no name.
    """
    for match in (*BRACKETS.finditer(words), *_QUOTED.finditer(words), *_FOR.finditer(words)):
        if match.re is BRACKETS and languages_named(" ".join(words[: match.start()].split()[-1:])):
            continue  # a variety of the language before it: "de l'anglais (Écosse)"
        name = _BESIDE_NAME.split(_IN_LABEL.sub("", match[1]))[0].strip(QUOTES).removesuffix("紙").removesuffix("誌")
        if not name or name in writers or is_country(name) or len(name.split()) > MOST_WORDS or name[0].islower():
            continue
        if not languages_named(name) and not any(letter.isdigit() for letter in name) and not may_be_note(name):
            return name
    return None


def published_in(words: str, writers: Sequence[str]) -> str | None:
    """The name in a line on where a text came out first: several words with capitals, or what is called a paper."""
    for match in _AFTER_SORT.finditer(words):
        name = match[2].strip(QUOTES)
        if (match[1].lower() in SORTS or match[1].endswith(_CHINESE_SORTS)) and name[:1].isupper():
            return name
    for match in _CAPITALS.finditer(words):
        name = match[1].strip(QUOTES)
        if all(len(word) <= _SHORT for word in name.split()):
            continue  # hours and months, "PM EST Nov"
        if not any(name in writer or writer in name for writer in writers) and not languages_named(name):
            return name
    return None


def mentioned_in(words: str, registry: OutletRegistry) -> Iterator[tuple[str, Outlet]]:
    """The outlets that a line mentions by names of their own, the longest names first, as they are printed.

    A name that goes on, as "Le Courrier" in "Le Courrier des Salines", or began before, is another's.
    """
    spans = [match.span() for match in _WORD.finditer(words[:LINE_CHARACTERS])]
    for size in range(min(MOST_WORDS, len(spans)), 0, -1):
        for at in range(len(spans) - size + 1):
            start, end = spans[at][0], spans[at + size - 1][1]
            said = words[start:end].strip(QUOTES)
            goes_on = words[end - 1] not in _STOPS and _GOES_ON.match(words, end)
            if len(said) < _MIN_LETTERS or said[0].islower() or goes_on or (size == 1 and not said[0].isupper()):
                continue
            if _begins_before(words[:start]):
                continue
            bearers = registry.called(said)
            if len(bearers) == 1:
                yield said, bearers[0]


def _begins_before(words: str) -> bool:
    """Whether the words before a name end with one that has a capital too, so that the name may begin with that."""
    last = words.rsplit(maxsplit=1)[-1:]
    first = last[0].lstrip(_OPENING)[:1] if last else ""
    return words[-1:].isspace() and bool(last) and last[0][-1:].isalpha() and first.isupper()


def dated_outlet(words: str, registry: OutletRegistry) -> tuple[str, Outlet] | None:
    """The outlet of a line that is nothing but the name of one that is known, and a day."""
    if not _DIGIT.search(words) or not _DAY.fullmatch(words.strip()):
        return None
    name = BETWEEN_NAMES.split(words.strip())[0]
    bearers = registry.called(name)
    return (name, bearers[0]) if len(bearers) == 1 else None


def bare_source(words: str, registry: OutletRegistry) -> tuple[str, Outlet] | None:
    """The known outlet that a short line ends with, with nothing before it but "from", "via", "the newspaper"."""
    if len(words) > _MAX_BARE:
        return None
    before, at = words.strip().rstrip("."), 0
    for match in _WORD.finditer(before):
        name = before[match.start() :].strip(QUOTES)
        bearers = registry.called(name) if at else []
        if len(bearers) == 1:
            return name, bearers[0]
        if match[0].strip(QUOTES + ":").casefold() not in BEFORE:
            return None
        at = match.end()
    return None


def writers_outlet(words: str, registry: OutletRegistry) -> tuple[str, Outlet | None] | None:
    """The outlet that stands behind a name in a byline: in marks, known, or called a paper or the like."""
    for part in _BEHIND_NAME.split(words)[1:]:
        name = part.strip(QUOTES)
        bearers = registry.called(name) if len(name) >= _MIN_LETTERS else []
        if len(bearers) == 1:
            return name, bearers[0]
        said = name.split()
        is_called = 1 < len(said) <= MOST_WORDS and not any(letter.isdigit() for letter in name)
        if _other_script(words, name) or (
            name and (_QUOTED.fullmatch(part.strip()) or (is_called and NAMES & set(name.casefold().split())))
        ):
            return name, None
    return None


def _other_script(words: str, name: str) -> bool:
    """Whether a part of a byline is in another script than the byline's beginning."""
    first = next((letter for letter in words if letter.isalpha()), "")
    letters = [letter for letter in name if letter.isalpha()]
    return len(letters) >= _MIN_LETTERS and bool(first) and all(_script(letter) != _script(first) for letter in letters)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
