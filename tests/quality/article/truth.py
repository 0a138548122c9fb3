"""What a written page says, known because it was made so."""

import html as entities
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import html
from tests.quality.article.house import House
from tests.quality.article.markup import plain, without_readings
from tests.quality.article.printing import Printed, PrintedBlock
from tests.quality.article.story import Picture, around_texts

from babelwire_contracts.content import Alternate, LiveEntry, Part, PartKind, Precision

_ITEMS = {"ul": PartKind.LIST_ITEM, "ol": PartKind.NUMBERED_ITEM}


@dataclass(frozen=True, kw_only=True)
class WrittenPicture:
    """A picture with all the addresses that the page gives it; the first is the one that a reader sees."""

    urls: tuple[str, ...]
    caption: str | None
    credit: str | None


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is to be found in a page.

    `lead_in_text`: the lead stands among the paragraphs, so that it is no fault in the body. Times are UTC; at
    precision `day`, 00:00 of the publisher's day, where the page shows no hour or no zone. `modified_at` is None where
    the page says no more than when it was published. The main picture, if it is shown, is the first of `pictures`.
    `repeated` are sentences of the body that the page prints twice: once is right. `boilerplate` is on the page, and in
    none of title, lead and body.
    """

    title: str
    lead: str | None
    lead_in_text: bool
    body: tuple[str, ...]
    structure: tuple[Part, ...]
    authors: tuple[str, ...]
    published_at: datetime | None
    published_at_precision: Precision | None
    modified_at: datetime | None
    modified_at_precision: Precision | None
    publisher: str | None
    pictures: tuple[WrittenPicture, ...]
    alternates: tuple[Alternate, ...]
    live_entries: tuple[LiveEntry, ...]
    paywalled: bool | None
    partial: bool
    repeated: tuple[str, ...]
    boilerplate: tuple[str, ...]


def truth_of(page: Printed, source: str) -> Truth:
    """What the page made of `page` says; `source` is its HTML."""
    house, story = page.house, page.story
    paragraphs = [_paragraphs(block, house) for block in page.blocks]
    body = [text for texts in paragraphs for text, _ in texts]
    lead = story.lead if house.lead and story.lead else None
    published_at, published_at_precision = _time(story.published_at, house.published)
    modified_at, modified_at_precision = _time(story.changed_at, house.modified)
    return Truth(
        title=story.title,
        lead=lead,
        lead_in_text=lead is not None and house.lead == "in the text",
        body=tuple(body),
        structure=tuple(_structure([kind for texts in paragraphs for _, kind in texts], house)),
        authors=tuple(author.name for author in story.authors) if house.authors else (),
        published_at=published_at,
        published_at_precision=published_at_precision,
        modified_at=modified_at,
        modified_at_precision=modified_at_precision,
        publisher=story.outlet if house.publisher else None,
        pictures=tuple(_pictures(page)),
        alternates=tuple(Alternate(url=url, language=language) for language, url in page.alternates.items()),
        live_entries=tuple(_live_entries(page.blocks, [len(texts) for texts in paragraphs])),
        paywalled=house.paywalled,
        partial=house.partial,
        repeated=tuple(page.pull_quotes),
        boilerplate=tuple(_boilerplate(page, source, [story.title, story.lead, *body])),
    )


def squeezed(text: str) -> str:
    """The text without white space and soft hyphens, to look for words wherever the markup breaks them."""
    return "".join(text.replace("\N{SOFT HYPHEN}", "").split())


def text_of(source: str) -> str:
    """All text of a page, hidden or not, scripts too, squeezed."""
    return squeezed(without_readings(html.document_fromstring(source)))


def _paragraphs(block: PrintedBlock, house: House) -> list[tuple[str, PartKind | None]]:
    """The paragraphs that the block makes in the body, and what each is, if more than plain text."""
    match block.kind:
        case "p":
            return [(" ".join(f"{block.dateline}{block.text}".split()), None)]
        case "h2":
            found = [(block.text, PartKind.HEADING)]
        case "quote":
            found = [(block.text, PartKind.QUOTE)]
        case "table":
            kinds = [PartKind.TABLE_HEAD, *[PartKind.TABLE_ROW] * (len(block.rows) - 1)]
            rows = [" | ".join(plain(cell) for cell in row) for row in block.rows]
            found = list(zip(rows, kinds, strict=True))
        case _:
            found = [(plain(item), _ITEMS[block.kind]) for item in block.items]
    return [(text, _as_marked_up(kind, house)) for text, kind in found]


def _as_marked_up(kind: PartKind, house: House) -> PartKind | None:
    if kind in house.structure:
        return kind
    in_rows = kind is PartKind.TABLE_HEAD and PartKind.TABLE_ROW in house.structure
    return PartKind.TABLE_ROW if in_rows else None


def _structure(kinds: Sequence[PartKind | None], house: House) -> Iterator[Part]:
    for number, kind in enumerate(kinds):
        if kind is PartKind.HEADING:
            yield Part(paragraph=number, kind=kind, level=house.heading_level)
        elif kind is not None:
            yield Part(paragraph=number, kind=kind, level=1 if kind in _ITEMS.values() else None)


def _time(time: datetime | None, shown: str) -> tuple[datetime | None, Precision | None]:
    if time is None or not shown:
        return None, None
    if shown == Precision.DAY:
        return datetime(time.year, time.month, time.day, tzinfo=UTC), Precision.DAY
    return time.astimezone(UTC), Precision(shown)


def _pictures(page: Printed) -> Iterator[WrittenPicture]:
    house = page.house
    shown = [page.story.image] if house.main_picture else []
    for picture in [*shown, *(block.picture for block in page.blocks if block.picture)]:
        yield WrittenPicture(
            urls=tuple(page.picture(picture, which) for which in range(len(house.pictures))),
            caption=_said(picture, "caption") if house.captions else None,
            credit=_said(picture, "credit") if house.credits else None,
        )


def _said(picture: Picture, field: str) -> str | None:
    return getattr(picture, field) or None


def _live_entries(blocks: Sequence[PrintedBlock], paragraphs: Sequence[int]) -> Iterator[LiveEntry]:
    for block in blocks:
        if block.entry_at is not None:
            yield LiveEntry(
                paragraph=sum(paragraphs[: block.number]),
                title=block.text if block.kind == "h2" else None,
                published_at=block.entry_at.astimezone(UTC),
            )


def _boilerplate(page: Printed, source: str, article: Iterable[str]) -> Iterator[str]:
    on_page = text_of(source) + squeezed(entities.unescape(source))
    of_article = squeezed(" ".join(article))
    for text in dict.fromkeys([*around_texts(page.story), *page.words.values()]):
        words = squeezed(text)
        if words and words in on_page and words not in of_article:
            yield text
