"""Articles as ingest hands them on."""

from datetime import datetime
from typing import Any

from babelwire_contracts import identity
from babelwire_contracts.content import Content
from babelwire_contracts.records import IngestedArticle


def ingested(url: str, title: str, body: str, captured_at: datetime, **more: Any) -> IngestedArticle:
    """An article by what is compared of it; `more` are further fields of its content."""
    capture_id = identity.capture_id(url, body.encode(), captured_at)
    content = Content(
        revision=identity.revision(captured_at, capture_id),
        generation=1,
        content_hash=identity.content_hash(title, None, body),
        captured_at=captured_at,
        title=title,
        body=body,
        **more,
    )
    return IngestedArticle(article_id=identity.article_id(url), capture_id=capture_id, content=content)
