"""One page's visible text to an article: end, top and middle, each by its own rules."""

from itertools import pairwise
from typing import Final

from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Publisher
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import NotAnArticle
from babelwire_ingest.parsing.other_pages.article_check import refuse_wall, require_prose
from babelwire_ingest.parsing.page_text.boilerplate import Kind, Mark, classify
from babelwire_ingest.parsing.page_text.captions import take_captions
from babelwire_ingest.parsing.page_text.head import find_head
from babelwire_ingest.parsing.page_text.lines import Line, ends_sentence, read_lines
from babelwire_ingest.parsing.page_text.menus import without_menus
from babelwire_ingest.parsing.page_text.paragraphs import join_broken
from babelwire_ingest.parsing.page_text.tail import find_tail
from babelwire_ingest.parsing.page_text.videos import take_videos
from babelwire_ingest.parsing.provenance_words import is_source_label, provenance_in, spoken_of

PARSER: Final = "page-text 1"

MAX_LINES: Final = 5_000
"""Lines of one page's text; the longest reports stay far under it."""

_DROPPED: Final = frozenset({Kind.HEADING, Kind.NAVIGATION, Kind.BOILERPLATE, Kind.PROMOTION, Kind.ROW})
_MAX_LOOSE_WORDS: Final = 10
_MAX_NAME: Final = 80
_MAX_PLACE: Final = 60


def parse_page_text(text: str) -> Draft:
    """The article of a page's visible text. Raises `NotAnArticle` where there is none."""
    lines = read_lines(text)
    if not lines:
        raise NotAnArticle("the page has no text")
    if len(lines) > MAX_LINES:
        raise NotAnArticle(f"the text has {len(lines)} lines; {MAX_LINES} is the limit of one article")
    lines = without_menus(lines)
    if not lines:
        raise NotAnArticle("the text is a menu")
    page = [(line, classify(line.text)) for line in lines]
    tail = find_tail(page)
    head = find_head(page[: tail.start], tail.site, tail.marked)
    if head.title is None:
        raise NotAnArticle("no title stands above the text")
    article_text = page[head.text_start : tail.start]
    without_videos, videos = take_videos([line.text for line, _ in article_text])
    without_captions, images = take_captions(without_videos)
    paragraphs = join_broken(_kept(article_text, without_captions))
    if tail.marked:
        paragraphs = _without_loose_end(paragraphs)
    lead = head.lead if paragraphs else None
    if head.lead and not paragraphs:
        paragraphs = [head.lead]
    lead_and_paragraphs = [lead, *paragraphs] if lead else paragraphs
    refuse_wall(head.title, lead_and_paragraphs)
    require_prose(lead_and_paragraphs)
    sources = head.sources + [name for name in tail.sources if name not in head.sources]
    also = sources if len(sources) > 1 else []
    site = head.site or tail.site
    return Draft(
        title=head.title,
        lead=lead,
        paragraphs=paragraphs,
        authors=[name for name in dict.fromkeys([*head.authors, *tail.authors]) if name != site],
        images=images,
        videos=videos,
        credits=tail.credits + [name for name in also if name not in tail.credits],
        related=tail.related,
        publisher=Publisher(name=site),
        origin=DeclaredOrigin(name=sources[0]) if sources else None,
        dating=head.published or tail.published or tail.archive,
        clues=_with_lines_beside([*head.clues, *_dateline(article_text), *tail.clues], page, lead_and_paragraphs),
        parser=PARSER,
    )


def _with_lines_beside(
    clues: list[Clue], page: list[tuple[Line, Mark | None]], lead_and_paragraphs: list[str]
) -> list[Clue]:
    """The clues, with the lines outside the text that may say where it comes from."""
    known = {clue.words for clue in clues}
    spoken = spoken_of(line.text for line, _ in page)
    found = list(clues)
    for (line, _), (after, _) in pairwise(page):
        if is_source_label(line.text) and len(after.text) <= _MAX_NAME:
            words = f"{line.text.rstrip(':：')}: {after.text}"
            found.append(Clue(kind=ClueKind.SOURCE_LINE, where=line.where, words=words))
    for line, _ in page:
        if line.text in lead_and_paragraphs or (said := provenance_in(line.text, spoken)) is None or said[1] in known:
            continue
        found.append(Clue(kind=said[0], where=line.where, words=said[1]))
    return found


def _kept(article_text: list[tuple[Line, Mark | None]], lines: list[str | None]) -> list[str]:
    marks = [mark for _, mark in article_text]
    return [
        text
        for mark, text in zip(marks, lines, strict=True)
        if text is not None and not (mark is not None and mark.kind in _DROPPED)
    ]


def _without_loose_end(paragraphs: list[str]) -> list[str]:
    # A subheading never ends an article: a short loose line right before boilerplate is boilerplate in unknown words.
    kept = list(paragraphs)
    while len(kept) > 1 and not ends_sentence(kept[-1]) and len(kept[-1].split()) <= _MAX_LOOSE_WORDS:
        kept.pop()
    return kept


def _dateline(article_text: list[tuple[Line, Mark | None]]) -> list[Clue]:
    first = next((line for line, mark in article_text if mark is None), None)
    if first is None:
        return []
    place = first.text.split(" - ")[0].split(".- ")[0].split(" — ")[0].split(" – ")[0]
    if (
        place == first.text
        or len(place) > _MAX_PLACE
        or not place[:1].isupper()
        or not (place.isupper() or place.endswith(")"))
    ):
        return []
    return [Clue(kind=ClueKind.DATELINE, where=first.where, words=place)]
