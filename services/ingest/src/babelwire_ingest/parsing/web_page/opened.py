"""A web page, opened: what is told of it before its text is sought."""

from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from babelwire_contracts.content import Clue, Embed
from babelwire_ingest.parsing.web_page.bylines.authors import authors
from babelwire_ingest.parsing.web_page.bylines.declared import PageSaid
from babelwire_ingest.parsing.web_page.bylines.lines import printed_heading
from babelwire_ingest.parsing.web_page.declarations import metadata
from babelwire_ingest.parsing.web_page.declarations.declared import Declared, read_declared
from babelwire_ingest.parsing.web_page.declarations.markup import Marked, read_marked
from babelwire_ingest.parsing.web_page.document import read_document
from babelwire_ingest.parsing.web_page.heading.site import Site, read_site
from babelwire_ingest.parsing.web_page.heading.title import Headline, find_headline
from babelwire_ingest.parsing.web_page.hygiene import show_without_scripts, tidy
from babelwire_ingest.parsing.web_page.media.embedded import silence, take_embedded
from babelwire_ingest.parsing.web_page.story.blocks import Page
from babelwire_ingest.parsing.web_page.story.reading import read_blocks


class OpenedPage(NamedTuple):
    """A page as it is seen: its tree without what no reader sees, what it declares, its blocks, title and writers."""

    tree: HtmlElement
    url: str | None
    base: str | None
    declared: Declared
    marked: Marked
    embeds: list[Embed]
    page: Page
    site: Site
    sections: list[str]
    headline: Headline | None
    writers: list[str]
    bylines: list[Clue]

    @property
    def lines(self) -> list[str]:
        """The lines of the page, one a block."""
        return [block.text for block in self.page.blocks]


def open_page(page: str, url: str | None) -> OpenedPage:
    """A page's HTML, read up to what all else is told by.

    Raises `UnreadableCapture` for what is no page, and `BeyondBounds` for more than any real page has.
    """
    tree = read_document(page)
    declared = read_declared(tree, url)
    # Before what is hidden goes: some pages hide what they mark.
    marked = read_marked(tree)
    tidy(tree)
    base = metadata.base_address(tree, url)
    embeds = take_embedded(tree, base)
    silence(tree)
    blocks = _blocks(tree, base)
    site = read_site(declared, url)
    sections = metadata.sections(tree, declared, marked)
    headline = find_headline(tree, declared, marked, site, sections=sections, url=url)
    heading = headline and (headline.element if headline.element is not None else printed_heading(tree, headline.text))
    writers, bylines = authors(PageSaid(marked, declared, site, heading, metadata.language_of_page(tree, declared)))
    return OpenedPage(tree, url, base, declared, marked, embeds, blocks, site, sections, headline, writers, bylines)


def _blocks(tree: HtmlElement, base: str | None) -> Page:
    """The blocks of a page, with what it shows to browsers that run no scripts where it shows others hardly any."""
    host = urlsplit(base or "").netloc
    page = read_blocks(tree, host)
    prose = sum(block.weight for block in page.blocks)
    return read_blocks(tree, host) if show_without_scripts(tree, beside=prose) else page
