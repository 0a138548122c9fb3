"""Dead letters: what stands in the dead-letter topics, which of it is wanted, and how far a redrive of it has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from babelwire_messaging import headers
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import LogRecord

CLAIM_HOLDS_SECONDS: Final = 60.0
"""How long a redrive may take from claiming a letter to sending it; a claim older than that was left by a crash."""

CLAIMED: Final = b"claimed"
SENT: Final = b"sent"


class State(StrEnum):
    """How far the redrive of a letter has come."""

    OPEN = "open"
    CLAIMED = "claimed"
    REDRIVEN = "redriven"
    FAILED_AGAIN = "failed again"


@dataclass(frozen=True, slots=True)
class Letter:
    """One dead letter without its value. `origin` is None where the headers name no position; `at` is its append time.

    `attempt` is 1 for a record that failed for the first time, and one more for each redrive that failed again.
    """

    position: Position
    at: datetime
    key: bytes | None
    service: str
    error: str
    message: str
    origin: Position | None
    attempt: int
    size: int
    capture_id: str | None = None
    redrive_of: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a redrive wrote behind the letter at `of`: that it takes it on, or that it has sent it."""

    of: str
    redrive_id: str
    sent: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """The redrive that has a letter in hand, since when, and whether it has sent it."""

    redrive_id: str
    since: datetime
    sent: bool = False

    def is_over(self, now: datetime) -> bool:
        """Whether another redrive may take the letter on: a crash left it behind."""
        return not self.sent and (now - self.since).total_seconds() >= CLAIM_HOLDS_SECONDS


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters are asked for; what is None matches all. `since` is inclusive, `until` exclusive."""

    service: str | None = None
    error: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    key: str | None = None

    def matches(self, letter: Letter) -> bool:
        """Whether a letter is asked for."""
        return (
            (self.service is None or letter.service == self.service)
            and (self.error is None or letter.error == self.error)
            and (self.since is None or letter.at >= self.since)
            and (self.until is None or letter.at < self.until)
            and (self.key is None or letter.key == self.key.encode())
        )


def letter_or_mark(record: LogRecord, at: datetime) -> Letter | Mark:
    """What a record of a dead-letter topic is. Headers that are missing or broken never make it unreadable."""
    fields = {name: value.decode("utf-8", "replace") for name, value in record.headers}
    if headers.REDRIVE_MARK in fields:
        return Mark(
            of=fields.get(headers.REDRIVE_OF, ""),
            redrive_id=fields.get(headers.REDRIVE_ID, ""),
            sent=fields[headers.REDRIVE_MARK] == SENT.decode(),
            at=at,
        )
    named = (headers.DEAD_LETTER_TOPIC, headers.DEAD_LETTER_PARTITION, headers.DEAD_LETTER_OFFSET)
    attempt = fields.get(headers.DEAD_LETTER_ATTEMPT, "")
    return Letter(
        position=record.position,
        at=at,
        key=record.key,
        service=fields.get(headers.DEAD_LETTER_SERVICE) or record.topic.partition(".")[2],
        error=fields.get(headers.DEAD_LETTER_ERROR, "?"),
        message=fields.get(headers.DEAD_LETTER_MESSAGE, ""),
        origin=headers.parse_position("/".join(fields.get(name, "") for name in named)),
        attempt=int(attempt) if attempt.isdecimal() else 1,
        size=len(record.value or b""),
        capture_id=fields.get(headers.CAPTURE_ID),
        redrive_of=fields.get(headers.REDRIVE_OF),
    )


def holds(marks: Iterable[Mark]) -> dict[str, Hold]:
    """Who has which letter, from the marks in the order of the log.

    The first claim wins until it is over; every reader of the log comes to the same answer, by the broker's clock.
    """
    held: dict[str, Hold] = {}
    for mark in marks:
        known = held.get(mark.of)
        if mark.sent:
            held[mark.of] = replace(known or Hold(mark.redrive_id, mark.at), sent=True)
        elif known is None or known.is_over(mark.at):
            held[mark.of] = Hold(mark.redrive_id, mark.at)
    return held


def states(letters: Iterable[Letter], held: Mapping[str, Hold], now: datetime) -> dict[Position, State]:
    """How far each letter's redrive has come."""
    there = list(letters)
    failed_again = {letter.redrive_of for letter in there if letter.redrive_of is not None}
    return {letter.position: _state(letter, held.get(str(letter.position)), failed_again, now) for letter in there}


def _state(letter: Letter, hold: Hold | None, failed_again: set[str], now: datetime) -> State:
    if str(letter.position) in failed_again:
        return State.FAILED_AGAIN
    if hold is None or hold.is_over(now):
        return State.OPEN
    return State.REDRIVEN if hold.sent else State.CLAIMED
