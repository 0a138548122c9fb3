"""The text of an article as its page shows it."""

from typing import Final, NamedTuple

from babelwire_contracts.content import Part
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.story.blocks import Block, Page
from babelwire_ingest.parsing.web_page.story.region import Region
from babelwire_ingest.parsing.web_page.story.selection import select

_MIN_DESCRIPTION: Final = 40


class Story(NamedTuple):
    """The blocks of an article's text, in order, and what stands above them as its lead."""

    blocks: list[Block]
    lead: str | None


def find_story(page: Page, headline: Block | None, description: str | None, writers: list[str]) -> Story:
    """The text of the article on a page; no blocks where the page has no running prose.

    `headline` is the block that prints its title, `description` what the page's metadata tell of it, `writers` those
    of the article as far as they are known.
    """
    region = Region(page, headline, _described(page, description), writers)
    intro = region.intro()
    return Story(select(region.inside, region.box, headline, writers), intro.text if intro else None)


def structure(blocks: list[Block]) -> list[Part]:
    """What the blocks are that are more than plain text, as parts of a body of these paragraphs."""
    return [
        Part(paragraph=number, kind=block.kind, level=block.level)
        for number, block in enumerate(blocks)
        if block.kind is not None
    ]


def _described(page: Page, description: str | None) -> list[Block]:
    """The prose that begins as the page's description of itself does."""
    if description is None or len(description) < _MIN_DESCRIPTION:
        return []
    start = text_cleaning.line(description).casefold()[:_MIN_DESCRIPTION]
    return [block for block in page.blocks if block.weight and start in block.text.casefold()]
