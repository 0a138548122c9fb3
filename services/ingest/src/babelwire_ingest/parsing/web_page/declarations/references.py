"""JSON-LD values that only point to another node of the page."""

from typing import Any

from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import Node

_MOST = 100


def resolved(declared: Declared, value: Any) -> Any:
    """A property's value, where it is no more than the `@id` of a node, or a list with such, with that node instead."""
    if isinstance(value, list):
        return [resolved(declared, entry) for entry in value[:_MOST] if not isinstance(entry, list)]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return _node(declared, value["@id"]) or value
    return value


def _node(declared: Declared, identifier: str) -> Node | None:
    return next((node for node in declared.nodes if node.get("@id") == identifier and node.get("name")), None)
