"""The lines of a page, and what their last and first characters say about where a paragraph ends."""

import re
from collections import Counter
from itertools import pairwise
from typing import Final

import msgspec

from babelwire_ingest.parsing import text_cleaning
from babelwire_text.scripts import UNSPACED

_TERMINAL: Final = frozenset(".!?…。！？｡؟۔।॥։፡።។៕။")
_CLOSING: Final = "\"'”’»›)]）】」』〉》*"
_UNSPACED: Final = re.compile(f"[{UNSPACED}\u3000-\u303f\uff00-\uff60]")
"""With the punctuation of Chinese and Japanese, which has its space within it."""
_SPACE_AFTER: Final = frozenset("។៕៖၊။")
"""Khmer and Burmese have spaces between sentences and their parts."""
_PROSE_CHARACTERS: Final = 60
_UNSPACED_PROSE_CHARACTERS: Final = 18
_SAMPLE: Final = 200
_WRAP_COLUMNS: Final = range(50, 101)


class Line(msgspec.Struct, frozen=True):
    """A line that is not blank: its number in the page from 1, and the blank lines before it."""

    text: str
    number: int
    gap: int

    @property
    def where(self) -> str:
        """Where the line stands, for a clue."""
        return f"text line {self.number}"


def read_lines(text: str) -> list[Line]:
    """The lines of a page that say something; lines that were wrapped at a column are whole again."""
    found: list[Line] = []
    gap = 0
    for number, line in enumerate(text_cleaning.lines(text), start=1):
        if line:
            found.append(Line(line, number, gap))
            gap = 0
        else:
            gap += 1
    return _unwrapped(found)


def usual_gap(lines: list[Line]) -> int:
    """The number of blank lines that commonly parts two lines of this page."""
    gaps = Counter(line.gap for line in lines[1:])
    return gaps.most_common(1)[0][0] if gaps else 1


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a sentence's last mark, inside closing quotes or brackets or not."""
    bare = text.rstrip(_CLOSING + " ")
    return bool(bare) and bare[-1] in _TERMINAL


def is_prose(text: str) -> bool:
    """Whether a line reads as running text: long enough for a sentence, and it ends as one."""
    return ends_sentence(text) and len(text) >= (_UNSPACED_PROSE_CHARACTERS if unspaced(text) else _PROSE_CHARACTERS)


def unspaced(text: str) -> bool:
    """Whether a text is mostly in a script that writes words without spaces between them."""
    text = text[-_SAMPLE:]
    if text.isascii():
        return False
    return len(_UNSPACED.findall(text)) * 2 > len("".join(text.split()))


def has_case(text: str) -> bool:
    """Whether the text's letters come in two cases, so that a small one says that a sentence goes on."""
    letter = next((character for character in text if character.isalpha()), "")
    return letter.lower() != letter.upper()


def glue(left: str, right: str) -> str:
    """Two parts of one sentence, with a space where their script has one."""
    if not left or not right:
        return left + right
    together = left[-1] not in _SPACE_AFTER and _UNSPACED.match(left[-1]) and _UNSPACED.match(right[0])
    return left + right if together else f"{left} {right}"


def _unwrapped(lines: list[Line]) -> list[Line]:
    # Text of a fixed column parts paragraphs by blank lines only; elsewhere every line is a paragraph.
    inner = [line for line, following in pairwise(lines) if following.gap == 0]
    if not inner:
        return lines
    blocks = 1 + sum(line.gap > 0 for line in lines[1:])
    if len(inner) < blocks or blocks == 1:
        return lines
    wrapped = sum(len(line.text) in _WRAP_COLUMNS and not ends_sentence(line.text) for line in inner)
    if wrapped * 10 < len(inner) * 6 or max(len(line.text) for line in lines) > _WRAP_COLUMNS.stop:
        return lines
    whole: list[Line] = []
    for line in lines:
        if whole and line.gap == 0:
            whole[-1] = Line(glue(whole[-1].text, line.text), whole[-1].number, whole[-1].gap)
        else:
            whole.append(line)
    return whole
