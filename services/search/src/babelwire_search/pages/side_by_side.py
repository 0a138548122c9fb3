"""What the page of two articles side by side shows: each text in pieces, what differs or has moved marked."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from babelwire_contracts.sections import DuplicateKind
from babelwire_search.comparing import Relation
from babelwire_search.languages import language_name
from babelwire_search.pages import wording
from babelwire_search.pages.addresses import article_href
from babelwire_search.pages.views import Words, words

_PARAGRAPH: Final = re.compile(r"\S(?:.|\n(?!\n))*")


class Mark(StrEnum):
    """Why a piece of a text is marked."""

    NONE = "none"
    ONLY_HERE = "only here"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one paragraph. `number` is of a passage that moved, at its beginning, the same in both texts."""

    text: str
    mark: Mark = Mark.NONE
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two articles. `share` says how much of it stands in the other."""

    name: str
    href: str
    title: Words
    body: Words
    outlet: str
    language: str
    published: str
    published_at: str | None
    share: str
    paragraphs: list[list[Piece]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What deduplication decided on one of the two, in words, and the rule it went by."""

    text: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Both articles, and what is known of the two together. `third` is the address of the article that both copy."""

    sides: tuple[Side, Side]
    decisions: list[Decision]
    third: str | None
    passages: int
    moved: int
    differences: int
    partial: bool
    one_language: bool


@dataclass(frozen=True, slots=True, order=True)
class _Marked:
    start: int
    end: int
    mark: Mark
    number: int | None = None


def side_by_side(answer: dict[str, Any]) -> SideBySide:
    """Returns what the page shows of an answer of the API. Where nothing is shared nothing is marked either."""
    one, other, alignment = answer["one"], answer["other"], answer["alignment"]
    passages = alignment["passages"]
    moved = [passage for passage in passages if passage["moved"]]
    differences = alignment["differences"] if passages else []
    numbered = list(enumerate(moved, start=1))
    sides = [
        _side(article, name, wording.part(alignment[f"share_{key}"]), _marked(key, differences, numbered))
        for article, name, key in ((one, "first", "one"), (other, "second", "other"))
    ]
    relation = Relation(answer["relation"])
    return SideBySide(
        sides=(sides[0], sides[1]),
        decisions=list(_decisions(relation, one["duplicate"], other["duplicate"])),
        third=article_href(one["duplicate"]["of"]) if relation is Relation.BOTH_COPY_A_THIRD else None,
        passages=len(passages),
        moved=len(moved),
        differences=len(differences),
        partial=alignment["partial"],
        one_language=one["language"] == other["language"],
    )


def _marked(key: str, differences: list[dict[str, Any]], moved: list[tuple[int, dict[str, Any]]]) -> list[_Marked]:
    found = [_Marked(each[key][0], each[key][1], Mark.ONLY_HERE) for each in differences]
    found += [_Marked(passage[key][0], passage[key][1], Mark.MOVED, number) for number, passage in moved]
    return sorted(mark for mark in found if mark.start < mark.end)


def _side(article: dict[str, Any], name: str, share: str, marked: list[_Marked]) -> Side:
    publisher, language = article["publisher"], article["language"]
    return Side(
        name=name,
        href=article_href(article["article_id"]),
        title=words(article["title"] or "Untitled", language),
        body=words("", language),
        outlet=wording.outlet(publisher["name"], publisher["domain"]) or "a site that is not named",
        language=language_name(language),
        published=wording.published(article["published_at"], article["published_at_precision"]),
        published_at=article["published_at"],
        share=share,
        paragraphs=list(_paragraphs(article["text"], marked)),
    )


def _paragraphs(text: str, marked: list[_Marked]) -> Iterator[list[Piece]]:
    waiting = deque(marked)
    for paragraph in _PARAGRAPH.finditer(text):
        at, end = paragraph.span()
        pieces = []
        while waiting and waiting[0].start < end:
            here = waiting[0]
            number = here.number if here.start >= at else None
            start, stop = max(here.start, at), min(here.end, end)
            pieces += [Piece(text[at:start]), Piece(text[start:stop], here.mark, number)]
            at = stop
            if here.end > end:
                break
            waiting.popleft()
        yield [piece for piece in (*pieces, Piece(text[at:end])) if piece.text]


def _decisions(relation: Relation, one: dict[str, Any], other: dict[str, Any]) -> Iterator[Decision]:
    match relation:
        case Relation.ONE_COPIES_OTHER:
            yield _decision("The first", "the second", one)
        case Relation.OTHER_COPIES_ONE:
            yield _decision("The second", "the first", other)
        case Relation.BOTH_COPY_A_THIRD:
            yield _decision("The first", "a third article", one)
            yield _decision("The second", "that article too", other)
        case Relation.ONE_GROUP:
            yield Decision("Both go back to one article, by copies and translations of it.", None)
        case Relation.NONE:
            yield Decision("Neither is known to be a copy of the other.", None)


def _decision(one: str, other: str, duplicate: dict[str, Any]) -> Decision:
    score = duplicate["score"]
    if duplicate["kind"] == DuplicateKind.TRANSLATED:
        likely = f", with a probability of {score:.2f}" if score is not None else ""
        return Decision(f"{one} is a translation of {other}{likely}.", duplicate["rule"])
    similar = f", similarity {score:.2f}" if score is not None else ""
    return Decision(f"{one} is a copy of {other}: {wording.duplicate(duplicate['kind'])}{similar}.", duplicate["rule"])
