"""A service's pause, kept across restarts, and what an operator let through when it ended."""

from datetime import datetime
from typing import Final

import msgspec

from babelwire_contracts.message import Message

MOST_HELD: Final = 100
"""Records that a pause names one by one; `ServicePause.errors` counts all that failed."""


class HeldRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record that failed when its service paused, and that waits in its topic.

    `position` is `TOPIC/PARTITION/OFFSET`; `error` is the class of what failed, `message` its words, cut short.
    """

    position: str
    error: str
    message: str
    capture_id: str | None = None


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator lets through to the dead letters.

    Records that fail with a class of `errors` and stand before the end offset that `until` gives for their
    `TOPIC/PARTITION` are dead-lettered, and none of them counts as a bug. `at` is when the operator said so.
    """

    errors: list[str]
    until: dict[str, int]
    at: datetime


class ServicePause(Message, frozen=True, kw_only=True):
    """Why a service has stopped consuming until an operator resumes it; with a `release`, why it had.

    `held` are up to `MOST_HELD` of the records that failed, `errors` how many of the batch failed with each class; both
    are empty where no record was at fault. A tombstone in its place: not paused, and nothing is released.
    """

    service: str
    reason: str
    instance: str
    at: datetime
    held: list[HeldRecord] = []
    errors: dict[str, int] = {}
    release: Release | None = None
