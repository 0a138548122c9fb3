"""A web page to an article: the text by trafilatura, the rest from what the page declares and shows."""

from datetime import datetime
from typing import Final

import trafilatura
from lxml.html import HtmlElement
from msgspec.structs import replace

from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Image, Publisher
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.article_check import refuse_wall
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.page_text.boilerplate import classify
from babelwire_ingest.parsing.web_page import metadata, pictures, players
from babelwire_ingest.parsing.web_page.authors import authors
from babelwire_ingest.parsing.web_page.date_places import find_places
from babelwire_ingest.parsing.web_page.declared import Declared, read_declared
from babelwire_ingest.parsing.web_page.document import read_document
from babelwire_ingest.parsing.web_page.embedded import silence, take_embedded
from babelwire_ingest.parsing.web_page.headline import bold_lead, byline
from babelwire_ingest.parsing.web_page.json_ld import text
from babelwire_ingest.parsing.web_page.live import live_updates, placed
from babelwire_ingest.parsing.web_page.publication import Page, publication
from babelwire_ingest.parsing.web_page.refusals import refuse_built, refuse_declared
from babelwire_ingest.parsing.web_page.shaped import parse_shaped_page
from babelwire_ingest.parsing.web_page.surroundings import Surroundings, read_surroundings
from babelwire_ingest.parsing.web_page.title import find_title, site_in_title
from babelwire_ingest.parsing.web_page.visible import marked_lead, read_visible
from babelwire_ingest.parsing.web_page.walls import paywalled

PARSER: Final = f"html trafilatura {trafilatura.__version__}"

_LEAD_WITHIN: Final = 3
_LARGE: Final = 10_000


def parse_html(page: str, url: str | None, latest: datetime | None = None) -> Draft:
    """The article of a page's HTML. `url` is where it was fetched, if anywhere, and `latest` when.

    Raises `NotAnArticle`, with the reason, for front pages, listings, walls and error pages, and `UnreadableCapture`
    for what is no page.
    """
    tree = read_document(page)
    declared = read_declared(tree, url)
    base = metadata.base_address(tree, url)
    embeds = take_embedded(tree, base)
    silence(tree)
    shown = read_visible(tree)
    lines = [line.text for line in shown.lines]
    title = find_title(tree, declared) or ""
    site = metadata.site_name(declared) or (site_in_title(tree, title) if title else None)
    places = find_places(shown, title)
    updates = live_updates(tree, declared)
    times = publication(Page(tree, declared, shown, places, url, latest))
    known = Draft(
        title=title,
        paragraphs=[],
        parser=PARSER,
        authors=authors(tree, declared),
        categories=metadata.categories(declared),
        keywords=metadata.keywords(declared),
        images=pictures.images(tree, declared, base, places),
        videos=players.videos(tree, declared, base, places),
        audio=players.audio(tree, declared, base, places),
        embeds=embeds,
        publisher=Publisher(name=site),
        origin=_declared_origin(declared),
        language=metadata.declared_language(declared),
        dating=times.published,
        modified=times.modified,
        rejected_dates=times.rejected,
        canonical=metadata.canonical(tree, declared, base),
        clues=metadata.language_clues(tree, declared),
        paywalled=paywalled(declared),
    )
    if shaped := parse_shaped_page(tree, lines):
        return _merged(known, shaped)
    refuse_declared(declared, url)
    if not known.title:
        raise NotAnArticle("the page has no title")
    lead = marked_lead(tree) or bold_lead(tree)
    writers = byline(tree)
    paragraphs = _story(_extracted(tree, declared), known.title)
    if not paragraphs:
        raise NotAnArticle("the page has no text beside its title")
    refuse_built(tree, declared, paragraphs)
    lead, paragraphs = _apart(lead, paragraphs)
    paragraphs = _story(paragraphs, known.title) or paragraphs
    lead_and_paragraphs = [lead, *paragraphs] if lead else paragraphs
    refuse_wall(known.title, lead_and_paragraphs)
    around = read_surroundings(lines, known.title, lead_and_paragraphs)
    story = replace(known, lead=lead, paragraphs=paragraphs, live_entries=placed(updates, paragraphs))
    return _signed(_with_surroundings(story, around), *writers)


def _extracted(tree: HtmlElement, declared: Declared) -> list[str]:
    # Comparing extractors takes time that grows faster than the page does.
    large = sum(1 for _ in tree.iter()) > _LARGE
    try:
        # The tree is trafilatura's from here on: it prunes what it is given.
        document = trafilatura.bare_extraction(
            tree, favor_precision=True, include_comments=False, with_metadata=False, fast=large
        )
    except (ValueError, AttributeError, TypeError, IndexError, KeyError) as error:
        raise UnreadableCapture(f"the page defeats the text extractor: {type(error).__name__}") from error
    found = text_cleaning.paragraphs(getattr(document, "text", None) or "")
    if not found:
        found = text_cleaning.paragraphs(text(declared.article.get("articleBody")) or "")
    if not found:
        raise NotAnArticle("the page has no text of an article")
    return found


def _story(paragraphs: list[str], title: str) -> list[str]:
    """The paragraphs between the boilerplate that the extractor left at both ends."""
    start, end = 0, len(paragraphs)
    while start < end and (paragraphs[start] == title or _is_boilerplate(paragraphs[start])):
        start += 1
    while end > start and _is_boilerplate(paragraphs[end - 1]):
        end -= 1
    return paragraphs[start:end]


def _is_boilerplate(line: str) -> bool:
    return classify(line) is not None


def _apart(lead: str | None, paragraphs: list[str]) -> tuple[str | None, list[str]]:
    if lead is None or not [text for text in paragraphs if text != lead]:
        return None, paragraphs
    if lead in paragraphs[_LEAD_WITHIN:]:
        return None, paragraphs
    return lead, [text for text in paragraphs if text != lead]


def _declared_origin(declared: Declared) -> DeclaredOrigin | None:
    name = text(declared.article.get("sourceOrganization"))
    return DeclaredOrigin(name=name) if name else None


def _with_surroundings(draft: Draft, around: Surroundings) -> Draft:
    origin = draft.origin or (DeclaredOrigin(name=around.sources[0]) if around.sources else None)
    also = around.sources if len(around.sources) > 1 else []
    clues = [Clue(kind=ClueKind.BYLINE, where="metadata author", words=name) for name in draft.authors]
    return replace(
        draft,
        authors=draft.authors or around.authors,
        credits=around.credits + [name for name in also if name not in around.credits],
        origin=origin,
        clues=[*draft.clues, *clues, *around.clues],
    )


def _signed(draft: Draft, names: list[str], clue: Clue | None) -> Draft:
    if draft.authors or clue is None:
        return draft
    return replace(draft, authors=names, clues=[*draft.clues, clue])


def _merged(known: Draft, shaped: Draft) -> Draft:
    """A page that has the boilerplate of page text: its text by those rules, addresses and metadata from its markup."""
    return replace(
        shaped,
        title=known.title or shaped.title,
        authors=shaped.authors or known.authors,
        categories=known.categories,
        keywords=known.keywords,
        images=_with_addresses(shaped.images, known.images),
        videos=shaped.videos or known.videos,
        audio=known.audio,
        embeds=known.embeds,
        publisher=Publisher(name=shaped.publisher.name or known.publisher.name),
        origin=shaped.origin or known.origin,
        language=known.language,
        dating=known.dating or shaped.dating,
        modified=known.modified,
        rejected_dates=known.rejected_dates,
        canonical=known.canonical,
        paywalled=known.paywalled,
        clues=[*known.clues, *shaped.clues],
        parser=f"html {shaped.parser}",
    )


def _with_addresses(printed: list[Image], marked: list[Image]) -> list[Image]:
    if not printed:
        return marked
    addresses = {image.caption or "": image.url for image in marked}
    return [
        Image(url=addresses.get(image.caption or ""), caption=image.caption, credit=image.credit) for image in printed
    ]
