from typing import Protocol

import pytest

from babelwire_ingest.parsing.web_page.document import read_document
from babelwire_ingest.parsing.web_page.hygiene import tidy
from babelwire_ingest.parsing.web_page.story.blocks import Page
from babelwire_ingest.parsing.web_page.story.reading import read_blocks
from babelwire_ingest.parsing.web_page.story.text import Story, find_story

TITLE = "Ferry sails again"
STORY = (
    "The ferry between the two towns sailed again on Monday after nine days in which nobody could cross the strait.",
    "Its crew had asked for a new engine, and the company answered with a new coat of paint, which did not help much.",
    "On the first crossing there were forty passengers, three goats and the mayor, who paid for his own ticket.",
    "The mediator will come on Thursday, weather allowing, and stay until the two sides have signed an agreement.",
)
TEXT = "".join(f"<p>{text}</p>" for text in STORY)
OTHER = "The bakers of the upper town have agreed on one price for a loaf, and on nothing else that was asked of them."


class Blocks(Protocol):
    """The blocks of a page's body."""

    def __call__(self, body: str) -> Page: ...


class Find(Protocol):
    """The article in a page's body."""

    def __call__(self, body: str, description: str | None = None, writers: tuple[str, ...] = ()) -> Story: ...


@pytest.fixture
def blocks() -> Blocks:
    def read(body: str) -> Page:
        tree = read_document(f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>")
        tidy(tree)
        return read_blocks(tree, "news.example")

    return read


@pytest.fixture
def find(blocks: Blocks) -> Find:
    def found(body: str, description: str | None = None, writers: tuple[str, ...] = ()) -> Story:
        page = blocks(body)
        headline = next((block for block in page.blocks if block.text == TITLE), None)
        return find_story(page, headline, description, list(writers))

    return found
