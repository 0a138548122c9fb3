"""The visible text of a page, line by line as a browser would break it."""

from typing import Final, NamedTuple

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning

_HIDDEN: Final = frozenset(
    "script style noscript template head svg iframe object select button form video audio".split()
)
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr amp-img nobr o center".split()
)
_LEAD_LENGTH: Final = range(10, 701)
_LEAD_CLASS: Final = tuple(
    "lead lede standfirst stand-first subtitle sub-title subheadline dek intro summary sapo chapo entradilla bajada "
    "sottotitolo vorspann teaser-text article-description excerpt".split()
)


class VisibleLine(NamedTuple):
    """A line: its text, the same with a space wherever an element begins or ends, and what holds its first words."""

    text: str
    parted: str
    element: HtmlElement


class Visible(NamedTuple):
    """What a reader sees: lines in order, and each `time` element with the number of the line that it stands in."""

    lines: list[VisibleLine]
    times: list[tuple[HtmlElement, int]]


def visible_lines(tree: HtmlElement) -> list[str]:
    """The lines that a reader sees, clean and in order; a line is the text between two edges of block elements."""
    return [line.text for line in read_visible(tree).lines]


def read_visible(tree: HtmlElement) -> Visible:
    """The lines that a reader sees, with where they stand."""
    seen = Visible([], [])
    current: list[str] = []
    owners: list[HtmlElement] = []

    def end_line() -> None:
        if current:
            if line := text_cleaning.line("".join(current)):
                parted = text_cleaning.line(" ".join(current)) if len(current) > 1 else line
                seen.lines.append(VisibleLine(line, parted, owners[0]))
            current.clear()
            owners.clear()

    def add(text: str | None, owner: HtmlElement) -> None:
        if text and (current or not text.isspace()):
            current.append(text)
            owners.append(owner)

    body = next(tree.iter("body"), tree)
    # An explicit stack: depth is bounded, but Python's own recursion limit is lower.
    stack: list[tuple[HtmlElement, bool]] = [(body, False)]
    while stack:
        element, closing = stack.pop()
        block = element.tag not in _INLINE
        if closing:
            if block:
                end_line()
            add(element.tail, element.getparent())
            continue
        if not isinstance(element.tag, str) or element.tag in _HIDDEN or is_hidden(element):
            add(element.tail, element.getparent())
            continue
        if block:
            end_line()
        elif element.tag == "time":
            seen.times.append((element, len(seen.lines)))
        add(element.text, element)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    end_line()
    return seen


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element says of itself that it is not shown."""
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def marked_lead(tree: HtmlElement) -> str | None:
    """The paragraph that the page's markup sets off as the lead, above or at the top of the article's text."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        return None
    for element in heading.xpath("(following::p | following::h2 | following::div)[position() <= 25]"):
        names = (element.get("class") or "").lower().replace("_", "-").split()
        marked = any(name == word or name.endswith(f"-{word}") for name in names for word in _LEAD_CLASS)
        if marked or element.get("itemprop") in {"description", "alternativeHeadline"}:
            text = text_cleaning.line(element.text_content())
            if len(text) in _LEAD_LENGTH and not list(element.iter("p", "div"))[2:]:
                return text
    return None
