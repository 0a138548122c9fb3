from datetime import UTC, datetime
from typing import Protocol

import pytest

from babelwire_contracts import identity
from babelwire_contracts.captures import Capture, CaptureMethod
from babelwire_contracts.records import IngestedArticle
from babelwire_ingest.parsing import parse

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


class Parse(Protocol):
    """Parses bytes or text as a capture of a content type, from an address or none."""

    def __call__(self, body: bytes | str, content_type: str = ..., url: str | None = ...) -> IngestedArticle: ...


@pytest.fixture
def parsed() -> Parse:
    def parse_body(body: bytes | str, content_type: str = "text/html", url: str | None = None) -> IngestedArticle:
        data = body.encode() if isinstance(body, str) else body
        capture = Capture(
            capture_id=identity.capture_id(url, data, NOW),
            url=url,
            content_type=content_type,
            body=data,
            method=CaptureMethod.PAGE,
            captured_at=NOW,
            accepted_at=NOW,
        )
        return parse(capture, generation=1)

    return parse_body
