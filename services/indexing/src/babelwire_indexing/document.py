"""From the content of a record to a document, and from a document to what the index takes."""

from datetime import datetime
from typing import Final

import msgspec

from babelwire_contracts.content import Content, in_utc, no_later_than
from babelwire_contracts.document import DOCUMENT_VERSION, ContentMark, Document, LocalizedText, Sections, Source
from babelwire_indexing.languages import analyzed_language

_encoder: Final = msgspec.json.Encoder()


def stub(article_id: str) -> Document:
    """A document that has no content yet and shows nowhere."""
    return Document(article_id=article_id, schema_version=DOCUMENT_VERSION)


def from_content(article_id: str, capture_id: str, content: Content, source: Source) -> Document:
    """A document of content alone. A time of publication or change after the capture cannot be true and is left out."""
    captured_at = in_utc(content.captured_at)
    published_at = no_later_than(captured_at, content.published_at)
    modified_at = no_later_than(captured_at, content.modified_at)
    return Document(
        article_id=article_id,
        schema_version=DOCUMENT_VERSION,
        capture_id=capture_id,
        revision=content.revision,
        captured_at=captured_at,
        url=content.url,
        canonical_url=content.canonical_url,
        title=content.title,
        lead=content.lead,
        body=content.body,
        authors=content.authors,
        categories=content.categories,
        keywords=content.keywords,
        images=content.images,
        videos=content.videos,
        credits=content.credits,
        related=content.related,
        structure=content.structure,
        audio=content.audio,
        embeds=content.embeds,
        live_entries=content.live_entries,
        alternates=content.alternates,
        paywalled=content.paywalled,
        partial=content.partial,
        publisher=content.publisher,
        published_at=published_at,
        published_at_source=content.published_at_source if published_at else None,
        published_at_precision=content.published_at_precision if published_at else None,
        modified_at=modified_at,
        modified_at_source=content.modified_at_source if modified_at else None,
        modified_at_precision=content.modified_at_precision if modified_at else None,
        sections=Sections(
            content=ContentMark(generation=content.generation, content_hash=content.content_hash, parser=content.parser)
        ),
        source=source,
    )


def to_source(document: Document, indexed_at: datetime) -> bytes:
    """The document as the index takes it: JSON on one line."""
    language = analyzed_language(document.language)
    localized = {}
    if language is not None:
        localized[language] = LocalizedText(title=document.title, lead=document.lead, body=document.body)
    return _encoder.encode(msgspec.structs.replace(document, indexed_at=indexed_at, localized=localized))
