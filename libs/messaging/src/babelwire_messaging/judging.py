"""Whose fault a run of failures is: the input's, or that of the service which reads it."""

from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from babelwire_contracts.pauses import MOST_HELD, HeldRecord
from babelwire_messaging.errors import HandlerFailed, PermanentError, StopConsuming
from babelwire_messaging.handling import Answer, Position, Record

log = structlog.get_logger(__name__)

WINDOW: Final = 200
MOST: Final = 50
"""So many failures among the last `WINDOW` records are still no run."""

_DISTANCES: Final = (1, 10, 100, 1000)
"""How far before the first record that this process read its controls stand, so that one run of bad ones is not all."""

_RECENT: Final = 5
_MESSAGE_LENGTH: Final = 500

Released = Callable[[Position, str], bool]
"""Whether an operator has let records at a position through that fail with a class of error."""

Rehandled = Callable[[Collection[Position]], Awaitable[Sequence[Answer]]]
"""Handles records of the log once more and returns the answers, of those still there; publishes nothing."""


@dataclass
class Held:
    """What failed of one batch, for the operator to see should the service pause."""

    records: list[HeldRecord] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, record: Record[Any], error: PermanentError) -> None:
        """Counts a failure, and describes it where few are described yet."""
        cause = named(error)
        self.errors[type(cause).__name__] += 1
        if len(self.records) < MOST_HELD:
            self.records.append(
                HeldRecord(
                    position=str(record.position),
                    error=type(cause).__name__,
                    message=str(cause)[:_MESSAGE_LENGTH],
                    capture_id=record.capture_id,
                )
            )


class Breaker:
    """Trips when more than `most` of the last `window` records failed for good and at least half of those seen did.

    Who is at fault is not decided here: a run of bad records looks the same whether they are bad or their reader is.
    """

    def __init__(self, window: int = WINDOW, most: int = MOST) -> None:
        self._failed: deque[bool] = deque(maxlen=window)
        self._window = window
        self._most = most

    def succeeded(self, count: int = 1) -> None:
        """Remembers records that were handled well."""
        self._failed.extend([False] * min(count, self._window))

    def failed(self) -> bool:
        """Remembers one that failed for good, and returns whether that trips it."""
        self._failed.append(True)
        failures = sum(self._failed)
        return failures > self._most and failures * 2 >= len(self._failed)

    def reset(self) -> None:
        """Forgets everything, as after a verdict or a resume."""
        self._failed.clear()


class Judge:
    """Counts failures. After a run of them, records that were handled before are handled again, as controls.

    Where most of the controls fail too, the service is at fault, as after a bad deploy, and must stop before it empties
    its topic into the dead letters. Where they do not, the input is, however much of it there is, and nobody who sends
    it can stop the service. The controls are those from before this process began, for what it calls well may be what
    its bug leaves alone; where the log has none, those that went well since. Without any, a failure that nobody foresaw
    counts as the service's.
    """

    def __init__(self, released: Released) -> None:
        self._released = released
        self._breaker = Breaker()
        self._firsts: dict[int, Position] = {}
        self._went_well: deque[Position] = deque(maxlen=_RECENT)

    def reset(self) -> None:
        """Forgets past failures, as after a resume."""
        self._breaker.reset()

    async def hear(
        self, records: Sequence[Record[Any]], answers: Sequence[Answer], held: Held, rehandled: Rehandled
    ) -> None:
        """Counts answers in their order, and adds failures to `held`. Raises `StopConsuming`."""
        for record, answer in zip(records, answers, strict=True):
            self._firsts.setdefault(record.position.partition, record.position)
            if not isinstance(answer, PermanentError):
                self._breaker.succeeded()
                self._went_well.append(record.position)
            elif not self._released(record.position, type(named(answer)).__name__):
                held.add(record, answer)
                if self._breaker.failed():
                    await self._decide(answer, held, rehandled)
                    self._breaker.reset()

    async def _decide(self, last: PermanentError, held: Held, rehandled: Rehandled) -> None:
        answers = await rehandled([before for first in self._firsts.values() for before in _before(first)])
        if not answers:
            answers = await rehandled(list(self._went_well))
        failed = sum(isinstance(answer, PermanentError) for answer in answers)
        at_fault = failed * 2 > len(answers) if answers else isinstance(last, HandlerFailed)
        log.warning("run_of_failures", service_at_fault=at_fault, controls=len(answers), controls_failed=failed)
        if at_fault:
            kinds = ", ".join(sorted(held.errors))
            raise StopConsuming(
                f"more than {MOST} of the last {WINDOW} records failed ({kinds}), and {failed} of {len(answers)} "
                "that had been handled before failed too",
                held.records,
                dict(held.errors),
            )


def named(error: PermanentError) -> BaseException:
    """The error that a failure is known by: what caused it, where it was not foreseen."""
    return error.__cause__ or error


def _before(position: Position) -> list[Position]:
    offsets = [position.offset - distance for distance in _DISTANCES]
    return [Position(position.topic, position.partition, offset) for offset in offsets if offset >= 0]
