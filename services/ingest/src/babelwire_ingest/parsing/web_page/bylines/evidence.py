"""Names that no word and no markup call a writer's: what stands by them tells."""

import re
from collections.abc import Sequence
from typing import Final

from babelwire_ingest.parsing.page_text.lines import has_case
from babelwire_ingest.parsing.people.byline_words import has_other_role, has_role
from babelwire_ingest.parsing.people.names import is_vietnamese, looks_like_name
from babelwire_ingest.parsing.people.writer import Hand, Reading, Writer, is_place_of_work
from babelwire_ingest.parsing.people.writers import read_writers
from babelwire_ingest.parsing.web_page.bylines.lines import PrintedLine
from babelwire_ingest.parsing.web_page.bylines.zones import Zones

_MAX_LINE: Final = 90
_MAX_ROLE_WORDS: Final = 6
_MIN_WORDS: Final = 2
_MAX_WORDS: Final = 4
_BIO_WITHIN: Final = 3
_DASH: Final = re.compile(r"\s+[-–—]\s+")
_ADDRESS: Final = re.compile(r"\S+@\S+\.\S+")
_CAPITALS: Final = frozenset({None, "en", "de", "lb"})
_SIGNED: Final = re.compile(r"\s*[–—-]\s*(?=[^\W\d_])|[(（][^()（）]+[)）]\.?$|[^()]{3,40}\(theo\s", re.IGNORECASE)
_WITH_PAPER: Final = re.compile(r"[^()]{3,40}\s\([^()]{2,40}\)")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def says_role(text: str) -> bool:
    """Whether a line says what somebody is, and no name: "Senior Reporter", "Harbour correspondent"."""
    return len(text.split()) <= _MAX_ROLE_WORDS and has_role(text)


def says_other_role(text: str) -> bool:
    """Whether a line says that somebody took the pictures or translated: "Photographer"."""
    return len(text.split()) <= _MAX_ROLE_WORDS and has_other_role(text)


def unmarked_writers(line: PrintedLine, following: str, zones: Zones, reading: Reading) -> list[Writer]:
    """The writers whom a line names without a word: by the role or the address beside them or in the following line,
    or because the page says below the text who they are.
    """
    found = [writer for writer in _people_in(line, reading) if writer.hand is Hand.PERSON]
    if not found or not all(_is_whole(writer, reading) for writer in found):
        return []
    if has_role(line.text) or says_role(following) or _is_address(following):
        return found
    names = [writer.name for writer in found]
    return found if any(_tells_of(names, other.text) for other in zones.below) else []


def placed_writers(line: PrintedLine, zones: Zones, reading: Reading) -> list[Writer]:
    """The writer whom a line names behind the place that the report comes from: "Lisbon - Mira Holt".

    The page speaks of that place, and of nobody of that name.
    """
    pieces = _DASH.split(line.text)
    if len(pieces) != _MIN_WORDS or line.heading or line.link is not None:
        return []
    place, name = pieces
    writers = read_writers(name, reading)
    spoken = [text for text in zones.page if text != line.text]
    if (
        len(writers) != 1
        or writers[0].hand is not Hand.PERSON
        or not _MIN_WORDS <= len(name.split()) <= _MAX_WORDS
        or len(place.split()) > _MIN_WORDS
    ):
        return []
    named = any(name in text for text in spoken)
    return writers if not named and any(place in text for text in spoken) else []


def signing_writers(line: PrintedLine, following: str, reading: Reading) -> list[Writer]:
    """The writers who sign a text in a line right below it: behind a dash, in brackets, with a role or an address,
    or set apart with a paper in brackets.
    """
    found = _people_in(line, reading)
    people = [writer for writer in found if writer.hand is Hand.PERSON]
    if not found or not all(_is_whole(writer, reading) for writer in people):
        return []
    if _SIGNED.match(line.text) or (people and (has_role(line.text) or _is_address(following))):
        return found
    return found if people and line.set_apart and _WITH_PAPER.fullmatch(line.text) else []


def set_apart_writers(line: PrintedLine, page: Sequence[str], reading: Reading) -> list[Writer]:
    """The people whose names are all of a paragraph that nothing names, in bold or italics, in the middle or right.

    None where the page, whose texts are given, speaks of anybody or any place of that name, and none in languages that
    write other words with capitals too.
    """
    if not line.set_apart or not line.alone or reading.language in _CAPITALS:
        return []
    found = [writer for writer in _people_in(line, reading) if writer.hand is Hand.PERSON]
    names = [writer.name for writer in found]
    if not found or not all(_is_whole(writer, reading) for writer in found):
        return []
    spoken_of = any(name in text and text != line.text for name in names for text in page)
    return found if not spoken_of and _are_nothing_else(names, page) else []


def _people_in(line: PrintedLine, reading: Reading) -> list[Writer]:
    words = line.text.split()
    if len(line.text) > _MAX_LINE or len(words) < _MIN_WORDS or not any(map(str.isupper, line.text)):
        return []
    if line.heading or line.link is not None:
        return []
    return [writer for writer in read_writers(line.text, reading) if writer.hand in {Hand.PERSON, Hand.AGENCY}]


def _is_address(text: str) -> bool:
    return len(text.split()) <= _BIO_WITHIN and _ADDRESS.search(text) is not None


def _is_whole(writer: Writer, reading: Reading) -> bool:
    """Whether a name is one of two to four words of a script with capitals, and of no paper."""
    words = writer.name.split()
    return (
        _MIN_WORDS <= len(words) <= _MAX_WORDS
        and has_case(writer.name)
        and looks_like_name(writer.name)
        and not is_place_of_work(writer, reading)
    )


def _tells_of(names: list[str], text: str) -> bool:
    """Whether a line begins with one of the names, or has it behind an article, and says something of it."""
    for name in names:
        before, found, behind = text.partition(name)
        if found and len(before.split()) < _BIO_WITHIN - 1 and len(behind.split()) >= _BIO_WITHIN:
            return True
    return False


def _are_nothing_else(names: list[str], page: Sequence[str]) -> bool:
    """Whether no word of the names is written small anywhere, as the words of a heading or an invitation are."""
    words = {word.casefold() for name in names for word in _WORD.findall(name)}
    if any(map(is_vietnamese, names)):
        # Its names are common words, and headings have one capital.
        return True
    small = {word for text in page for word in _WORD.findall(text) if word.islower()}
    return bool(words) and words.isdisjoint(small)
