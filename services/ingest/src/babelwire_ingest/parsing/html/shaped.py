"""Pages whose visible text has the furniture of page text: the same rules read them."""

from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import hygiene
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import NotAnArticle
from babelwire_ingest.parsing.html.visible import marked_lead
from babelwire_ingest.parsing.page_text.furniture import Kind, classify
from babelwire_ingest.parsing.page_text.page import parse_page_text

_BETWEEN: Final = "\n\n"
_BEFORE_LEAD: Final = "\n\n\n"


def parse_shaped_page(tree: HtmlElement, lines: list[str]) -> Draft | None:
    """The article by the rules of page text; None for a page that shows no such furniture, as most do not."""
    kinds = {mark.kind for line in lines if (mark := classify(line))}
    if Kind.ARCHIVE not in kinds and not kinds >= {Kind.HEADING, Kind.ROW}:
        return None
    try:
        return parse_page_text(_as_page_text(tree, lines))
    except NotAnArticle:
        return None


def _as_page_text(tree: HtmlElement, lines: list[str]) -> str:
    # Markup says what plain text says with a wider gap: that the paragraph under the title is the lead.
    heading = next(tree.iter("h1"), None)
    title = hygiene.line(heading.text_content()) if heading is not None else None
    lead = marked_lead(tree)
    text = ""
    previous = None
    for line in lines:
        gap = _BEFORE_LEAD if lead is not None and line == lead and previous == title else _BETWEEN
        text += gap + line if text else line
        previous = line
    return text
