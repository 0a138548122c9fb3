"""What the services found out about the articles, counted against the manifest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from babelwire_samples.demo.accounting import Ended
from babelwire_samples.demo.reading import Document
from babelwire_samples.manifest import Kind

_TRANSLATED: Final = "translated_by_publisher"


@dataclass(frozen=True, slots=True)
class Found:
    """`right` of `whole` were found out."""

    right: int
    whole: int


def _is_linked(one: str, other: str | None, documents: Mapping[str, Document]) -> bool:
    """Whether either of two articles says that it copies the other."""
    if other is None:
        return False
    sides = ((one, other), (other, one))
    return any((documents.get(this, {}).get("duplicate") or {}).get("of") == that for this, that in sides)


def copies_found(ended: list[Ended], documents: Mapping[str, Document], kind: Kind) -> Found:
    """Of the pairs of exact or of near-duplicates, those that the index links; `documents` are by article id."""
    ids = {one.capture.id: one.article_id for one in ended}
    pairs = [(one.article_id, ids.get(one.capture.of or "")) for one in ended if one.capture.kind is kind]
    return Found(sum(one is not None and _is_linked(one, other, documents) for one, other in pairs), len(pairs))


def _is_tag(tag: object, expected: str | None) -> bool:
    """Whether a tag is the expected language, a narrower one (`en-GB`, `zh-Hans`) included."""
    return isinstance(tag, str) and tag.split("-", 1)[0] == expected


def tags_found(ended: list[Ended], documents: Mapping[str, Document]) -> dict[str, Found]:
    """How many tags of the documents (by article id) are right; what a revision replaced is left out."""
    replaced = {one.capture.of for one in ended if one.capture.kind is Kind.REVISION}
    pairs = [
        (one.capture, documents.get(one.article_id or "", {}))
        for one in ended
        if one.capture.event is not None and one.capture.id not in replaced
    ]
    translations = [
        document for capture, document in pairs if capture.expected_language != capture.expected_original_language
    ]
    language = [_is_tag(document.get("language"), capture.expected_language) for capture, document in pairs]
    original = [
        _is_tag(document.get("original_language"), capture.expected_original_language) for capture, document in pairs
    ]
    translated = [(document.get("translation") or {}).get("status") == _TRANSLATED for document in translations]
    return {
        "language of the text": Found(sum(language), len(language)),
        "language it was first written in": Found(sum(original), len(original)),
        "translated before it came here": Found(sum(translated), len(translated)),
    }
