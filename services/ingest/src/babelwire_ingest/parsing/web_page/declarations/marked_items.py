"""Microdata and RDFa of the vocabulary of https://schema.org, as nodes of the form that JSON-LD has."""

from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing.web_page.declarations.json_ld import Node, is_article

_ADDRESSES: Final = {"a": "href", "link": "href", "img": "src", "audio": "src", "video": "src", "iframe": "src"}
_MAX_ITEMS: Final = 300
_MAX_PROPERTIES: Final = 2000
_MAX_TEXT: Final = 1000


@dataclass(frozen=True)
class Markup:
    """The attributes by which a way of marking says what is an item, of what type, and what is a property of it."""

    name: str
    type: str
    property: str


MICRODATA: Final = Markup("microdata", "itemtype", "itemprop")
RDFA: Final = Markup("rdfa", "typeof", "property")


@dataclass(frozen=True)
class Item:
    """An article that a page marks: its node, and the element that holds it."""

    node: Node
    element: HtmlElement


def marked_articles(tree: HtmlElement, markup: Markup) -> list[Item]:
    """The articles that a page marks, in order. Their text is not repeated: it stands in the page."""
    items: dict[HtmlElement, Node] = {
        element: {"@type": (element.get(markup.type) or "").split()}
        for element in tree.xpath(f"//@{markup.type}/..")[:_MAX_ITEMS]
    }
    if not any(is_article(node) for node in items.values()):
        return []
    for element in tree.xpath(f"//@{markup.property}/..")[:_MAX_PROPERTIES]:
        owner = next((above for above in element.iterancestors() if above in items), None)
        if owner is None:
            continue
        value = items.get(element) or _literal(element)
        for name in (element.get(markup.property) or "").split():
            bare = name.rsplit("/", 1)[-1].removeprefix("schema:")
            if value and bare != "articleBody" and ":" not in bare:
                _add(items[owner], bare, value)
    return [Item(node, element) for element, node in items.items() if is_article(node)]


def _literal(element: HtmlElement) -> str:
    # HTML (https://html.spec.whatwg.org/#values): but `content` counts on any element, as pages use it.
    declared: str | None = element.get("content") or element.get("datetime")
    if declared is None and element.tag == "abbr":
        # As microformats (https://microformats.org/wiki/datetime-design-pattern) have it: the words are for readers.
        declared = element.get("title")
    if declared is None and (attribute := _ADDRESSES.get(element.tag)):
        declared = element.get(attribute) or element.get("data-src")
    return (declared or str(element.text_content()))[:_MAX_TEXT].strip()


def _add(node: Node, name: str, value: Any) -> None:
    before = node.get(name)
    if before is None:
        node[name] = value
    elif isinstance(before, list):
        before.append(value)
    else:
        node[name] = [before, value]
