"""Where on a page a line stands, seen from its headline."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import chain
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing.page_text.lines import is_prose
from babelwire_ingest.parsing.web_page.declarations.article_nodes import agree
from babelwire_ingest.parsing.web_page.heading.title import Headline
from babelwire_ingest.parsing.web_page.story.blocks import Block


class Place(Enum):
    """Where a line stands; the value says why a date there is not that of publication."""

    BESIDE = "beside the headline"
    ABOVE = "above the headline"
    INSIDE = "in the text"
    COMMENTS = "in readers' comments"
    OTHERS = "of another article"
    MARGIN = "at the page's margin"


_COMMENTS: Final = re.compile(
    r"comment|disqus|respond(?![a-z])|\breplies|\breply|reactions|kommentar|comentario|commentaire|discussion|\bopinions\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"related|recommend|teaser|sidebar|popular|trending|most-?read|most_?viewed|latest|promo(?!.?box-title)|newsletter"
    r"|pagination|breadcrumb|ticker|archive|read-?(?:next|also|more)|more-(?:news|stories|from)|also-?like"
    r"|outbrain|taboola|post-navigation|nav-links|\bprev(?:ious)?\b|\bnext\b|(?:^|\s)widget(?:$|[\s_])",
    re.IGNORECASE,
)
_MARGIN: Final = re.compile(
    r"footer|copyright|topbar|top-bar|masthead|site-header|cookie|consent|advert|\bmenu\b|navbar", re.IGNORECASE
)
_MARGIN_TAGS: Final = {"nav": Place.MARGIN, "footer": Place.MARGIN, "aside": Place.OTHERS, "form": Place.MARGIN}
_LONG: Final = 80
_MIN_LONG: Final = 3
_ABOVE: Final = 6
_BELOW: Final = 40
_NEAR: Final = 4
_SET_OFF: Final = frozenset("h2 h3 h4 strong b em i header".split())
_MIN_LINK: Final = 4
_MIN_LINE: Final = 6
_MOSTLY_LINKS: Final = 0.75


@dataclass(frozen=True)
class Places:
    """The places of a page's lines: which line is the headline, what holds it, and where the text begins."""

    headline: int | None
    around: frozenset[HtmlElement]
    near: frozenset[HtmlElement]
    text: int

    def of_line(self, line: Block, number: int) -> Place:
        """The place of line `number`."""
        if line.links > _MOSTLY_LINKS and _says_more(line.text, _MIN_LINE):
            return Place.OTHERS
        return self.of(line.box.element, number)

    def of(self, element: HtmlElement, number: int) -> Place:
        """The place of an element in line `number`."""
        if elsewhere := self.elsewhere(element):
            return elsewhere
        if self.headline is None or number > self.text:
            return Place.INSIDE
        if number >= self.headline:
            return Place.BESIDE
        close = number >= self.headline - _ABOVE and any(above in self.near for above in element.iterancestors())
        return Place.ABOVE if close else Place.MARGIN

    def elsewhere(self, element: HtmlElement) -> Place | None:
        """What an element belongs to, other than the article: nothing that holds the headline."""
        for above in (element, *element.iterancestors()):
            if above in self.around or above.tag == "body":
                return None
            if tag := _MARGIN_TAGS.get(above.tag):
                return tag
            if (above.tag == "article" and not self._may_hold_text(above)) or (above.tag == "a" and _links_away(above)):
                return Place.OTHERS
            if place := _by_names(above.get("class") or "", above.get("id") or ""):
                return place
        return None

    def _may_hold_text(self, article: HtmlElement) -> bool:
        """Whether an `article` may be that of the headline above it: of several paragraphs, where no other holds it."""
        if any(above.tag == "article" for above in self.around):
            return False
        long = (len(paragraph.text_content()) >= _LONG for paragraph in article.iter("p"))
        return sum(long) >= _MIN_LONG


@lru_cache(maxsize=8192)
def _by_names(classes: str, identifier: str) -> Place | None:
    named = f"{classes} {identifier}"
    for pattern, place in ((_COMMENTS, Place.COMMENTS), (_OTHERS, Place.OTHERS), (_MARGIN, Place.MARGIN)):
        if pattern.search(named):
            return place
    return None


def find_places(lines: list[Block], headline: Headline | None) -> Places:
    """The places of a page's lines, seen from its headline."""
    at = _headline(lines, headline) if headline else None
    if at is None:
        return Places(None, frozenset(), frozenset(), 0)
    heading = lines[at].box.element
    ancestors = list(heading.iterancestors())
    near = [above for above in ancestors[:_NEAR] if above.tag not in {"body", "html"}]
    near += [above for above in ancestors if above.tag in {"article", "main"}]
    places = Places(at, frozenset([heading, *ancestors]), frozenset(near), 0)
    return Places(at, places.around, places.near, _text_begins(lines, at, places))


def _headline(lines: list[Block], headline: Headline) -> int | None:
    """The number of the line that is the headline: the element that prints it, else a line that says it."""
    if (element := headline.element) is not None:
        for number, line in enumerate(lines):
            if line.box.element is element or element in line.box.element.iterancestors():
                return number
    named = [number for number, line in enumerate(lines) if line.text == headline.text]
    headings = [number for number, line in enumerate(lines) if line.kind is PartKind.HEADING]
    title = headline.text.casefold()
    agreeing = (number for number in headings if agree(lines[number].text.casefold(), title))
    first = (number for number in headings if lines[number].box.tag == "h1")
    return next((number for number in named if number in headings), next(chain(named, agreeing, first), None))


def _text_begins(lines: list[Block], headline: int, places: Places) -> int:
    """The number of the line with which the text has begun: a lead that is set off may stand before a date."""
    lead = None
    for number in range(headline + 1, min(len(lines), headline + _BELOW)):
        line = lines[number]
        if is_prose(line.text) and places.elsewhere(line.box.element) is None:
            if lead is not None or not _is_set_off(line.box.element, places):
                return number
            lead = number
    return headline + _BELOW if lead is None else lead + _NEAR


def _is_set_off(element: HtmlElement, places: Places) -> bool:
    for above in (element, *element.iterancestors()):
        if above in places.around:
            return bool(above.tag == "header")
        if above.get("class") or above.tag in _SET_OFF:
            return True
    return False


def _links_away(link: HtmlElement) -> bool:
    return bool(link.get("href")) and _says_more(link.text_content() or "", _MIN_LINK)


def _says_more(text: str, words: int) -> bool:
    """Whether linked words say more than a date, or a name and a date, would."""
    return sum(not any(map(str.isdigit, word)) for word in text.split()) >= words
