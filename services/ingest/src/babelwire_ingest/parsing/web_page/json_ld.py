"""JSON-LD in a page (https://schema.org): the node of the article, and videos."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning

Node = dict[str, Any]

_ARTICLE_TYPES: Final = (
    "NewsArticle",
    "ReportageNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "Article",
    "TechArticle",
)
_LISTING_TYPES: Final = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage", "ContactPage"})
_MAX_NODES: Final = 2000
_MAX_SCRIPT: Final = 1_000_000
_CONTROL: Final = re.compile("[\x00-\x1f]+")


def read_nodes(tree: HtmlElement) -> list[Node]:
    """Every typed node of the page's JSON-LD, outermost first; scripts that are no JSON are passed over."""
    nodes: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > _MAX_SCRIPT:
            continue
        text = script.text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        try:
            # Line breaks inside strings are the commonest fault of hand-made JSON-LD.
            value = json.loads(_CONTROL.sub(" ", text))
        except (ValueError, RecursionError):
            continue
        nodes.extend(_typed(value))
        if len(nodes) > _MAX_NODES:
            break
    return nodes


def article_node(nodes: list[Node]) -> Node:
    """The node that describes the article; empty where none does."""
    for wanted in _ARTICLE_TYPES:
        for node in nodes:
            if wanted in types(node):
                return node
    return next((node for node in nodes if any(name.endswith("Article") for name in types(node))), {})


def lists_others(nodes: list[Node]) -> str | None:
    """The type by which a page says of itself that it lists other pages."""
    return next((name for node in nodes for name in types(node) if name in _LISTING_TYPES - {"ItemList"}), None)


def types(node: Node) -> list[str]:
    """The types of a node, without the vocabulary's address."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return [name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)]


def texts(value: Any, key: str = "name") -> list[str]:
    """The texts of a property that may be a text, a node with a name, or a list of either."""
    if isinstance(value, str):
        clean = text_cleaning.line(value)
        return [clean] if clean else []
    if isinstance(value, dict):
        return texts(value.get(key), key)
    if isinstance(value, list):
        return [text for entry in value[:100] if not isinstance(entry, list) for text in texts(entry, key)]
    return []


def text(value: Any, key: str = "name") -> str | None:
    """The first of `texts`."""
    return next(iter(texts(value, key)), None)


def _typed(value: Any) -> Iterator[Node]:
    waiting = [value]
    seen = 0
    while waiting and seen < _MAX_NODES:
        current = waiting.pop(0)
        seen += 1
        if isinstance(current, list):
            waiting.extend(current)
        elif isinstance(current, dict):
            if "@type" in current:
                yield current
            waiting.extend(
                entry for name, entry in current.items() if isinstance(entry, dict | list) and name != "@context"
            )
