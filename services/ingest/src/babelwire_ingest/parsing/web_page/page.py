"""A web page to an article: the text from its blocks, the rest from what the page declares and shows."""

from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from babelwire_contracts.content import DeclaredOrigin, Image, Part, Publisher
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import NotAnArticle
from babelwire_ingest.parsing.web_page.declarations import metadata
from babelwire_ingest.parsing.web_page.declarations.alternates import alternates
from babelwire_ingest.parsing.web_page.declarations.article_text import article_body
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import text
from babelwire_ingest.parsing.web_page.declarations.page_clues import declared_clues
from babelwire_ingest.parsing.web_page.declarations.walls import paywalled
from babelwire_ingest.parsing.web_page.heading.headline import bold_lead
from babelwire_ingest.parsing.web_page.heading.site import key
from babelwire_ingest.parsing.web_page.heading.site_name import site_in_title
from babelwire_ingest.parsing.web_page.heading.title import title_of_document
from babelwire_ingest.parsing.web_page.media import pictures, players
from babelwire_ingest.parsing.web_page.media.live import live_updates, placed
from babelwire_ingest.parsing.web_page.opened import OpenedPage, open_page
from babelwire_ingest.parsing.web_page.provenance_lines import original_links, provenance_lines
from babelwire_ingest.parsing.web_page.refusals import Seen, refuse_other_pages, says_article, why_no_text
from babelwire_ingest.parsing.web_page.shaped import parse_shaped_page
from babelwire_ingest.parsing.web_page.story.blocks import Block
from babelwire_ingest.parsing.web_page.story.selection import trimmed
from babelwire_ingest.parsing.web_page.story.text import find_story, structure
from babelwire_ingest.parsing.web_page.surroundings import Surroundings, read_surroundings
from babelwire_ingest.parsing.web_page.times.places import Places, find_places
from babelwire_ingest.parsing.web_page.times.publication import Page as DatedPage
from babelwire_ingest.parsing.web_page.times.publication import publication
from babelwire_ingest.parsing.web_page.visible import marked_lead

PARSER: Final = "html 2"

_LEAD_WITHIN: Final = 3
_CUT: Final = 0.5
_LITTLE: Final = 500


class _Story(msgspec.Struct, frozen=True):
    """A text with what its paragraphs are; `partial` where the page itself does not show it whole."""

    paragraphs: list[str]
    structure: list[Part] = []
    partial: bool = False


def parse_html(page: str, url: str | None, latest: datetime | None = None) -> Draft:
    """The article of a page's HTML. `url` is where it was fetched, if anywhere, and `latest` when.

    Raises `NotAnArticle`, with the reason, for front pages, listings, walls and error pages, and `UnreadableCapture`
    for what is no page.
    """
    seen = open_page(page, url)
    places = find_places(seen.page.blocks, seen.headline)
    known = _around_the_text(seen, places, latest)
    if shaped := parse_shaped_page(seen.tree, seen.lines):
        return _merged(known, shaped)
    if not known.title:
        raise NotAnArticle("the page has no title")
    return _with_text(known, seen, None if places.headline is None else seen.page.blocks[places.headline])


def _around_the_text(seen: OpenedPage, places: Places, latest: datetime | None) -> Draft:
    """All but the text: what the page declares, and what stands around the text."""
    tree, declared, base = seen.tree, seen.declared, seen.base
    title = seen.headline.text if seen.headline else title_of_document(tree)
    outlet = metadata.publisher_name(declared) or (site_in_title(tree, title, seen.lines) if title else None)
    canonical = metadata.canonical(tree, declared, base)
    elsewhere = alternates(tree, declared, base, [seen.url, canonical])
    times = publication(DatedPage(tree, declared, seen.marked, seen.page, places, seen.url, latest))
    return Draft(
        title=title,
        paragraphs=[],
        parser=PARSER,
        authors=seen.writers,
        categories=[name for name in seen.sections if key(name) != key(title) and not seen.site.is_exactly(name)],
        keywords=metadata.keywords(tree, declared, seen.marked),
        images=pictures.images(tree, declared, base, places),
        videos=players.videos(tree, declared, base, places),
        audio=players.audio(tree, declared, base, places),
        embeds=seen.embeds,
        publisher=Publisher(name=outlet),
        origin=_declared_origin(declared),
        language=metadata.declared_language(declared),
        dating=times.published,
        modified=times.modified,
        rejected_dates=times.rejected,
        paywalled=paywalled(declared),
        canonical=canonical,
        alternates=elsewhere,
        clues=[*declared_clues(tree, declared, elsewhere, seen.url, base), *seen.bylines],
    )


def _with_text(known: Draft, seen: OpenedPage, headline: Block | None) -> Draft:
    """The article with its text, lead and what the lines around them say; raises `NotAnArticle` where it is none."""
    tree, declared = seen.tree, seen.declared
    found = find_story(seen.page, headline, declared.description, seen.writers)
    printed = {clue.words for clue in seen.bylines}
    lead, blocks = _apart(
        marked_lead(tree) or bold_lead(tree) or found.lead,
        [block for block in found.blocks if block.text not in printed],
    )
    story = _whole(blocks, declared)
    refuse_other_pages(Seen(tree, declared, seen.url, blocks, seen.writers))
    if not story.paragraphs:
        raise NotAnArticle(why_no_text(tree, seen.url))
    beside = [
        *provenance_lines(seen.page, headline, blocks, lead),
        *original_links(tree, seen.base, seen.page, blocks),
    ]
    whole = replace(
        known,
        clues=[*known.clues, *(clue for clue in beside if clue.words not in printed)],
        lead=lead,
        paragraphs=story.paragraphs,
        structure=story.structure,
        partial=story.partial,
        live_entries=placed(live_updates(tree, declared), story.paragraphs),
    )
    lead_and_paragraphs = [lead, *story.paragraphs] if lead else story.paragraphs
    return _with_surroundings(whole, read_surroundings(seen.lines, known.title, lead_and_paragraphs))


def _whole(blocks: list[Block], declared: Declared) -> _Story:
    """The text that the page shows, or what it declares of it where it shows less than half of that."""
    shown = [block.text for block in blocks]
    letters = sum(map(len, shown))
    told = article_body(declared) if letters < _LITTLE or declared.article.get("articleBody") else []
    if letters < _CUT * sum(map(len, told)):
        return _Story(told, partial=True)
    if not shown and says_article(declared) and declared.description:
        return _Story([declared.description], partial=True)
    return _Story(shown, structure(blocks))


def _apart(lead: str | None, blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """The lead, and the text without it; none where it stands in the midst of the text, or is all of it."""
    rest = [block for block in blocks if block.text != lead]
    if lead is None or not rest or any(block.text == lead for block in blocks[_LEAD_WITHIN:]):
        return None, blocks
    return lead, trimmed(rest) or rest


def _declared_origin(declared: Declared) -> DeclaredOrigin | None:
    name = text(declared.article.get("sourceOrganization"))
    return DeclaredOrigin(name=name) if name else None


def _with_surroundings(draft: Draft, around: Surroundings) -> Draft:
    origin = draft.origin or (DeclaredOrigin(name=around.sources[0]) if around.sources else None)
    also = around.sources if len(around.sources) > 1 else []
    known = {clue.words for clue in draft.clues}
    return replace(
        draft,
        authors=[name for name in draft.authors if name not in around.translators],
        credits=around.credits + [name for name in also if name not in around.credits],
        origin=origin,
        clues=[*draft.clues, *(clue for clue in around.clues if clue.words not in known)],
    )


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
        publisher=Publisher(name=shaped.publisher.name or known.publisher.name),
        origin=shaped.origin or known.origin,
        language=known.language,
        audio=known.audio,
        embeds=known.embeds,
        paywalled=known.paywalled,
        dating=known.dating or shaped.dating,
        modified=known.modified,
        rejected_dates=known.rejected_dates,
        canonical=known.canonical,
        alternates=known.alternates,
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
