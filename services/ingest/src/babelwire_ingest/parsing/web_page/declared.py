"""A page's own account of itself: meta elements and JSON-LD."""

from collections import defaultdict
from dataclasses import dataclass

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.json_ld import Node, article_node, read_nodes, text


@dataclass(frozen=True)
class Declared:
    """A page's own account of itself: `metas` by lower-case name, JSON-LD nodes, and the article's among them."""

    metas: dict[str, list[str]]
    nodes: list[Node]
    article: Node

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


def read_declared(tree: HtmlElement) -> Declared:
    """Read a page's head, and meta elements that stand elsewhere."""
    metas: dict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        value = text_cleaning.line(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if (name := element.get(attribute)) and value:
                metas[name.strip().lower()].append(value)
    nodes = read_nodes(tree)
    return Declared(dict(metas), nodes, article_node(nodes))
