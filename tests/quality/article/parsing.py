"""Pages through the parser that ingest runs."""

from datetime import UTC, datetime
from typing import Final

from babelwire_contracts import identity
from babelwire_contracts.captures import Capture, CaptureMethod
from babelwire_contracts.content import Content
from babelwire_ingest.parsing import NotAnArticle, parse

CAPTURED: Final = datetime(2026, 11, 28, tzinfo=UTC)


def content_of(html: bytes, url: str | None, content_type: str = "text/html") -> Content | NotAnArticle:
    """The content of a page, or why it is no article."""
    capture = Capture(
        capture_id=identity.capture_id(url, html, CAPTURED),
        url=url,
        content_type=content_type,
        body=html,
        method=CaptureMethod.PAGE,
        captured_at=CAPTURED,
        accepted_at=CAPTURED,
    )
    try:
        return parse(capture, generation=1).content
    except NotAnArticle as refusal:
        return refusal


def text_of(content: Content) -> str:
    """Lead and body, as readers of either take them."""
    return f"{content.lead}\n\n{content.body}" if content.lead else content.body
