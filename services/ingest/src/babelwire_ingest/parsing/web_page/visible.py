"""The visible text of a page, line by line as a browser would break it."""

from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.story.box_names import words_of

_HIDDEN: Final = frozenset(
    "script style noscript template head svg iframe object select button form video audio".split()
)
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr amp-img nobr o center".split()
)
_LEAD_LENGTH: Final = range(10, 701)
_LEAD_WORDS: Final = frozenset(
    "lead lede standfirst dek subtitle subheadline subheading intro summary sapo spot chapo entradilla bajada abstract "
    "sottotitolo vorspann ingress excerpt synopsis anons".split()
)
_LEAD_PHRASES: Final = ("stand-first", "sub-title", "sub-headline", "teaser-text", "article-description")
_NOT_LEAD: Final = frozenset("image img video media caption figure photo form art author sign box meta".split())


def visible_lines(tree: HtmlElement) -> list[str]:
    """The lines that a reader sees, clean and in order; a line is the text between two edges of block elements."""
    lines: list[str] = []
    current: list[str] = []

    def end_line() -> None:
        if current:
            if line := text_cleaning.line("".join(current)):
                lines.append(line)
            current.clear()

    def add(text: str | None) -> None:
        if text and (current or not text.isspace()):
            current.append(text)

    body = next(tree.iter("body"), tree)
    # An explicit stack: depth is bounded, but Python's own recursion limit is lower.
    stack: list[tuple[HtmlElement, bool]] = [(body, False)]
    while stack:
        element, closing = stack.pop()
        block = element.tag not in _INLINE
        if closing:
            if block:
                end_line()
            add(element.tail)
            continue
        if not isinstance(element.tag, str) or element.tag in _HIDDEN:
            add(element.tail)
            continue
        if block:
            end_line()
        add(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    end_line()
    return lines


def marked_lead(tree: HtmlElement) -> str | None:
    """The paragraph that the page's markup sets off as the lead, above or at the top of the article's text."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        return None
    for element in heading.xpath(
        "(following::p | following::h2 | following::h3 | following::h4 | following::div)[position() <= 25]"
    ):
        if _marks_lead(element.get("class") or "") or element.get("itemprop") in {"description", "alternativeHeadline"}:
            text = text_cleaning.line(element.text_content())
            if len(text) in _LEAD_LENGTH and not list(element.iter("p", "div"))[2:]:
                return text
    return None


@lru_cache(maxsize=4096)
def _marks_lead(names: str) -> bool:
    for name in names.split():
        words = words_of(name)
        if words & _NOT_LEAD:
            continue
        if words & _LEAD_WORDS or any(phrase in name.lower().replace("_", "-") for phrase in _LEAD_PHRASES):
            return True
    return False
