"""Microdata and RDFa of a page: which elements say what."""

from collections import defaultdict
from typing import Final

from lxml.html import HtmlElement

Marked = dict[str, list[HtmlElement]]

_ATTRIBUTES: Final = ("itemprop", "property")


def read_marked(tree: HtmlElement) -> Marked:
    """The elements of the page by the properties that they are marked with, without the vocabulary's prefix.

    Meta elements with `property` are Open Graph and no RDFa.
    """
    found: Marked = defaultdict(list)
    for element in tree.xpath("//@itemprop/.. | //@property/parent::*[not(self::meta)]"):
        for attribute in _ATTRIBUTES:
            for name in (element.get(attribute) or "").split():
                found[name.rsplit(":", 1)[-1]].append(element)
    return dict(found)


def marked_texts(marked: Marked, name: str, most: int = 50) -> list[str]:
    """What the elements marked with a property say: their `content`, else their text."""
    return [element.get("content") or element.text_content() for element in marked.get(name, [])[:most]]
