"""A body in blocks, as its page shows it: headings, lists, tables, quotes, and the entries of a live blog."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby, pairwise
from typing import Any, Final

from babelwire_contracts.content import PartKind
from babelwire_search.pages import wording
from babelwire_search.pages.tables import Table, table

_CROSSHEAD: Final = 90
_ENDS_A_SENTENCE: Final = re.compile(r"""[.!?…:;,。！？।؟۔"”»」'’)\]]$""")
_TOP: Final = 3
"""The level of the first headings in a text: it stands under a heading of the page's own."""
_DEEPEST_HEADING: Final = 6
_DEEPEST_LIST: Final = 6
_ITEMS: Final = frozenset({PartKind.LIST_ITEM, PartKind.NUMBERED_ITEM})
_ROWS: Final = frozenset({PartKind.TABLE_HEAD, PartKind.TABLE_ROW})
_MERGED: Final = (
    dict.fromkeys(_ITEMS, "list")
    | dict.fromkeys(_ROWS, "table")
    | {
        PartKind.QUOTE: "quote",
        PartKind.PREFORMATTED: "preformatted",
    }
)
"""Paragraphs of these kinds that follow each other are one block."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    is_crosshead: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is that of the page's own outline, 3 to 6, without a gap."""

    text: str
    level: int
    kind: str = "heading"


@dataclass(slots=True)
class Item:
    text: str
    lists: list["ItemList"] = field(default_factory=list)


@dataclass(slots=True)
class ItemList:
    ordered: bool
    items: list[Item] = field(default_factory=list)
    kind: str = "list"


@dataclass(frozen=True, slots=True)
class Quote:
    paragraphs: list[str]
    kind: str = "quote"


@dataclass(frozen=True, slots=True)
class Preformatted:
    text: str
    kind: str = "preformatted"


Block = Paragraph | Heading | ItemList | Table | Quote | Preformatted


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a live blog; `when` is its time in words."""

    number: int
    title: str | None
    at: str | None
    when: str | None
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Text:
    """A body: blocks, and the entries that follow them in a live blog."""

    blocks: list[Block]
    entries: list[Entry]

    @property
    def is_outlined(self) -> bool:
        """Whether it has headings of its own."""
        titled = any(entry.title or entry.at for entry in self.entries)
        return titled or any(block.kind == "heading" for block in self.blocks)


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph with what `structure` says of it."""

    text: str
    kind: PartKind | None
    level: int | None


def text_of(item: Mapping[str, Any]) -> Text:
    """The body of a document. What `structure` and `live_entries` say of paragraphs that are not there is left out."""
    parts = _parts(item["body"] or "", item["structure"])
    told = sorted(item["live_entries"], key=lambda one: one["paragraph"])
    told = [one for one in told if 0 <= one["paragraph"] < len(parts)]
    starts = [one["paragraph"] for one in told]
    numbers = count(1)
    opening = parts[: starts[0]] if starts else parts
    return Text(
        blocks=list(_blocks(opening, _TOP, numbers, guess=not item["structure"])),
        entries=[
            _entry(number, one, parts[start:end], numbers)
            for number, (one, (start, end)) in enumerate(zip(told, pairwise([*starts, len(parts)]), strict=True), 1)
        ],
    )


def beginning(item: Mapping[str, Any]) -> str:
    """The first paragraph of the body that is plain text, else the first of all; nothing where there is none."""
    parts = [part for part in _parts(item["body"] or "", item["structure"]) if part.text]
    plain = (part.text for part in parts if part.kind is None)
    return next(plain, parts[0].text if parts else "")


def _parts(body: str, structure: Iterable[Mapping[str, Any]]) -> list[_Part]:
    known = {one["paragraph"]: one for one in structure}
    return [
        _Part(one, PartKind(said["kind"]) if said else None, said["level"] if said else None)
        for one, said in ((one, known.get(place)) for place, one in enumerate(body.split("\n\n")))
    ]


def _entry(number: int, told: Mapping[str, Any], parts: Sequence[_Part], numbers: Iterator[int]) -> Entry:
    title = told["title"]
    if title and parts and _alike(title, parts[0].text):
        parts = parts[1:]
    at = wording.parsed(told["published_at"])
    return Entry(
        number=number,
        title=title,
        at=told["published_at"],
        when=wording.clock_time(at) if at else None,
        blocks=list(_blocks(parts, _TOP + 1, numbers, guess=False)),
    )


def _alike(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _blocks(parts: Sequence[_Part], top: int, numbers: Iterator[int], *, guess: bool) -> Iterator[Block]:
    above: list[int] = []
    filled = [part for part in parts if part.text.strip()]
    for merged, group in groupby(filled, key=lambda part: _MERGED.get(part.kind) if part.kind else None):
        members = list(group)
        texts = [member.text.strip() for member in members]
        match merged:
            case "list":
                yield from _lists(members)
            case "table":
                rows = [(member.kind is PartKind.TABLE_HEAD, member.text) for member in members]
                yield from (table(each, next(numbers)) for each in _apart(rows))
            case "quote":
                yield Quote(texts)
            case "preformatted":
                yield Preformatted("\n\n".join(member.text.strip("\n") for member in members))
            case _:
                for member, own in zip(members, texts, strict=True):
                    if member.kind is PartKind.HEADING:
                        yield Heading(own, _outlined(member.level or _TOP - 1, above, top))
                    else:
                        yield Paragraph(own, guess and member is not filled[-1] and _is_crosshead(own))


def _outlined(level: int, above: list[int], top: int) -> int:
    """The level in the page's outline: one below the nearest heading before it that is of a higher rank."""
    while above and above[-1] >= level:
        above.pop()
    above.append(level)
    return min(top + len(above) - 1, _DEEPEST_HEADING)


def _is_crosshead(own: str) -> bool:
    return len(own) <= _CROSSHEAD and "\n" not in own and not _ENDS_A_SENTENCE.search(own)


def _lists(parts: Iterable[_Part]) -> Iterator[ItemList]:
    """Lists of items by their levels. Another kind of item begins a list of its own; a level left out is none."""
    open_: list[tuple[int, ItemList]] = []
    for part in parts:
        level = min(max(part.level or 1, 1), _DEEPEST_LIST)
        ordered = part.kind is PartKind.NUMBERED_ITEM
        while open_ and (open_[-1][0] > level or (open_[-1][0] == level and open_[-1][1].ordered != ordered)):
            outermost = open_.pop()[1]
            if not open_:
                yield outermost
        if not open_ or open_[-1][0] < level:
            begun = ItemList(ordered)
            if open_:
                open_[-1][1].items[-1].lists.append(begun)
            open_.append((level, begun))
        open_[-1][1].items.append(Item(part.text.strip()))
    if open_:
        yield open_[0][1]


def _apart(rows: Iterable[tuple[bool, str]]) -> Iterator[list[tuple[bool, str]]]:
    """Rows that follow each other as tables: a heading row after other rows begins the next one."""
    gathered: list[tuple[bool, str]] = []
    for is_head, row in rows:
        if is_head and gathered and not gathered[-1][0]:
            yield gathered
            gathered = []
        gathered.append((is_head, row))
    yield gathered
