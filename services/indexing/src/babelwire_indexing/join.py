"""The join of an article's sections into its document: the same whatever the order and number of arrivals."""

from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec

from babelwire_contracts.content import Content
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.records import DuplicateAmendment, TaggedArticle, TagsAmendment
from babelwire_contracts.sections import DuplicateSection, TagsSection
from babelwire_indexing.document import (
    Document,
    HeldDuplicates,
    HeldTags,
    Sections,
    Source,
    from_content,
    stub,
)

TaggedRecord = TaggedArticle | DuplicateAmendment | TagsAmendment
"""What `articles.tagged` carries."""

ContentKey = tuple[str, int]
"""Revision and generation: orders the contents of one article, and names the content a section was made from."""

S = TypeVar("S", DuplicateSection, TagsSection)

_CONTENT_FIELDS: Final = tuple(
    field
    for field in Document.__struct_fields__
    if field
    not in {
        *("article_id", "schema_version", "indexed_at", "localized", "sections", "source"),
        *("duplicate", "story_id", "duplicate_group"),
        *("origin", "language", "language_confidence", "original_language", "translation", "translations"),
    }
)


@dataclass(frozen=True, slots=True)
class Joined:
    """A document after one more record; the very object that was stored where the record changes nothing.

    `outcome` is how the record's capture ended; None for an amendment, whose capture ended before.
    """

    document: Document
    outcome: Outcome | None


def join(stored: Document | None, record: TaggedRecord, source: Source) -> Joined:
    """The document after `record`, which stood at `source`.

    Content is kept by the highest (revision, generation), sections by their highest version for each content. A section
    shows while the content it was made from is there, waits while that is to come, and is dropped once it is past.
    Where two arrivals differ under one version, the greater encoding wins, so that all orders agree.
    """
    if isinstance(record, DuplicateAmendment):
        return Joined(_amended(stored, record.article_id, [_held(record.duplicate)], []), None)
    if isinstance(record, TagsAmendment):
        return Joined(_amended(stored, record.article_id, [], [_held(record.tags)]), None)
    duplicate, tagged = _held(record.duplicate), _held(record.tags)
    arrived = from_content(record.article_id, record.capture_id, record.content, source)
    if stored is None:
        return Joined(_with_sections(arrived, [duplicate], [tagged]), Outcome.INDEXED)
    duplicates = _merged(_duplicates(stored), [duplicate])
    tags = _merged(_tags(stored), [tagged])
    outcome = _outcome(stored, record.content)
    if _wins(arrived, stored):
        return Joined(_with_sections(arrived, duplicates, tags), outcome)
    return Joined(_amended(stored, record.article_id, duplicates, tags), outcome)


def _held(section: S) -> S:
    """A section as documents hold it: in this release's form, so that they do not say which schema it came in."""
    return msgspec.structs.replace(section, schema_version=msgspec.UNSET)


def content_key(document: Document) -> ContentKey | None:
    """Which content a document shows; None for a stub."""
    mark = document.sections.content
    if document.revision is None or mark is None:
        return None
    return document.revision, mark.generation


def _outcome(stored: Document, content: Content) -> Outcome:
    mark = stored.sections.content
    if stored.revision is None or mark is None or content.revision == stored.revision:
        return Outcome.INDEXED
    if content.revision < stored.revision:
        return Outcome.SUPERSEDED
    return Outcome.UNCHANGED if content.content_hash == mark.content_hash else Outcome.INDEXED


def _wins(arrived: Document, stored: Document) -> bool:
    there, new = content_key(stored), content_key(arrived)
    if there is None or new is None:
        return there is None
    return new > there or (new == there and _content_bytes(arrived) > _content_bytes(stored))


def _content_bytes(document: Document) -> bytes:
    values = [getattr(document, field) for field in _CONTENT_FIELDS]
    return msgspec.json.encode([*values, document.sections.content])


def _amended(
    stored: Document | None, article_id: str, duplicates: list[DuplicateSection], tags: list[TagsSection]
) -> Document:
    base = stored if stored is not None else stub(article_id)
    held_duplicates, held_tags = _duplicates(base), _tags(base)
    amended = _with_sections(base, _merged(held_duplicates, duplicates), _merged(held_tags, tags))
    if stored is not None and (_duplicates(amended), _tags(amended)) == (held_duplicates, held_tags):
        return stored
    return amended


def _duplicates(document: Document) -> list[DuplicateSection]:
    held = document.sections.duplicate
    if held.shown is None:
        return held.waiting
    assert document.duplicate is not None
    shown = DuplicateSection(version=held.shown, duplicate=document.duplicate, story_id=document.story_id)
    return [shown, *held.waiting]


def _tags(document: Document) -> list[TagsSection]:
    held = document.sections.tags
    if held.shown is None:
        return held.waiting
    assert document.language is not None
    assert document.original_language is not None
    assert document.origin is not None
    assert document.translation is not None
    shown = TagsSection(
        version=held.shown,
        language=document.language,
        language_confidence=document.language_confidence,
        original_language=document.original_language,
        origin=document.origin,
        translation=document.translation,
        translations=document.translations,
    )
    return [shown, *held.waiting]


def _merged(held: list[S], arrived: list[S]) -> list[S]:
    best: dict[ContentKey, S] = {}
    for section in held + arrived:
        key = _made_from(section)
        rival = best.get(key)
        if rival is None or _beats(section, rival):
            best[key] = section
    return [best[key] for key in sorted(best)]


def _made_from(section: DuplicateSection | TagsSection) -> ContentKey:
    return section.version.revision, section.version.content_generation


def _beats(section: S, rival: S) -> bool:
    if section.version != rival.version:
        return section.version > rival.version
    return section != rival and msgspec.json.encode(section) > msgspec.json.encode(rival)


def _with_sections(base: Document, duplicates: list[DuplicateSection], tags: list[TagsSection]) -> Document:
    key = content_key(base)
    duplicate, waiting_duplicates = _sorted_out(duplicates, key)
    tagged, waiting_tags = _sorted_out(tags, key)
    fields: dict[str, Any] = {
        "duplicate": duplicate.duplicate if duplicate else None,
        "story_id": duplicate.story_id if duplicate else None,
        "duplicate_group": key and ((duplicate and duplicate.duplicate.of) or base.article_id),
        "language": tagged.language if tagged else None,
        "language_confidence": tagged.language_confidence if tagged else None,
        "original_language": tagged.original_language if tagged else None,
        "origin": tagged.origin if tagged else None,
        "translation": tagged.translation if tagged else None,
        "translations": tagged.translations if tagged else {},
    }
    sections = Sections(
        content=base.sections.content,
        duplicate=HeldDuplicates(shown=duplicate.version if duplicate else None, waiting=waiting_duplicates),
        tags=HeldTags(shown=tagged.version if tagged else None, waiting=waiting_tags),
    )
    return msgspec.structs.replace(base, sections=sections, **fields)


def _sorted_out(sections: list[S], content: ContentKey | None) -> tuple[S | None, list[S]]:
    """The section to show and those that wait; the ones made from content of the past are in neither."""
    if content is None:
        return None, sections
    shown = next((section for section in sections if _made_from(section) == content), None)
    return shown, [section for section in sections if _made_from(section) > content]
