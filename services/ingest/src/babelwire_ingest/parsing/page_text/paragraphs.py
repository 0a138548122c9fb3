"""Paragraphs that a page broke in mid-sentence, whole again."""

import re
from typing import Final

from babelwire_ingest.parsing.page_text.lines import ends_sentence, glue, has_case, unspaced
from babelwire_ingest.parsing.vocabulary import terms

_QUOTES: Final = '"“”„«»'
_CONTINUES: Final = re.compile(r"[,;.:!?)\]»”’…、，。；：！？）」』]")
_QUOTED_COMMA: Final = re.compile(r"[\"”»]\s*[,;.]")
_DASH_AND_SMALL: Final = re.compile(r"[—–-]\s+(\w)")
_EMBEDDED_QUOTE: Final = re.compile(r"[\"“«„][^\"“”«»„]*[^\"“”«»„,.!?…;]\s?[\"”»“]\s+(\w)")
_OPEN_ENDINGS: Final = (",", ";", "،", "、", "，", "；", "–", "—")
_MAX_SUBHEADING: Final = 100
_MAX_UNSPACED_SUBHEADING: Final = 22
_MIN_LEADING_WORDS: Final = 5
_MAX_RUN: Final = 12


def join_broken(lines: list[str]) -> list[str]:
    """The lines as paragraphs: a sentence that goes on in the next line is one paragraph with it.

    What says that it goes on: a small letter, a comma or a closing quotation mark at the next line's start; a comma, an
    open quotation or a word such as "of" at this one's end. A short line with none of these is a subheading and stays
    alone.
    """
    paragraphs: list[str] = []
    for index, line in enumerate(lines):
        if paragraphs and _goes_on(paragraphs[-1], line, loose_run=_in_loose_run(lines, index)):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
    return paragraphs


def _goes_on(left: str, right: str, loose_run: bool) -> bool:  # noqa: PLR0911  one rule a line reads best
    if _CONTINUES.match(right) or _QUOTED_COMMA.match(right):
        return True
    if left.endswith(_OPEN_ENDINGS):
        return True
    if dash := _DASH_AND_SMALL.match(right):
        return dash[1].islower()
    if right[0] in _QUOTES:
        return _goes_on_with_quotation(left, right)
    if right[0].islower():
        return not ends_sentence(left) or not _is_brand(right)
    if ends_sentence(left):
        return False
    if not has_case(left):
        longest = _MAX_UNSPACED_SUBHEADING if unspaced(left) else _MAX_SUBHEADING
        return loose_run or len(left) > longest
    return _open_quotation(left) or len(left) > _MAX_SUBHEADING or _dangles(left)


def _goes_on_with_quotation(left: str, right: str) -> bool:
    rest = right.lstrip(_QUOTES + " ")
    small = rest[:1].islower()
    if _open_quotation(left):
        return small or not ends_sentence(left)
    if ends_sentence(left):
        return False
    embedded = _EMBEDDED_QUOTE.match(right)
    leads_in = bool(embedded and embedded[1].islower()) and len(left.split()) >= _MIN_LEADING_WORDS
    return small or leads_in or len(left) > _MAX_SUBHEADING or _dangles(left)


def _joined(left: str, right: str) -> str:
    if right[0] in '"”»' and _open_quotation(left):
        # The page put the mark that closes the quotation at the start of the next line.
        rest = right[1:].lstrip()
        return glue(left + right[0], rest) if not _CONTINUES.match(rest) else left + right[0] + rest
    if _QUOTED_COMMA.match(right) or (_CONTINUES.match(right) and right[0] not in "»”"):
        return left + right
    if left[-1] in "«“„" or (left.endswith(' "') and _open_quotation(left)):
        return left + right
    return glue(left, right)


def _open_quotation(text: str) -> bool:
    """Whether a quotation that begins in a text does not end there; straight marks also close curly ones."""
    straight = text.count('"')
    opened = text.count("“") + text.count("«") + text.count("„")
    closed = text.count("”") + text.count("»")
    if "„" in text:
        # German and its neighbours close with the mark that opens in English.
        opened, closed = text.count("„"), text.count("“") + text.count("”")
    if opened > closed:
        return straight % 2 == 0
    return straight % 2 == 1


def _is_brand(text: str) -> bool:
    word = text.split(maxsplit=1)[0]
    return any(character.isupper() for character in word[1:])


def _dangles(text: str) -> bool:
    last = text.rsplit(maxsplit=1)[-1].strip(_QUOTES).lower()
    return last in terms("dangling")


def _in_loose_run(lines: list[str], index: int) -> bool:
    # Two lines in a row without a sentence's end, in a script without capitals, are one sentence: a subheading stands
    # alone.
    end = index
    while end < min(index + _MAX_RUN, len(lines)) and not ends_sentence(lines[end]):
        end += 1
    begin = index
    while begin > max(index - _MAX_RUN, 0) and not ends_sentence(lines[begin - 1]):
        begin -= 1
    return end - begin > 1 and end < len(lines)
