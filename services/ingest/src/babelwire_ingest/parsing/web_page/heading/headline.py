"""What stands between a page's headline and its text: time and lead, known by place where no metadata say."""

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import is_prose

_NEAR: Final = 15
_ASIDE: Final = frozenset({"aside", "nav", "footer", "form", "ul", "ol", "figure", "h1", "h2", "h3"})
_BOLD: Final = frozenset({"b", "strong"})
_LEAD_LENGTH: Final = range(10, 701)


def beside_headline(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The elements between the only headline of a page and the first paragraph of its text."""
    headings = tree.xpath("//h1")
    if len(headings) != 1:
        return
    for element in headings[0].xpath(f"following::*[position() <= {_NEAR}]"):
        if element.tag in _ASIDE:
            return
        if element.tag in {"p", "div"} and not len(element) and is_prose(text_cleaning.line(element.text or "")):
            return
        yield element


def bold_lead(tree: HtmlElement) -> str | None:
    """The lead that is set off by nothing but bold type: right under the headline, the page's only bold paragraph."""
    first = next((text for element in beside_headline(tree) if (text := _bold(element))), None)
    if first is None or len(first) not in _LEAD_LENGTH or not is_prose(first):
        return None
    bold = {text for element in tree.iter("p", "div") if (text := _bold(element)) and is_prose(text)}
    return first if bold == {first} else None


def _bold(element: HtmlElement) -> str | None:
    if element.tag not in {"p", "div"} or len(element) != 1 or element[0].tag not in _BOLD:
        return None
    around = f"{element.text or ''}{element[0].tail or ''}"
    return text_cleaning.line(element[0].text_content()) or None if not around.strip() else None
