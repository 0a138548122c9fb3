"""The paragraphs where an article speaks of itself: its lead, and those at its beginning and end."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from babelwire_contracts.content import ClueKind, PartKind
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.note_words import may_hold_note

MAX_NOTE: Final = 300
"""Characters of a paragraph that may be a note; a longer one is text."""
_END_PARAGRAPHS: Final = 2
_LABELS_WITHIN: Final = 8
_MAX_LABEL: Final = 90
_OF_OTHERS: Final = frozenset({PartKind.QUOTE, PartKind.PREFORMATTED})
_FOOTNOTE: Final = re.compile(r"[*†‡¹²³]|[\[(]\d[\])]")
_HEAD: Final = 700
_TAIL: Final = 700
_CREDIT_HEAD: Final = 400
_CREDIT_TAIL: Final = 600
IS_SENTENCE: Final = re.compile(r"[.。।]\s*$")
"""How a line ends that is a sentence, and no label or name."""


class Edges(NamedTuple):
    """Paragraphs with where they stand: those that may be notes, and those that may name an outlet beside one.

    `last` are all of the end.
    """

    notes: list[tuple[str, str]]
    credits: list[tuple[str, str]]
    last: list[str]


def edges_of(content: TaggedContent) -> Edges:
    """The edges of an article; no notes and credits where no word in them may be one of a note, as in most articles."""
    head = content.body[:_HEAD].split("\n\n")
    last = content.body[-_CREDIT_TAIL:].split("\n\n")[1:]
    if not content.clues_of(ClueKind.TRANSLATION_NOTE) and not may_hold_note(_short(content, head)):
        return Edges([], [], last)
    credits_ = [("body, start", said) for said in content.body[:_CREDIT_HEAD].split("\n\n")[:_END_PARAGRAPHS]]
    return Edges(list(_notes(content, head)), [*credits_, *(("body, end", said) for said in last)], last)


def _short(content: TaggedContent, head: list[str]) -> list[str]:
    """All that may be a note, and the beginning that credits are read of."""
    lines = [content.lead or "", *head[:_END_PARAGRAPHS], content.body[:_CREDIT_HEAD].rpartition("\n\n")[2]]
    lines += [said for said in head[_END_PARAGRAPHS:_LABELS_WITHIN] if len(said) <= _MAX_LABEL]
    lines += content.body[-_TAIL:].split("\n\n")[1:]
    return [line for line in map(str.strip, lines) if len(line) <= MAX_NOTE]


def _notes(content: TaggedContent, paragraphs: list[str]) -> Iterator[tuple[str, str]]:
    """The lead, the first and last paragraphs, and labels between; none that the article quotes."""
    if content.lead:
        yield "lead", content.lead
    others = _quoted(content)
    starts = paragraphs[:_END_PARAGRAPHS]
    yield from (("body, start", paragraph) for paragraph in starts if paragraph not in others)
    within = pairwise(paragraphs[_END_PARAGRAPHS - 1 : _LABELS_WITHIN])
    labels = (said for before, said in within if _is_label(said) and not _announces(before))
    yield from (("body", said) for said in labels if said not in others)
    if len(content.body) <= sum(map(len, starts)) + 2 * len(starts):
        return
    tail = content.body[-_TAIL:].split("\n\n")[1:]
    for before, paragraph in pairwise(["", *tail]):
        last = paragraph in tail[-_END_PARAGRAPHS:]
        quoted = _announces(before) or _is_footnote(paragraph, content.body) or paragraph in others
        if (last or _is_label(paragraph)) and paragraph not in starts and not quoted:
            yield "body, end", paragraph


def _announces(paragraph: str) -> bool:
    """Whether a paragraph announces the next one as what others say."""
    return paragraph.rstrip().endswith((":", "："))


def _quoted(content: TaggedContent) -> frozenset[str]:
    """The paragraphs that show what others have written: quotations, and what is printed as it was."""
    numbers = [part.paragraph for part in content.structure if part.kind in _OF_OTHERS]
    if not numbers:
        return frozenset()
    paragraphs = content.body.split("\n\n")
    return frozenset(paragraphs[number] for number in numbers if number < len(paragraphs))


def _is_footnote(paragraph: str, body: str) -> bool:
    """Whether a paragraph begins with a mark that stands in the text too: it speaks of what stands there."""
    mark = _FOOTNOTE.match(paragraph)
    return mark is not None and body.count(mark[0]) > 1


def _is_label(paragraph: str) -> bool:
    """Whether a paragraph may be a line that is no sentence of the text, as copied pages have them between."""
    return len(paragraph) <= _MAX_LABEL and IS_SENTENCE.search(paragraph) is None
