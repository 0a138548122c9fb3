"""The facts in a record that are compared with those of the step before it, and the evidence for its decision."""

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import msgspec

from babelwire_contracts.content import Content
from babelwire_contracts.sections import Duplicate, TagsSection, Translation
from babelwire_contracts.topics import (
    ARTICLES_DEDUPLICATED,
    ARTICLES_EMBEDDED,
    ARTICLES_INDEXED,
    ARTICLES_INGESTED,
    ARTICLES_TAGGED,
    PAGES_CAPTURED,
)
from babelwire_lineage.decisions import part

Facts = dict[str, Any]

_CAPTURE: Final = ("url", "content_type", "method", "source")
_RECEIPT: Final = ("outcome", "service", "reason", "index")
_EMBEDDED: Final = ("model", "language", "text_hash")


def _fields(model: type[msgspec.Struct], *but: str) -> tuple[str, ...]:
    return tuple(name for name in model.__struct_fields__ if name not in {"schema_version", "version", *but})


_CONTENT: Final = _fields(Content, "revision", "content_hash", "captured_at", "clues")
_DUPLICATE: Final = _fields(Duplicate)
_TAGS: Final = _fields(TagsSection, "language_confidence", "translation")
_TRANSLATION: Final = _fields(Translation, "confidence", "evidence")


def facts_of(topic: str, message: Facts) -> Facts:
    """Returns the fields that a later record of the topic may change; of an amendment, those of its section alone."""
    gather = _FACTS.get(topic)
    return gather(message) if gather is not None else {}


def evidence_of(topic: str, message: Facts) -> list[Facts]:
    """Returns what the decision rests on: marks in the text for tags, rule and score for a duplicate.

    Of a parsed article those are the dates that were not taken, each with where it stood and why not.
    """
    if topic == ARTICLES_INGESTED.name:
        rejected = part(message, "content").get("rejected_dates")
        dates = rejected if isinstance(rejected, list) else []
        return [{"kind": "rejected_date"} | date for date in dates if isinstance(date, dict)]
    if topic == ARTICLES_TAGGED.name:
        found: list[Facts] = part(message, "tags", "translation").get("evidence", [])
        return found
    duplicate = part(message, "duplicate", "duplicate")
    if topic == ARTICLES_DEDUPLICATED.name and duplicate.get("rule"):
        return [{name: duplicate.get(name) for name in _DUPLICATE}]
    return []


def _of_capture(message: Facts) -> Facts:
    # The body may be megabytes: what is compared is whether it is another.
    body = str(message.get("body", ""))
    return {name: message.get(name) for name in _CAPTURE} | {
        "bytes": len(body) * 3 // 4 - body[-2:].count("="),
        "sha256": sha256(body.encode()).hexdigest()[:12],
    }


def _of_content(message: Facts) -> Facts:
    content = part(message, "content")
    return {name: content.get(name) for name in _CONTENT} | {"structure": _kinds(content.get("structure"))}


def _kinds(structure: Any) -> Facts | None:
    """How many paragraphs are of each kind; the places themselves move with every word."""
    if not isinstance(structure, list):
        return None
    return dict(sorted(Counter(str(one.get("kind")) for one in structure if isinstance(one, dict)).items()))


def _of_sections(message: Facts) -> Facts:
    found: Facts = {}
    if isinstance(message.get("duplicate"), dict):
        duplicate = part(message, "duplicate", "duplicate")
        found |= {f"duplicate.{name}": duplicate.get(name) for name in _DUPLICATE}
    if isinstance(tags := message.get("tags"), dict):
        found |= {name: tags.get(name) for name in _TAGS}
        translation = part(tags, "translation")
        found |= {f"translation.{name}": translation.get(name) for name in _TRANSLATION}
    if isinstance(message.get("story"), dict):
        found["story_id"] = part(message, "story").get("story_id")
    for language in sorted(part(message, "translations")):
        found[f"translations.{language}"] = part(message, "translations", language, "text").get("status")
    return found


def _of_vector(message: Facts) -> Facts:
    return {name: message.get(name) for name in _EMBEDDED}


def _of_receipt(message: Facts) -> Facts:
    return {name: message.get(name) for name in _RECEIPT}


_FACTS: Final[dict[str, Callable[[Facts], Facts]]] = {
    PAGES_CAPTURED.name: _of_capture,
    ARTICLES_INGESTED.name: _of_content,
    ARTICLES_DEDUPLICATED.name: _of_sections,
    ARTICLES_TAGGED.name: _of_sections,
    ARTICLES_EMBEDDED.name: _of_vector,
    ARTICLES_INDEXED.name: _of_receipt,
}
