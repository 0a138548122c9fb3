"""What deduplication remembers of an article."""

from datetime import datetime

from babelwire_contracts.message import Message
from babelwire_contracts.sections import Duplicate, SectionVersion


class Fingerprint(Message, frozen=True, kw_only=True):
    """One article's fingerprint and the decision its owner last published.

    `signature` is the MinHash signature: 32-bit little-endian unsigned integers (base64 in JSON), empty where the text
    is too short for shingles. `first_captured_at` is the earliest capture known of the article, whatever its revision.
    `decision` and `version` are what the owner last published, so that a restarted owner knows what to amend.
    """

    article_id: str
    capture_id: str
    version: SectionVersion
    content_hash: str
    signature: bytes
    shingles: int
    first_captured_at: datetime
    published_at: datetime | None
    decision: Duplicate
