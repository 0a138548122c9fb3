"""What a line that is no part of a text may say of where the text comes from; judged by nobody here."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from babelwire_contracts.content import ClueKind
from babelwire_ingest.parsing.page_text.boilerplate import Kind, classify
from babelwire_ingest.parsing.vocabulary import alternatives, holds, one_of, terms
from babelwire_text.scripts import WRITTEN_TOGETHER

MAX_LINE: Final = 400
"""Characters: a longer line is a text."""

_OF_TRANSLATING: Final = frozenset({"translated_stem", "machine"})
_OF_PRINTING: Final = frozenset({"first_published"})
_OF_ORIGINALS: Final = frozenset({"original_word"})
_SOUGHT: Final = _OF_TRANSLATING | _OF_PRINTING
_MAX_CREDIT: Final = 200
_JOINED: Final = re.compile(f"[{WRITTEN_TOGETHER}]")


def spoken_of(lines: Iterable[str]) -> frozenset[str]:
    """The kinds of words, of those that `provenance_in` looks for, that a page's lines hold at all."""
    folded = "\n".join(lines).casefold()
    return frozenset(kind for kind in _SOUGHT if holds(kind, folded))


def provenance_in(line: str, spoken: frozenset[str] = _SOUGHT) -> tuple[ClueKind, str] | None:
    """What sort of line it is that speaks of translating, of machines, of a source or of where a text came out first.

    With its words, from the label of a source on where one stands within. `spoken` are those that its page speaks of,
    where that is known.
    """
    if len(line) > MAX_LINE:
        return None
    folded = line.casefold()
    mark = classify(line)
    if _speaks(folded, spoken & _OF_TRANSLATING) or (mark is not None and mark.kind is Kind.TRANSLATED):
        return ClueKind.TRANSLATION_NOTE, line
    if len(line) > _MAX_CREDIT:
        return None
    if (":" in line or "：" in line) and (source := _labelled().search(line)) is not None:
        return ClueKind.SOURCE_LINE, line[source.start(1) :].strip()
    return (ClueKind.CREDIT_LINE, line) if _speaks(folded, spoken & _OF_PRINTING) else None


def is_source_label(line: str) -> bool:
    """Whether a line is nothing but the label of a source, so that its name stands in the next one."""
    label = line[:-1] if line.endswith((":", "：")) else line
    return label.strip().casefold() in _labels()


def names_original(text: str) -> bool:
    """Whether a text has a word for the text as first written."""
    return _speaks(text.casefold(), _OF_ORIGINALS)


def _speaks(folded: str, kinds: frozenset[str]) -> bool:
    # Most lines hold none of the terms, which is told at a tenth of what the pattern costs.
    return any(holds(kind, folded) for kind in kinds) and _any_of(kinds).search(folded) is not None


@cache
def _labelled() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s|·(])((?:{alternatives('source')})\s*[:：]\s*\S.*)", re.IGNORECASE)


@cache
def _labels() -> frozenset[str]:
    return frozenset(term.casefold() for term in terms("source"))


@cache
def _any_of(kinds: frozenset[str]) -> re.Pattern[str]:
    folded = {term.casefold() for kind in kinds for term in terms(kind)}
    joined = sorted(term for term in folded if _JOINED.match(term))
    parted = sorted(folded.difference(joined))
    return re.compile(rf"(?<!\w)(?:{one_of(parted, re.escape)})|{one_of(joined, re.escape)}")
