"""Where the records of an article came to their end."""

from babelwire_contracts.message import Message
from babelwire_contracts.receipts import Outcome


class Trace(Message, frozen=True, kw_only=True):
    """One record of an article that reached its end: whole articles, replays and amendments alike, and rejections.

    `position` is `TOPIC/PARTITION/OFFSET` of the record; `outcome` is how its capture ended, null for an amendment.
    Every article costs at least one of these for ever, so that a journey never has to scan a topic of big records.
    """

    article_id: str
    capture_id: str
    position: str
    outcome: Outcome | None = None
