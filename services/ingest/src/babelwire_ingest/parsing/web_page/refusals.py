"""Pages that hold no article: what shows one is weighed against what shows another page."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing.errors import NotAnArticle
from babelwire_ingest.parsing.other_pages.article_check import mostly_walls, sentences
from babelwire_ingest.parsing.other_pages.page_kinds import KINDS, WALLS, WORDY
from babelwire_ingest.parsing.other_pages.page_names import addressed, same_name
from babelwire_ingest.parsing.other_pages.wall_sayings import walls
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import Node, text, types
from babelwire_ingest.parsing.web_page.heading.headline import beside_headline
from babelwire_ingest.parsing.web_page.heading.own_names import OwnNames, own_names
from babelwire_ingest.parsing.web_page.page_marks import (
    STRONG,
    WEAK,
    Mark,
    cards,
    is_front_page,
    mark_of_menu,
    marks_declared,
    marks_of_address,
    marks_of_shape,
    marks_of_title,
)
from babelwire_ingest.parsing.web_page.story.blocks import Block

_SEVERAL: Final = 3
_CERTAIN: Final = 2
_DECIDES: Final = 4
_MIN_TEASERS: Final = 3
_MIN_HEADLINES: Final = 8
_MAX_TEASER: Final = 3
_MUCH: Final = 3000
_ENOUGH: Final = 12
_MAX_TEASER_WEIGHT: Final = 500
_TIMES: Final = ("article:published_time", "datepublished", "publishdate", "publish_date", "pubdate", "dc.date.issued")
_NEWS: Final = ("NewsArticle", "BlogPosting", "Recipe", "Review")
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
    if seen.blocks and not is_front_page(seen.url) and _is_declared_alone(seen.declared):
        return
    names = own_names(seen.tree, seen.declared, seen.url)
    declared = _declared_article(seen.declared, names)
    if declared >= _DECIDES and seen.blocks:
        return
    against = [
        *marks_of_title(names, seen.url),
        *marks_of_address(seen.url),
        *marks_declared(seen.tree, seen.declared, names),
    ]
    if sum(mark.weight for mark in against) < _CERTAIN and _reads_as_article(seen, declared):
        return
    own = _own_prose(seen, against)
    against += _in_its_text(seen, names, len(own))
    total = sum(mark.weight for mark in against)
    # Weak marks, however many, are no certainty against a text of several paragraphs.
    weak = all(mark.weight < STRONG for mark in against) and sum(map(_is_paragraph, own)) >= _SEVERAL
    if total < _CERTAIN or weak:
        return
    kind = max((mark for mark in against if mark.kind), key=lambda mark: mark.weight, default=Mark("", 0)).kind
    # Such a page may have prose, and so may any that calls itself one and is addressed as one.
    wordy = kind in WORDY or sum(mark.weight for mark in against if mark.kind == kind) > STRONG
    if total - declared - _in_favour(seen, kind) - min(_prose(own), WEAK if wordy else STRONG) >= _CERTAIN:
        raise NotAnArticle(f"{KINDS[kind] if kind else 'no article'}: {', '.join(mark.words for mark in against)}")


def why_no_text(tree: HtmlElement, url: str | None) -> str:
    """The reason for which a page without an article's text is none."""
    teasers, headlines = cards(tree, url)
    if len(teasers) >= _MIN_TEASERS:
        return f"a listing: {headlines} linked headlines, and no text"
    return "the page has no text beside its title"


def _own_prose(seen: Seen, against: list[Mark]) -> list[Block]:
    """The blocks of prose that are no teasers; where there are these in their place, that is one mark more."""
    boxes, headlines = cards(seen.tree, seen.url)
    own = [block for block in seen.blocks if block.weight and not _in(block, boxes, seen.blocks)]
    if headlines >= _MIN_HEADLINES and not own:
        against.append(Mark(f"it has {headlines} linked headlines", WEAK, "latest"))
    return own


def _in_its_text(seen: Seen, names: OwnNames, prose: int) -> Iterator[Mark]:
    yield from marks_of_shape(seen.tree, prose, [block.kind for block in seen.blocks])
    if menu := mark_of_menu(seen.tree, names, seen.url):
        yield menu
    if names.only_site:
        yield Mark("its title is only the site's name", STRONG if prose <= 1 else WEAK)
    if wall := mostly_walls(sentences([block.text for block in seen.blocks])):
        kind, certain = wall
        yield Mark("most of its sentences are those of such a page", STRONG if certain else WEAK, kind)


def _prose(own: list[Block]) -> int:
    """How much prose of an article there is among some: its paragraphs that are no wall's, less one."""
    paragraphs = [block for block in own if _is_paragraph(block)][:_ENOUGH]
    return max(0, sum(not all(map(walls, sentences([block.text]))) for block in paragraphs) - 1)


def _in_favour(seen: Seen, kind: str | None) -> int:
    """What shows an article beside its prose: a time, a writer, the address of one, the class of one."""
    declared = any(seen.declared.meta(name) for name in _TIMES)
    beside = any(element.tag == "time" for element in beside_headline(seen.tree))
    path = urlsplit(seen.url or "").path
    like_one = kind not in WALLS and bool(_ARTICLE_ADDRESS.search(path)) and not (seen.url and addressed(seen.url))
    body = next(seen.tree.iter("body"), seen.tree)
    classed = bool(_ARTICLE_CLASS.search(body.get("class") or ""))
    return declared + beside + bool(seen.writers) + like_one + classed


def _is_declared_alone(declared: Declared) -> bool:
    """Whether the page's JSON-LD describes one article, with its headline and its time, and no other."""
    articles = _declared_articles(declared)
    return (
        len(articles) == 1
        and any(name.endswith(_NEWS) for name in types(articles[0]))
        and text(articles[0].get("headline")) is not None
        and text(articles[0].get("datePublished")) is not None
    )


def _declared_article(declared: Declared, names: OwnNames) -> int:
    """How much the page's JSON-LD says that it is an article of this title."""
    best = 0
    for node in _declared_articles(declared):
        headline = text(node.get("headline")) or text(node.get("name"))
        if headline and any(same_name(headline, name) for name in (names.title, names.heading)):
            best = max(best, _DECIDES if any(name.endswith(_NEWS) for name in types(node)) else STRONG)
    return best


def _declared_articles(declared: Declared) -> list[Node]:
    return [node for node in declared.nodes if any(name.endswith(("Article", *_NEWS)) for name in types(node))]


def _reads_as_article(seen: Seen, declared: int) -> bool:
    """Whether there is so much text, or a text with so many marks of an article, that little else can be told of it."""
    weights = [block.weight for block in seen.blocks if block.weight]
    if sum(weights) > _MUCH:
        return True
    return len(weights) > STRONG and declared + _in_favour(seen, None) >= STRONG


def _is_paragraph(block: Block) -> bool:
    """Whether a block is a paragraph of running text, and no item, entry or question to answer."""
    return block.kind in {None, PartKind.QUOTE} and block.box.tag not in {"legend", "label", "dd", "dt", "td"}


def _in(block: Block, boxes: set[HtmlElement], blocks: list[Block]) -> bool:
    """Whether a block stands in a teaser; what has much text in it is none."""
    around = next((box.element for box in block.box.outwards() if box.element in boxes), None)
    if around is None:
        return False
    held = [
        other.weight for other in blocks if other.weight and any(box.element is around for box in other.box.outwards())
    ]
    return len(held) <= _MAX_TEASER and sum(held) <= _MAX_TEASER_WEIGHT
