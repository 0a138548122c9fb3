"""Writes the records of a plan again: bounded in rate, held back for live records, stopped and resumed at will."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from babelwire_console.replay.log import ReplayLog, again
from babelwire_console.replay.plan import MOST_BEHIND, Mark, Plan, Range, RateLimit, downstream, replayable
from babelwire_console.replay.selection import Selection, is_replay
from babelwire_messaging.producer import Producer
from babelwire_messaging.reading import LogRecord, Span

_LOOK_SECONDS = 1.0
_COUNTED_AT_ONCE = 1000


@dataclass
class Progress:
    """How far a replay has come: the next offset and the mark of each partition."""

    plan: Plan
    partitions: dict[int, tuple[int, Mark]] = field(default_factory=dict)

    @classmethod
    def beginning(cls, plan: Plan) -> "Progress":
        """Nothing has been looked at yet."""
        return cls(plan, {number: (start, Mark(plan=plan)) for number, (start, _end) in plan.ranges.items()})

    @property
    def published(self) -> int:
        """Records written again."""
        return sum(mark.published for _next, mark in self.partitions.values())

    @property
    def replays(self) -> int:
        """Records passed over because a replay wrote them, or led to them."""
        return sum(mark.replays for _next, mark in self.partitions.values())

    @property
    def others(self) -> int:
        """Records passed over because they are not of the key or article."""
        return sum(mark.others for _next, mark in self.partitions.values())

    @property
    def seen(self) -> int:
        """Records looked at."""
        return self.published + self.replays + self.others

    @property
    def left(self) -> int | None:
        """How many records may still be published; None without a limit."""
        return None if self.plan.limit is None else max(0, self.plan.limit - self.published)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.left == 0 or all(offset >= self.plan.ranges[n][1] for n, (offset, _mark) in self.partitions.items())

    @property
    def ranges_left(self) -> dict[int, Range]:
        """What has not been looked at."""
        return {n: (offset, self.plan.ranges[n][1]) for n, (offset, _mark) in self.partitions.items()}

    def at_end(self) -> None:
        """Notes that the ranges hold no more records, whatever offsets retention has left them."""
        for number, (_offset, mark) in self.partitions.items():
            self.partitions[number] = (self.plan.ranges[number][1], mark)

    def noted(self, number: int, offset: int, *, published: int = 0, replays: int = 0, others: int = 0) -> None:
        """Notes what became of the records of a partition before an offset."""
        _before, mark = self.partitions[number]
        self.partitions[number] = (
            offset,
            msgspec.structs.replace(
                mark,
                published=mark.published + published,
                replays=mark.replays + replays,
                others=mark.others + others,
            ),
        )


class Replaying:
    """One run of a replay. `report` is called after each step, and with a reason while it waits."""

    def __init__(
        self,
        log: ReplayLog,
        selection: Selection,
        progress: Progress,
        stop: asyncio.Event,
        report: Callable[[str], None],
    ) -> None:
        self._log = log
        self._selection = selection
        self._progress = progress
        self._stop = stop
        self._report = report
        self._looked_at = 0.0

    async def publish(self, producer: Producer) -> None:
        """Returns when all is written or `stop` is set; what was written is committed then.

        Raises `TransientError` and `KafkaError`; a run that goes on after them repeats one step at most.
        """
        plan, progress = self._progress.plan, self._progress
        limit = RateLimit(plan.rate, time.monotonic)
        await self._log.keep(progress.partitions)
        async with contextlib.aclosing(self._log.records(progress.ranges_left, limit.step)) as steps:
            async for step in steps:
                if progress.finished or self._stop.is_set():
                    return
                records = self._taken(step)
                if records:
                    await self._wait_for_readers()
                    await self._wait(limit.seconds_until_free())
                    if self._stop.is_set():
                        return
                    await producer.send([again(record, plan.replay_id) for record in records])
                    limit.passed(len(records))
                self._note(step, records)
                number = step.partition.partition
                await self._log.keep({number: progress.partitions[number]})
                self._report("")
        progress.at_end()
        await self._log.keep(progress.partitions)

    async def count(self) -> None:
        """Looks at every record as `publish` would, and writes nothing."""
        async with contextlib.aclosing(self._log.records(self._progress.ranges_left, _COUNTED_AT_ONCE)) as spans:
            async for span in spans:
                if self._progress.finished or self._stop.is_set():
                    return
                self._note(span, self._taken(span))
                self._report("")

    def _taken(self, span: Span) -> list[LogRecord]:
        wanted = [record for record in span.records if self._is_wanted(record)]
        return wanted if self._progress.left is None else wanted[: self._progress.left]

    def _is_wanted(self, record: LogRecord) -> bool:
        return not is_replay(record.fields) and self._selection.wants(record.key, record.value)

    def _note(self, span: Span, taken: list[LogRecord]) -> None:
        left, after = self._progress.left, span.next
        if left is not None and len(taken) == left and taken:
            after = taken[-1].offset + 1
        passed = [record for record in span.records if record.offset < after]
        replays = sum(is_replay(record.fields) for record in passed)
        others = len(passed) - replays - len(taken)
        number = span.partition.partition
        self._progress.noted(number, after, published=len(taken), replays=replays, others=others)

    async def _wait_for_readers(self) -> None:
        read_by = downstream(replayable(self._progress.plan.topic))
        while not self._stop.is_set() and time.monotonic() - self._looked_at >= _LOOK_SECONDS:
            lag, service = await self._log.behind(read_by)
            if lag <= MOST_BEHIND:
                self._looked_at = time.monotonic()
                return
            self._report(f"waits: {service} is {lag:,} records behind")
            await self._wait(_LOOK_SECONDS)

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), seconds)
