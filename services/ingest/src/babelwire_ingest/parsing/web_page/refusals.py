"""Pages that hold no article: what shows one is weighed against what shows another page."""

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from babelwire_ingest.parsing.article_check import sentences, wall_share
from babelwire_ingest.parsing.errors import NotAnArticle
from babelwire_ingest.parsing.page_names import KINDS, WALLS, WORDY, addressed, is_walls, same_name
from babelwire_ingest.parsing.web_page.declared import Declared
from babelwire_ingest.parsing.web_page.headline import beside_headline
from babelwire_ingest.parsing.web_page.json_ld import text, types
from babelwire_ingest.parsing.web_page.own_names import OwnNames, own_names
from babelwire_ingest.parsing.web_page.page_marks import (
    STRONG,
    WEAK,
    Mark,
    cards,
    mark_of_menu,
    marks_declared,
    marks_of_address,
    marks_of_shape,
    marks_of_title,
)
from babelwire_ingest.parsing.web_page.story.blocks import Block

_CERTAIN: Final = 2
_DECIDES: Final = 4
_MIN_TEASERS: Final = 3
_MIN_HEADLINES: Final = 8
_MIN_TEXT: Final = 3
_MOST: Final = 0.5
_MAX_TEASER: Final = 3
_TIMES: Final = ("article:published_time", "datepublished", "publishdate", "publish_date", "pubdate", "dc.date.issued")
_NEWS: Final = ("NewsArticle", "Posting", "Recipe", "Review")
_ARTICLE_ADDRESS: Final = re.compile(
    r"(?:[^-/_]+[-_]){4}[^/]*/?$|\d{5,}[^/]*/?$|/\d{4}/\d\d?/(?:\d\d?/)?[^/]*[^\d/][^/]*/?$"
)
_ARTICLE_CLASS: Final = re.compile(r"(?:^|\s)(?:single(?:-post)?|postid-\d+|article|node--type-article)(?:\s|$)")


class Seen(NamedTuple):
    """A page as it was read: `blocks` are those taken for its text, `writers` those whom it names as its authors."""

    tree: HtmlElement
    declared: Declared
    url: str | None
    blocks: list[Block]
    writers: list[str]


def says_article(declared: Declared) -> bool:
    """Whether a page declares itself an article."""
    return bool(declared.article) or "article" in (declared.meta("og:type") or "").lower()


def refuse_other_pages(seen: Seen) -> None:
    """Raise `NotAnArticle`, with what was seen, for a page that is certainly none of an article."""
    names = own_names(seen.tree, seen.declared, seen.url)
    declared = _declared_article(seen.declared, names)
    if declared >= _DECIDES and seen.blocks:
        return
    against, prose = _against(seen, names)
    total = sum(mark.weight for mark in against)
    if total < _CERTAIN:
        return
    kind = max((mark for mark in against if mark.kind), key=lambda mark: mark.weight, default=Mark("", 0)).kind
    if total - declared - _in_favour(seen, prose, kind) >= _CERTAIN:
        raise NotAnArticle(f"{KINDS[kind] if kind else 'no article'}: {', '.join(mark.words for mark in against)}")


def why_no_text(tree: HtmlElement, url: str | None) -> str:
    """The reason for which a page without an article's text is none."""
    teasers, headlines = cards(tree, url)
    if len(teasers) >= _MIN_TEASERS:
        return f"a listing: {headlines} linked headlines, and no text"
    return "the page has no text beside its title"


def _against(seen: Seen, names: OwnNames) -> tuple[list[Mark], int]:
    """What shows that the page is another, and how many paragraphs of a text it has."""
    boxes, headlines = cards(seen.tree, seen.url)
    own = [block for block in seen.blocks if not _in(block, boxes, seen.blocks)]
    prose = sum(block.weight > 0 and not all(map(is_walls, sentences([block.text]))) for block in own)
    found = [
        *marks_of_title(names, seen.url),
        *marks_of_address(seen.url),
        *marks_declared(seen.tree, seen.declared, names),
        *marks_of_shape(seen.tree, prose, [block.kind for block in seen.blocks], seen.url),
    ]
    if menu := mark_of_menu(seen.tree, names, seen.url):
        found.append(menu)
    if names.only_site:
        found.append(Mark("its title is only the site's name", STRONG if prose <= 1 else WEAK, "home"))
    if headlines >= _MIN_HEADLINES and not prose:
        found.append(Mark(f"it has {headlines} linked headlines", WEAK, "latest"))
    share, kind = wall_share(sentences([block.text for block in seen.blocks]))
    if share > _MOST:
        found.append(
            Mark("most of its sentences are those of such a page", STRONG if kind != "consent" else WEAK, kind)
        )
    return found, prose


def _in_favour(seen: Seen, prose: int, kind: str | None) -> int:
    """What shows an article: a time, a writer, the address of one, and prose where such a page has none."""
    declared = any(seen.declared.meta(name) for name in _TIMES)
    beside = any(element.tag == "time" for element in beside_headline(seen.tree))
    path = urlsplit(seen.url or "").path
    like_one = kind not in WALLS and bool(_ARTICLE_ADDRESS.search(path)) and not (seen.url and addressed(seen.url))
    body = next(seen.tree.iter("body"), seen.tree)
    classed = bool(_ARTICLE_CLASS.search(body.get("class") or ""))
    written = (prose >= _MIN_TEXT) + (prose >= _MIN_TEXT - 1)
    return (
        declared + beside + bool(seen.writers) + like_one + classed + (min(written, WEAK) if kind in WORDY else written)
    )


def _declared_article(declared: Declared, names: OwnNames) -> int:
    """How much the page's JSON-LD says that it is an article of this title."""
    best = 0
    for node in declared.nodes:
        headline = text(node.get("headline")) or text(node.get("name"))
        told = [name for name in types(node) if name.endswith(("Article", *_NEWS))]
        if told and headline and any(same_name(headline, name) for name in (names.title, names.heading)):
            best = max(best, _DECIDES if any(name.endswith(_NEWS) for name in told) else STRONG)
    return best


def _in(block: Block, boxes: set[HtmlElement], blocks: list[Block]) -> bool:
    """Whether a block stands in a teaser; what has much text in it is none."""
    around = next((box.element for box in block.box.outwards() if box.element in boxes), None)
    if around is None:
        return False
    held = sum(any(box.element is around for box in other.box.outwards()) and other.weight > 0 for other in blocks)
    return held <= _MAX_TEASER
