"""The lanes of a slow stage: topics in which its tasks wait, by how much it matters that they are done soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from babelwire_contracts.services import SERVICES
from babelwire_contracts.topics import CATALOGUE, Topic
from babelwire_messaging import headers
from babelwire_messaging.answering import Input
from babelwire_messaging.handling import Answer, BatchHandler, Record
from babelwire_messaging.slow.precedence import Precedence

T = TypeVar("T")

FRESH_FOR: Final = timedelta(days=1)
"""What was captured longer than this before its record was appended is no news."""

_BATCH_RECORDS: Final = 16
"""So few that a fresh batch waits half a second, and not a minute, for the one that is at work."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Three topics of one kind of task."""

    fresh: Topic
    backfill: Topic
    replay: Topic

    @classmethod
    def of(cls, service: str) -> "Lanes":
        """The lanes of a service: the topics NAME.fresh, NAME.backfill and NAME.replay of the catalogue."""
        named = {name.rpartition(".")[2]: CATALOGUE[name] for name in SERVICES[service].lanes}
        return cls(**named)

    def lane_for(self, record: Record[Any], captured_at: datetime) -> Topic:
        """Where the task that a record leads to waits.

        What a replay wrote again: in `replay`. What was captured more than a day before the record was appended: in
        `backfill`. All else is fresh. No clock is asked, so that a record leads to one lane whenever it is read.
        """
        if headers.REPLAY_ID in record.headers:
            return self.replay
        if record.appended_at - captured_at > FRESH_FOR:
            return self.backfill
        return self.fresh

    def inputs(self, model: type[T], handler: BatchHandler[T], *, at_once: int = 1) -> list[Input[T]]:
        """An input for each lane. The handler is given `at_once` batches at a time, by `Precedence`."""
        precedence = Precedence(at_once)

        def taking_turns(*, is_fresh: bool) -> BatchHandler[T]:
            async def handle(records: Sequence[Record[T]]) -> Sequence[Answer]:
                since = min(record.appended_at for record in records)
                async with precedence.turn(is_fresh=is_fresh, records=len(records), since=since):
                    return await handler(records)

            return handle

        return [
            Input(
                topic,
                model,
                taking_turns(is_fresh=topic is self.fresh),
                batch_records=_BATCH_RECORDS,
                # One more than are at work, so that the next is there when one has ended.
                batches_in_flight=at_once + 1,
                lane=lane,
            )
            for lane, topic in (("fresh", self.fresh), ("backfill", self.backfill), ("replay", self.replay))
        ]
