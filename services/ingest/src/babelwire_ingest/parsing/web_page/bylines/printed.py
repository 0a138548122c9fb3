"""Bylines that a page prints: marked as such, linked to an author's page, begun with a byline's word, or by place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from babelwire_ingest.parsing.page_text.lines import has_case
from babelwire_ingest.parsing.people.byline_patterns import beside_name
from babelwire_ingest.parsing.people.byline_words import alternatives, may_begin
from babelwire_ingest.parsing.people.chinese_names import begins_with_surname
from babelwire_ingest.parsing.people.printed_dates import has_weekday
from babelwire_ingest.parsing.people.writer import EAST_ASIAN, Hand, Reading, Writer
from babelwire_ingest.parsing.people.writers import is_one_word, read_writers
from babelwire_ingest.parsing.web_page.bylines.beside_dates import dated_writers
from babelwire_ingest.parsing.web_page.bylines.evidence import (
    placed_writers,
    says_other_role,
    set_apart_writers,
    signing_writers,
    unmarked_writers,
)
from babelwire_ingest.parsing.web_page.bylines.lines import PrintedLine
from babelwire_ingest.parsing.web_page.bylines.signatures import signatures
from babelwire_ingest.parsing.web_page.bylines.teasers import without_teasers
from babelwire_ingest.parsing.web_page.bylines.zones import Zones

_ANOTHER: Final = re.compile(
    r"(?:[,&/、・]|(?:and|AND|und|UND|et|ET|y|e|en|och|og|ve|и|та|і|i|a|és|și|ja|και|dan|và)(?=\s))\s*"
)
_SAYS: Final = re.compile(r"[^:：]{1,30}[:：]\s")
_LABEL: Final = re.compile(r"[^\s:：＝=／/]{1,20}(?:\s[^\s:：]{1,12}){0,2}\s*[:：＝=／/]")
_TITLE_CASE: Final = frozenset("And Or The Of To In Und Mit Auf Och Og Et Ja En Het Een Que Qué Si До И На".split())
"""Words inside a name that only a headline's capitals make one."""
_HAN: Final = re.compile("[\u3400-\u9fff]")
_MAX_LINE: Final = 200
_MAX_LABEL: Final = 30
_MAX_LABELLED: Final = 120
_MOST_UNMARKED: Final = 12
_MOST_SIGNED: Final = 3
_COUNTED: Final = frozenset({Hand.PERSON, Hand.AGENCY, Hand.DESK, Hand.NOBODY})


class PrintedByline(NamedTuple):
    """A byline's words and the writers whom they name."""

    words: str
    writers: list[Writer]


def printed_bylines(heading: HtmlElement, reading: Reading, *, guess: bool) -> Iterator[PrintedByline]:
    """The bylines that name who wrote: under the headline, over it, in the first paragraph, below the text, in the
    last. The first that names a person ends the search. `guess`: names that no word and no markup call a writer's too.
    """
    for found in _candidates(Zones(heading), reading, guess=guess):
        writers = [writer for writer in found.writers if writer.hand in _COUNTED]
        if writers:
            yield PrintedByline(found.words, writers)
        if any(writer.hand is Hand.PERSON for writer in writers):
            return


def _candidates(zones: Zones, reading: Reading, *, guess: bool) -> Iterator[PrintedByline]:
    strict = Reading(reading.is_outlet, reading.language, strict=True)
    yield from _read(zones.under, strict, zones if guess else None)
    yield from _read([line for line in zones.over if line.marked], strict, None)
    yield from _signed(signatures(zones.first, "", reading))
    yield from _read(list(without_teasers(zones.below)), strict, zones if guess else None, signed=True)
    yield from _signed(signatures("", zones.last, reading))
    if guess:
        for line in [*zones.under[:_MOST_UNMARKED], *zones.below[:_MOST_SIGNED]]:
            if writers := set_apart_writers(line, zones.page, strict):
                yield PrintedByline(line.text, writers)


def _signed(found: Iterable[tuple[str, list[Writer]]]) -> Iterator[PrintedByline]:
    return (PrintedByline(words, writers) for words, writers in found)


def _read(
    lines: Sequence[PrintedLine], reading: Reading, guessed: Zones | None, *, signed: bool = False
) -> Iterator[PrintedByline]:
    """The bylines among lines; `signed` where these stand below the text. `guessed`: names without a word count too."""
    lines = _with_labels(lines)
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.marked:
            end = next((other for other in range(at, len(lines)) if not lines[other].marked), len(lines))
            if found := _in_box(lines[at:end], reading):
                yield found
            at = end
            continue
        writers = [] if line.heading else _labelled(line.text, reading)
        if not writers and guessed and at < (_MOST_SIGNED if signed else _MOST_UNMARKED):
            following = lines[at + 1].text if at + 1 < len(lines) else ""
            if signed:
                writers = [] if guessed.quoted else signing_writers(line, following, reading)
            else:
                writers = (
                    unmarked_writers(line, following, guessed, reading)
                    or placed_writers(line, guessed, reading)
                    or dated_writers(lines, at, guessed, reading)
                )
        while writers and at + 1 < len(lines) and (more := _also(lines[at + 1], reading)):
            writers += more
            at += 1
        if writers:
            yield PrintedByline(line.text, writers)
        at += 1


def _in_box(lines: Sequence[PrintedLine], reading: Reading) -> PrintedByline | None:
    """The writers whom lines marked as a writer's name: the first, and those in a row with it."""
    found: list[Writer] = []
    words: list[str] = []
    first: PrintedLine | None = None
    for number, line in enumerate(lines):
        if len(line.text) > _MAX_LINE or line.is_prose:
            break
        following = lines[number + 1].text if number + 1 < len(lines) else ""
        named = _named(line, reading)
        if says_other_role(following):
            named = []
        if first is None or all(writer.hand is Hand.NOBODY for writer in found):
            words.append(line.text)
            if named:
                first, found = line, named
        elif _ANOTHER.match(line.text):
            more = _named_in(_ANOTHER.sub("", line.text, count=1), reading)
            found += [writer for writer in more if not is_one_word(writer)]
            words.append(line.text)
        elif named and _in_a_row(first, line):
            found += named
            words.append(line.text)
    kept = [writer for writer in found if writer.hand is not Hand.OUTLET]
    return PrintedByline(_words_of(lines, words), kept) if kept else None


def _words_of(lines: Sequence[PrintedLine], words: list[str]) -> str:
    whole = " ".join(line.text for line in lines)
    return whole if len(whole) <= _MAX_LINE else " ".join(words)


def _named(line: PrintedLine, reading: Reading) -> list[Writer]:
    """The writers whom a marked line names; one word alone is none but in a link to a writer or behind a word."""
    found = _named_in(line.text, reading)
    if any(map(is_one_word, found)) and not line.names_by_link and not _begins_with_word(line.text):
        found = [writer for writer in found if not is_one_word(writer)]
    if reading.language == "zh" and not line.names_by_link:
        return [writer for writer in found if _may_be_chinese(writer, line.text)]
    return found


def _may_be_chinese(writer: Writer, text: str) -> bool:
    """Whether a name that is all of a line begins as names do, or is one that was put into Chinese."""
    alone = writer.hand is Hand.PERSON and writer.name == text
    return not alone or not _HAN.match(text) or "·" in text or begins_with_surname(text)


def _named_in(text: str, reading: Reading) -> list[Writer]:
    return [writer for writer in read_writers(text, reading) if writer.hand is not Hand.OUTLET]


def _in_a_row(first: PrintedLine, line: PrintedLine) -> bool:
    if _begins_with_word(line.text) or (first.names_by_link and line.names_by_link):
        return True
    return line.is_beside(first)


def _also(line: PrintedLine, reading: Reading) -> list[Writer]:
    """The writers in a line that goes on with a byline: it begins with "and", or a comma."""
    if line.is_prose or not (match := _ANOTHER.match(line.text)):
        return []
    found = _labelled_names(line.text[match.end() :], reading)
    return found if found and all(map(_is_sure, found)) else []


def _labelled(words: str, reading: Reading) -> list[Writer]:
    """The writers of a line that begins with a byline's word, or has one right beside the name."""
    if len(words) > _MAX_LABELLED:
        return []
    bare = words.strip("()（）【】[] ")
    if not _begins_with_word(bare) and not (EAST_ASIAN.search(bare) and beside_name().fullmatch(bare)):
        return []
    found = _labelled_names(bare, reading)
    if _LABEL.match(bare):
        return found
    # "Per Ek" is a name, or "by mistake" in another language: no byline either way.
    return found if all(writer.name != bare and _is_sure(writer) for writer in found) else []


def _labelled_names(text: str, reading: Reading) -> list[Writer]:
    return [writer for writer in read_writers(text, reading) if writer.hand in {Hand.PERSON, Hand.AGENCY, Hand.DESK}]


def _is_sure(writer: Writer) -> bool:
    """Whether a name would not be half of a sentence: several words, a script without spaces, or an agency."""
    words = writer.name.split()
    if has_weekday(writer.name) or not _TITLE_CASE.isdisjoint(words[:-1]):
        return False
    return len(words) > 1 or not has_case(writer.name) or writer.hand is Hand.AGENCY


def _begins_with_word(text: str) -> bool:
    return may_begin(text, "byline", "byline_label") and _begins_byline().match(text) is not None


@cache
def _begins_byline() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives('byline')})(?:\s*[:：＝=／/・]|\s)|(?:{alternatives('byline_label')})\s*[:：＝=／]",
        re.IGNORECASE,
    )


def _with_labels(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Lines, where one is a label alone, with the next one."""
    whole: list[PrintedLine] = []
    for line in lines:
        if (
            whole
            and len(whole[-1].text) <= _MAX_LABEL
            and _alone().fullmatch(whole[-1].text)
            and not _SAYS.match(line.text)
        ):
            before = whole.pop()
            joined = f"{before.text} {line.text}".lstrip("| ")
            line = PrintedLine(joined, (*line.within, *before.within), line.marked or before.marked)  # noqa: PLW2901
        whole.append(line)
    return whole


def _is_label(text: str) -> bool:
    return len(text) <= _MAX_LABEL and _alone().fullmatch(text) is not None


@cache
def _alone() -> re.Pattern[str]:
    labels = alternatives("byline_label", "other_hand", "translator")
    return re.compile(rf"\W*(?:(?:{alternatives('byline')})\s*[:：]?|(?:{labels})\s*[:：])", re.IGNORECASE)
