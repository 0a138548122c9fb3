"""What a record says, as facts that can be compared with those of the step before it, and what it rests on."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from babelwire_contracts.topics import (
    ARTICLES_DEDUPLICATED,
    ARTICLES_INDEXED,
    ARTICLES_INGESTED,
    ARTICLES_TAGGED,
    PAGES_CAPTURED,
)
from babelwire_trails.decisions import part

Facts = dict[str, Any]

_CONTENT: Final = (
    *("title", "lead", "body", "authors", "categories", "keywords", "images", "videos", "credits", "publisher"),
    *("url", "canonical_url", "published_at", "published_at_precision", "declared_language", "declared_origin"),
    *("parser", "generation"),
)
_CAPTURE: Final = ("url", "content_type", "method", "source")
_TAGS: Final = ("language", "original_language", "origin")
_TRANSLATION: Final = ("status", "method", "engine")
_RECEIPT: Final = ("outcome", "service", "reason", "index")


def facts(topic: str, message: Facts) -> Facts:
    """What a later record of the same topic may say differently; an amendment has those of its section alone."""
    gather = _FACTS.get(topic)
    return gather(message) if gather is not None else {}


def evidence(topic: str, message: Facts) -> list[Facts]:
    """What the decision rests on: marks in the text for tags, rule and score for a duplicate."""
    if topic == ARTICLES_TAGGED.name:
        found: list[Facts] = part(message, "tags", "translation").get("evidence", [])
        return found
    duplicate = part(message, "duplicate", "duplicate")
    if topic == ARTICLES_DEDUPLICATED.name and duplicate.get("rule"):
        return [{name: duplicate.get(name) for name in ("kind", "of", "rule", "score")}]
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
    return {name: content.get(name) for name in _CONTENT}


def _of_duplicate(message: Facts) -> Facts:
    section = message.get("duplicate")
    if not isinstance(section, dict):
        return {}
    duplicate = part(section, "duplicate")
    return {f"duplicate.{name}": duplicate.get(name) for name in ("kind", "of", "rule", "score")} | {
        "story_id": section.get("story_id")
    }


def _of_tags(message: Facts) -> Facts:
    found = _of_duplicate(message)
    if isinstance(tags := message.get("tags"), dict):
        found |= {name: tags.get(name) for name in _TAGS}
        translation = part(tags, "translation")
        found |= {f"translation.{name}": translation.get(name) for name in _TRANSLATION}
        found["translations"] = sorted(tags.get("translations", {}))
    return found


def _of_receipt(message: Facts) -> Facts:
    return {name: message.get(name) for name in _RECEIPT}


_FACTS: Final[dict[str, Callable[[Facts], Facts]]] = {
    PAGES_CAPTURED.name: _of_capture,
    ARTICLES_INGESTED.name: _of_content,
    ARTICLES_DEDUPLICATED.name: _of_duplicate,
    ARTICLES_TAGGED.name: _of_tags,
    ARTICLES_INDEXED.name: _of_receipt,
}
