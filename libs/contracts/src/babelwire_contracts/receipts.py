"""How a capture ended, and where the records of an article came to their end."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from babelwire_contracts.message import Message


class Outcome(StrEnum):
    """The ends a capture can come to, best first."""

    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    DEAD_LETTERED = "dead-lettered"


BEST_FIRST: Final = tuple(Outcome)


class Receipt(Message, frozen=True, kw_only=True):
    """One capture's end. A redelivered capture may have several receipts: the best outcome counts.

    `reason` says why a capture was rejected or dead-lettered; `index` names the concrete index where it was written.
    """

    capture_id: str
    outcome: Outcome
    service: str
    at: datetime
    article_id: str | None = None
    url: str | None = None
    reason: str | None = None
    index: str | None = None


def better_of(known: Receipt | None, receipt: Receipt) -> Receipt:
    """The one that counts of two receipts of a capture: the better outcome, or the one known where they are alike."""
    if known is None or BEST_FIRST.index(receipt.outcome) < BEST_FIRST.index(known.outcome):
        return receipt
    return known


class Trace(Message, frozen=True, kw_only=True):
    """One record of an article that reached its end: whole articles, replays and amendments alike, and rejections.

    `position` is `TOPIC/PARTITION/OFFSET` of the record; `outcome` is how its capture ended, null for an amendment.
    Every article costs at least one of these for ever, so that a journey never has to scan a topic of big records.
    """

    article_id: str
    capture_id: str
    position: str
    outcome: Outcome | None = None
