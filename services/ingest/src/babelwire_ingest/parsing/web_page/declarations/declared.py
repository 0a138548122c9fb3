"""A page's own account of itself: meta elements, JSON-LD, microdata, RDFa, and what its scripts carry."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.declarations.article_nodes import (
    UNKNOWN_PAGE,
    PageIdentity,
    agree,
    own_node,
    page_identity,
)
from babelwire_ingest.parsing.web_page.declarations.json_ld import Node, is_article, read_nodes, text, types
from babelwire_ingest.parsing.web_page.declarations.marked_items import MICRODATA, RDFA, marked_articles
from babelwire_ingest.parsing.web_page.declarations.payloads import Payload, find_article, payload_scripts

_MAX_HEADINGS: Final = 5
_PAGE: Final = "json-ld page"


@dataclass(frozen=True)
class Account:
    """What one part of a page says of its article; `source` names the part (`json-ld`, `microdata`, `rdfa`)."""

    source: str
    node: Node


@dataclass(frozen=True)
class Declared:
    """A page's own account of itself: `metas` by lower-case name, JSON-LD nodes that are not of other articles.

    `accounts` of its article stand in the order of trust; `article` is the first, its gaps filled from the next.
    """

    metas: dict[str, list[str]]
    nodes: list[Node]
    article: Node
    accounts: tuple[Account, ...] = ()
    page: PageIdentity = UNKNOWN_PAGE
    scripts: tuple[Payload, ...] = ()

    def meta(self, *names: str) -> str | None:
        """The first value of the first of these meta elements that says something."""
        return next((value for name in names for value in self.metas.get(name, ())), None)

    @property
    def description(self) -> str | None:
        """What the page tells of its article, in a sentence or two, on one line."""
        described = self.meta("og:description", "description", "twitter:description", "dc.description")
        return described or text(self.article.get("description"))

    def all(self, *names: str) -> list[str]:
        """Every value of these meta elements."""
        return [value for name in names for value in self.metas.get(name, ())]

    @cached_property
    def payload(self) -> Node:
        """The article in the data that a framework's script carries, in the form of JSON-LD; empty where none is."""
        return find_article(self.scripts, self.page.titles)


def read_declared(tree: HtmlElement, url: str | None = None) -> Declared:
    """Read a page's head, and what it declares elsewhere. `url` is where it was fetched, if anywhere."""
    metas: dict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        value = text_cleaning.line(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if (name := element.get(attribute)) and value and not (attribute == "itemprop" and _in_item(element)):
                metas[name.strip().lower()].append(value)
    nodes = read_nodes(tree)
    page, headline = _identity(tree, metas, url)
    accounts = _accounts(tree, nodes, page, headline)
    article: Node = {}
    for account in accounts:
        if account.source != _PAGE:
            article = {**account.node, **article}
    return Declared(dict(metas), nodes, article, accounts, page, payload_scripts(tree))


def _in_item(element: HtmlElement) -> bool:
    """Whether a property is that of an article that the page marks, of which there may be others than its own."""
    above = next((above for above in element.iterancestors() if above.get("itemtype")), None)
    return above is not None and above.tag != "html" and is_article({"@type": (above.get("itemtype") or "").split()})


def _identity(
    tree: HtmlElement, metas: dict[str, list[str]], url: str | None
) -> tuple[PageIdentity, HtmlElement | None]:
    """What a page is known by, and its headline: a heading that none of its titles agrees with may be another's."""
    title = next((text_cleaning.line(element.text_content()) for element in tree.iter("title")), "")
    titles = [*metas.get("og:title", ()), *metas.get("twitter:title", ()), *([title] if title else [])]
    headline = None
    for heading in tree.xpath("//h1")[:_MAX_HEADINGS]:
        words = text_cleaning.line(heading.text_content())
        if not titles or any(agree(words.casefold(), other.casefold()) for other in titles):
            titles.append(words)
            headline = heading
            break
    canonical = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    return page_identity(titles, [*canonical, *metas.get("og:url", ()), *([url] if url else [])], url), headline


def _accounts(
    tree: HtmlElement, nodes: list[Node], page: PageIdentity, headline: HtmlElement | None
) -> tuple[Account, ...]:
    found: list[Account] = []
    if node := own_node([(node, None) for node in nodes if is_article(node)], page):
        found.append(Account("json-ld", node))
    around = None if headline is None else set(headline.iterancestors())
    for markup in (MICRODATA, RDFA):
        items = marked_articles(tree, markup)
        if node := own_node([(item.node, None if around is None else item.element in around) for item in items], page):
            found.append(Account(markup.name, node))
    pages = [node for node in nodes if "WebPage" in types(node)]
    if len(pages) == 1:
        found.append(Account(_PAGE, pages[0]))
    return tuple(found)
