"""The trail from a site's front page to an article: the sections it lies in, where nothing else says them."""

import re
from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.declarations.json_ld import Node, text, types

_TRAIL: Final = re.compile(r"bread-?crumb", re.IGNORECASE)
_NAMES: Final = ("class", "id", "aria-label", "itemtype")
_MOST: Final = 8
_MAX_WORDS: Final = 5


def crumbs_of_nodes(nodes: list[Node]) -> list[str]:
    """The steps of the first breadcrumb list of the page's JSON-LD, in their order."""
    for node in nodes:
        entries = node.get("itemListElement")
        if "BreadcrumbList" in types(node) and isinstance(entries, list):
            steps = [entry for entry in entries[:_MOST] if isinstance(entry, dict)]
            names = [name for step in sorted(steps, key=_position) if (name := _name(step))]
            return [name for name in names if len(name.split()) <= _MAX_WORDS]
    return []


def printed_crumbs(tree: HtmlElement) -> list[str]:
    """The linked steps of the first breadcrumb trail that the page prints."""
    for trail in tree.iter("nav", "ol", "ul", "div", "section", "p"):
        if not _TRAIL.search(
            f"{trail.get('class')} {trail.get('id')} {trail.get('aria-label')} {trail.get('itemtype')}"
        ):
            continue
        links = [link for link in trail.iter("a") if (link.get("href") or "").strip("/ #")]
        names = [name for link in links if (name := text_cleaning.line(link.text_content()))]
        if names and len(names) <= _MOST:
            return [name for name in names if len(name.split()) <= _MAX_WORDS]
    return []


def _position(step: dict[str, Any]) -> float:
    try:
        return float(step.get("position") or 0)
    except (TypeError, ValueError, OverflowError):
        return 0


def _name(step: dict[str, Any]) -> str | None:
    return text(step.get("name")) or text(step.get("item"))
