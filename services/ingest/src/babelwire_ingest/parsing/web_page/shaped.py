"""Pages whose visible text has the boilerplate of page text: the same rules read them."""

import re
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import NotAnArticle
from babelwire_ingest.parsing.page_text.boilerplate import Kind, classify
from babelwire_ingest.parsing.page_text.page import parse_page_text
from babelwire_ingest.parsing.web_page.visible import marked_lead

_DAY: Final = re.compile(r"(?:19|20)\d\d")
_BETWEEN: Final = "\n\n"
_BEFORE_LEAD: Final = "\n\n\n"


def parse_shaped_page(tree: HtmlElement, lines: list[str]) -> Draft | None:
    """The article by the rules of page text; None for a page that shows no such boilerplate, as most do not."""
    if not _is_shaped(lines):
        return None
    try:
        return parse_page_text(_as_page_text(tree, lines))
    except NotAnArticle:
        return None


def _is_shaped(lines: list[str]) -> bool:
    dated = {mark.kind for line in lines if _DAY.search(line) and (mark := classify(line))}
    if Kind.ARCHIVE in dated:
        return True
    return Kind.ROW in dated and any(mark.kind is Kind.HEADING for line in lines if (mark := classify(line)))


def _as_page_text(tree: HtmlElement, lines: list[str]) -> str:
    # Markup says what plain text says with a wider gap: that the paragraph under the title is the lead.
    heading = next(tree.iter("h1"), None)
    title = text_cleaning.line(heading.text_content()) if heading is not None else None
    lead = marked_lead(tree)
    text = ""
    previous = None
    for line in lines:
        gap = _BEFORE_LEAD if lead is not None and line == lead and previous == title else _BETWEEN
        text += gap + line if text else line
        previous = line
    return text
