"""What a replay will do: which records of a topic, how fast, and who reads them. Pure; positions come from outside."""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from babelwire_console.errors import CommandFailed
from babelwire_console.timestamps import Bound
from babelwire_contracts.services import DEAD_LETTERS, PIPELINE, SERVICES
from babelwire_contracts.topics import CATALOGUE, FLOW, Cleanup, Topic

DEFAULT_RATE: Final = 200.0
"""Records a second: a fraction of what a stage does, so that live records hardly notice."""

MOST_BEHIND: Final = 2_000
"""Records; while a service downstream is further behind than this, a replay waits for it."""

MAX_METADATA_BYTES: Final = 3_500
"""The broker takes 4,096 bytes beside a committed offset."""

_STEPS_A_SECOND: Final = 4
_LARGEST_STEP: Final = 250

Range = tuple[int, int]
"""Offsets: the first, and the one after the last."""


class Plan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A replay as it is kept beside its progress. `ranges` is by partition number, `rate` in records a second."""

    replay_id: str
    topic: str
    ranges: dict[int, Range]
    rate: float
    key: str | None = None
    article: str | None = None
    limit: int | None = None

    @property
    def records(self) -> int:
        """How many records there are to look at."""
        return sum(to - start for start, to in self.ranges.values())

    @property
    def expected_seconds(self) -> int:
        """How long it takes when every record is wanted."""
        return math.ceil(min(self.records, self.limit or self.records) / self.rate)


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """What is committed beside the next offset of a partition: the plan, and what has come of this partition so far."""

    plan: Plan
    published: int = 0
    replays: int = 0
    others: int = 0


class RateLimit:
    """Spaces steps so that no more than `rate` records a second pass; time not used is not caught up with later."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._free_at = clock()
        self.step = max(1, min(_LARGEST_STEP, int(rate / _STEPS_A_SECOND)))
        """Records to pass at once."""

    def seconds_until_free(self) -> float:
        """How long the next step has to wait."""
        return max(0.0, self._free_at - self._clock())

    def passed(self, records: int) -> None:
        """Notes a step."""
        self._free_at = max(self._free_at, self._clock()) + records / self._rate


def replayable(name: str) -> Topic:
    """The topic of that name. Raises `CommandFailed` with what to use instead where it cannot be replayed."""
    topic = CATALOGUE.get(name)
    if topic is None:
        known = ", ".join(each.name for each in CATALOGUE.values() if _why_not(each) is None)
        raise CommandFailed(f"there is no topic {name!r}; replay knows {known}")
    if (reason := _why_not(topic)) is not None:
        raise CommandFailed(f"{name} is not replayed: {reason}")
    return topic


def _why_not(topic: Topic) -> str | None:
    if topic.name.startswith(DEAD_LETTERS):
        service = topic.name.removeprefix(DEAD_LETTERS)
        return f"send dead letters back with `babelwire dead-letters redrive --service {service}`"
    if topic.cleanup is Cleanup.COMPACT:
        readers = " or ".join(name for name in topic.consumers if name in SERVICES)
        return (
            f"it is compacted, and its readers take it in whole at every start; restart {readers}, or replay the topic "
            "it is made from"
        )
    if set(topic.consumers).isdisjoint(PIPELINE):
        what = topic.carries.partition(":")[0]
        return f"it carries {what}, which no stage acts upon; replay articles.tagged to have it written again"
    return None


def downstream(topic: Topic) -> list[tuple[str, Topic]]:
    """The services a record passes, each with the topic it reads, in the order of the flow."""
    reached = {topic.name}
    passed: list[tuple[str, Topic]] = []
    for service, read in FLOW:
        if read.name in reached:
            passed.append((service, read))
            # Ingest writes what it reads, and no record leads to another there.
            reached |= {name for name in SERVICES[service].writes if name != read.name}
    return passed


def narrowed(begin: Mapping[int, int], end: Mapping[int, int]) -> dict[int, Range]:
    """The ranges of partitions that hold anything between their begins and ends."""
    return {number: (start, end[number]) for number, start in sorted(begin.items()) if start < end[number]}


def check_order(since: Bound | None, until: Bound | None) -> None:
    """Raises `CommandFailed` for a range that ends before it begins."""
    either: tuple[type, ...] = (int, datetime)
    comparable = any(isinstance(since, kind) and isinstance(until, kind) for kind in either)
    if comparable and since >= until:  # type: ignore[operator]
        raise CommandFailed(f"--from {since} is not before --to {until}")


def encode_mark(mark: Mark) -> str:
    """A mark as offset metadata. Raises `CommandFailed` where it is too long to be kept."""
    text = msgspec.json.encode(mark)
    if len(text) > MAX_METADATA_BYTES:
        raise CommandFailed("the key is too long to be kept with the replay; choose the records with --from and --to")
    return text.decode()


def decode_mark(text: str) -> Mark:
    """The mark that metadata holds. Raises `CommandFailed` for anything else."""
    try:
        return msgspec.json.decode(text, type=Mark)
    except msgspec.DecodeError as error:
        raise CommandFailed(f"the progress of this replay cannot be read: {error}") from error


def describe(plan: Plan, *, seen: int, name: str) -> Iterator[str]:
    """A plan in words, a line each, called `name`; `seen` records of it have been looked at before."""
    going_on = f", {seen:,} of them done" if seen else ""
    yield f"{name} of {plan.topic}: {plan.records:,} records{going_on}"
    for number, (start, to) in plan.ranges.items():
        yield f"  partition {number}: offset {start:,} up to {to:,}, {to - start:,} records"
    for label, value in (("key", plan.key), ("article", plan.article), ("at most", plan.limit)):
        if value is not None:
            yield f"  {label}: {value}"
    (reader, _topic), *others = downstream(replayable(plan.topic))
    then = ", then " + ", ".join(service for service, _read in others) if others else ""
    yield f"  read by {reader}{then}: what they do again changes only what has a higher version now"
    yield (
        f"  at {plan.rate:g} records/s at most, {plan.expected_seconds} s if all are wanted; waits while a service is "
        f"more than {MOST_BEHIND:,} records behind"
    )
    yield "  records that are replays themselves, or came of one, are skipped"
