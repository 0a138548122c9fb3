"""Nodes of the vocabulary of https://schema.org, and those that a page carries as JSON-LD."""

import html
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.declarations.json_script import read_json

Node = dict[str, Any]

ARTICLE_TYPES: Final = (
    "NewsArticle",
    "ReportageNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "Article",
    "TechArticle",
)
"""The best account of a page first; any other type that ends in `Article` comes after them."""

_OTHERS: Final = frozenset(
    """
    itemListElement isRelatedTo relatedLink citation isBasedOn isBasedOnUrl translationOfWork workTranslation
    exampleOfWork workExample comment review blogPost blogPosts liveBlogUpdate isPartOf significantLink dataFeedElement
    """.split()
)
"""Properties whose values are other works than the page's own."""

_PARTS: Final = frozenset({"hasPart", "mentions", "subjectOf", "about"})
"""Properties whose values are the page's own, but for articles among them."""

_MAX_NODES: Final = 2000
_MAX_SCRIPT: Final = 1_000_000


def read_nodes(tree: HtmlElement) -> list[Node]:
    """Every typed node of the page's JSON-LD that is its own, outermost first; what is no JSON is passed over.

    A node that says no more than another's `@id` is replaced by that one.
    """
    nodes: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > _MAX_SCRIPT:
            continue
        nodes.extend(_typed(read_json(script.text)))
        if len(nodes) > _MAX_NODES:
            break
    return _followed(nodes)


def types(node: Node) -> list[str]:
    """The types of a node, without the vocabulary's address or prefix."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return [name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str)]


def is_article(node: Node) -> bool:
    """Whether a node is of an article's type."""
    return any(name in ARTICLE_TYPES or name.endswith("Article") for name in types(node))


def texts(value: Any, key: str = "name") -> list[str]:
    """The texts of a property that may be a text, a node with a name, or a list of either; entities are resolved."""
    if isinstance(value, str):
        clean = text_cleaning.line(html.unescape(value) if "&" in value else value)
        return [clean] if clean else []
    if isinstance(value, dict):
        return texts(value.get(key), key) if not isinstance(value.get(key), dict) else []
    if isinstance(value, list):
        return [text for entry in value[:100] if not isinstance(entry, list) for text in texts(entry, key)]
    return []


def text(value: Any, key: str = "name") -> str | None:
    """The first of `texts`."""
    return next(iter(texts(value, key)), None)


def listed(value: Any) -> list[Node]:
    """The nodes of a property that may be one node or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [entry for entry in values if isinstance(entry, dict)]


def _typed(value: Any) -> Iterator[Node]:
    waiting: deque[tuple[Any, bool]] = deque([(value, False)])
    seen = 0
    while waiting and seen < _MAX_NODES:
        current, part = waiting.popleft()
        seen += 1
        if isinstance(current, list):
            waiting.extend((entry, part) for entry in current[:_MAX_NODES])
        elif isinstance(current, dict):
            if part and is_article(current):
                continue
            if "@type" in current:
                yield current
            waiting.extend(
                (entry, part or name in _PARTS)
                for name, entry in current.items()
                if isinstance(entry, dict | list) and name not in _OTHERS and name != "@context"
            )


def _followed(nodes: list[Node]) -> list[Node]:
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    if not known:
        return nodes

    def target(value: Any) -> Any:
        if isinstance(value, list):
            return [target(entry) if isinstance(entry, dict) else entry for entry in value]
        if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
            return known.get(value["@id"], value)
        return value

    return [{name: target(value) for name, value in node.items()} for node in nodes]
