"""Captions and credits as a page's figures carry them."""

import re
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.captions import read_caption

_CREDIT: Final = re.compile(r"credit|copyright|photographer|source|byline|attribution", re.IGNORECASE)


def read_figure_caption(figure: HtmlElement) -> tuple[str | None, str | None]:
    """The caption and the credit of a figure, each None where it has none."""
    element = next(figure.iter("figcaption"), None)
    if element is None:
        return None, None
    credit = None
    for part in element.iter():
        if (
            part is not element
            and isinstance(part.tag, str)
            and _CREDIT.search(f"{part.get('class')} {part.get('itemprop')}")
        ):
            credit = text_cleaning.line(part.text_content()) or None
            break
    whole = text_cleaning.line(element.text_content())
    if credit:
        caption = whole.replace(credit, " ", 1) if whole != credit else ""
        bare = read_caption(credit)
        return text_cleaning.line(caption.strip(" |/-–—")) or None, bare.credit if bare and not bare.caption else credit
    if read := read_caption(whole):
        return read.caption, read.credit
    return whole or None, None
