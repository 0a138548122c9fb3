"""The join of an article's sections into its document: the same whatever the order and number of arrivals."""

from dataclasses import dataclass
from typing import Final

import msgspec

from babelwire_contracts.content import Content
from babelwire_contracts.document import Article, Document, Source
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.records import AnyAmendment, TaggedArticle
from babelwire_indexing.document import from_content, stub
from babelwire_indexing.sections import (
    FIELDS_OF_SECTIONS,
    Sections,
    content_key,
    merged_sections,
    sections_of_document,
    sections_of_record,
    with_sections,
)

TaggedRecord = TaggedArticle | AnyAmendment
"""What `articles.tagged` carries."""

Arrival = TaggedRecord | Document
"""What can be joined to a document: a record, or what an index has of the same article."""

_CONTENT_FIELDS: Final = tuple(
    field
    for field in Article.__struct_fields__
    if field not in {"article_id", "schema_version", "indexed_at"} | FIELDS_OF_SECTIONS
)


@dataclass(frozen=True, slots=True)
class Joined:
    """A document after one more record; the very object that was stored where the record changes nothing.

    `outcome` is how the record's capture ended; None for an amendment, whose capture ended before.
    """

    document: Document
    outcome: Outcome | None


def united(one: Document | None, other: Document) -> Document:
    """The document of all that two documents of one article were joined from; `one` itself where it has it all.

    Of texts beside the one on show, neither may know all that the other has dropped.
    """
    if one is None:
        return other
    if _wins(other, one):
        return with_sections(other, merged_sections(sections_of_document(one), sections_of_document(other)))
    return _amended(one, one.article_id, sections_of_document(other))


def join(stored: Document | None, record: Arrival, source: Source) -> Joined:
    """The document after `record`, which stood at `source`.

    Content is kept by the highest (revision, generation), sections by their highest version for each thing they were
    made from. One that was made from a capture shows while the content of that capture is there, waits while that is to
    come, and is dropped once it is past. One that was made from a text shows while the article has that text, and waits
    while it has another. Where two arrivals differ under one version, the greater encoding wins, so that all orders
    agree; only of more than `MOST_TEXTS` texts beside the one on show are those of the oldest revisions dropped.
    """
    if isinstance(record, Document):
        return Joined(united(stored, record), None)
    arrived = sections_of_record(record)
    if not isinstance(record, TaggedArticle):
        return Joined(_amended(stored, record.article_id, arrived), None)
    article = from_content(record.article_id, record.capture_id, record.content, source)
    if stored is None:
        return Joined(with_sections(article, arrived), Outcome.INDEXED)
    outcome = _outcome(stored, record.content)
    if _wins(article, stored):
        return Joined(with_sections(article, merged_sections(sections_of_document(stored), arrived)), outcome)
    return Joined(_amended(stored, record.article_id, arrived), outcome)


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
        return new is not None
    return new > there or (new == there and _content_bytes(arrived) > _content_bytes(stored))


def _content_bytes(document: Document) -> bytes:
    values = [getattr(document, field) for field in _CONTENT_FIELDS]
    return msgspec.json.encode([*values, document.sections.content])


def _amended(stored: Document | None, article_id: str, arrived: Sections) -> Document:
    if stored is None:
        return with_sections(stub(article_id), arrived)
    held = sections_of_document(stored)
    merged = merged_sections(held, arrived)
    if merged == held:
        return stored
    amended = with_sections(stored, merged)
    return stored if amended == stored else amended
