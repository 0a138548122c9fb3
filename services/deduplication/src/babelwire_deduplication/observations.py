"""What deduplication knows of a revision of an article."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from babelwire_comparison.reduction import Reduced
from babelwire_contracts.content import Precision

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Observation:
    """One revision of one article, as read from a partition. Ids and hash are raw bytes; see `Fingerprint`.

    `written` is the text that `text` was reduced from, headline apart; `seen_at` when the broker took the record.
    """

    article_id: bytes
    capture_id: bytes
    content_hash: bytes
    revision: str
    content_generation: int
    captured_at: datetime
    seen_at: datetime
    published_by: datetime | None
    addressed: bool
    text: Reduced
    written: str
    partition: int


def published_by(published_at: datetime | None, precision: Precision | None) -> datetime | None:
    """The latest moment that a date allows: the end of the day where only the day is known."""
    if published_at is None or precision is not Precision.DAY:
        return published_at
    last = datetime.max.replace(tzinfo=published_at.tzinfo)
    return published_at + _DAY if published_at < last - _DAY else last
