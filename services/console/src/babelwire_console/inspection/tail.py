"""`babelwire tail`."""

import heapq
import select
import sys
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

import typer
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from babelwire_console import completion
from babelwire_console.errors import CommandFailed
from babelwire_console.inspection.tailing import DecodedRecord, Filter, decode_record, line, page, row
from babelwire_console.options import Article, Key, bound_option
from babelwire_console.output import ReaderIsGone, console, errors, print_json
from babelwire_console.running import kafka_reader, run
from babelwire_console.settings import Settings
from babelwire_contracts.topics import CATALOGUE, Topic
from babelwire_messaging.partitioning import partition_of, topic_partitions
from babelwire_messaging.reading import LogReader, log_reader

_SEARCHED_BACK: Final = 10_000
"""Records of each partition among which a filter looks for the last ones, unless --from says where to begin."""

_POLL_MILLISECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class _Options:
    topic: Topic
    filter: Filter
    last: int | None
    since: datetime | int | None
    follow: bool
    as_json: bool
    full: bool


def tail(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", autocompletion=completion.topics, show_default=False)],
    *,
    key: Key = None,
    capture: Annotated[str | None, typer.Option(metavar="ID", help="Only records of this capture.")] = None,
    article: Article = None,
    service: Annotated[
        str | None, typer.Option(help="Only records this service wrote.", autocompletion=completion.producers)
    ] = None,
    last: Annotated[
        int | None,
        typer.Option(min=0, help="At most so many records that are there; 10, or all where --from is given."),
    ] = None,
    since: Annotated[Any | None, bound_option("--from", "Begin here; an offset is one of each partition.")] = None,
    follow: Annotated[bool, typer.Option(help="Go on with what comes, until Ctrl-C.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a record, with all of its value.")] = False,
    full: Annotated[bool, typer.Option("--full", help="The headers and the value below each line.")] = False,
) -> None:
    """Show the records of a topic, decoded, and go on with what comes.

    One line a record: time, position, key, model, what it decides, who wrote it, and whether a replay or redrive did.
    """
    known = CATALOGUE.get(topic)
    if known is None:
        raise typer.BadParameter(f"no topic {topic!r}; there are {', '.join(CATALOGUE)}", param_hint="TOPIC")
    options = _Options(
        topic=known,
        filter=Filter(key=key, capture_id=capture, article_id=article, producer=service),
        last=10 if last is None and since is None else last,
        since=since,
        follow=follow,
        as_json=as_json,
        full=full,
    )
    run(_tail(Settings(), options))


async def _tail(settings: Settings, options: _Options) -> None:
    async with log_reader(settings.kafka) as log:
        if not log.partitions(options.topic.name):
            raise CommandFailed(f"there is no topic {options.topic.name} yet; the services make it when they start")
        ranges = await _ranges(log, options)
        shown = 0
        async for decoded in _there(log, ranges, options):
            _show(decoded, options)
            shown += 1
    if not shown and not options.filter.is_empty and options.since is None:
        errors.print(f"Nothing among the last {_SEARCHED_BACK} records of each partition; --from begins earlier.")
    if options.follow:
        async with kafka_reader(settings) as consumer:
            await _follow(consumer, {each: end for each, (_start, end) in ranges.items()}, options)


def _partitions(options: _Options) -> list[TopicPartition]:
    """Those that can hold what is asked for. A dead letter keeps the partition it came from, whatever its key."""
    if options.filter.key is None or not options.topic.models:
        return topic_partitions(options.topic)
    return [TopicPartition(options.topic.name, partition_of(options.filter.key.encode(), options.topic.partitions))]


async def _ranges(log: LogReader, options: _Options) -> dict[TopicPartition, tuple[int, int]]:
    """The offsets between which to read, for each partition."""
    partitions = _partitions(options)
    ranges = await log.ranges(partitions)
    starts = dict.fromkeys(partitions, options.since if isinstance(options.since, int) else 0)
    if isinstance(options.since, datetime):
        starts = await log.offsets(partitions, options.since)
    elif options.since is None:
        last = options.last if options.last is not None and options.filter.is_empty else _SEARCHED_BACK
        starts = {each: end - last for each, (_start, end) in ranges.items()}
    return {each: (max(start, starts[each]), end) for each, (start, end) in ranges.items()}


async def _there(
    log: LogReader, ranges: Mapping[TopicPartition, tuple[int, int]], options: _Options
) -> AsyncIterator[DecodedRecord]:
    """What is asked for of the records there, the last of them in order of time."""
    if options.last == 0:
        return
    newest: dict[int, deque[tuple[int, int, int, DecodedRecord]]] = {}
    async for span in log.read(ranges):
        for record in span.records:
            decoded = decode_record(record)
            if not options.filter.matches(decoded):
                continue
            if options.last is None:
                yield decoded
                continue
            kept = newest.setdefault(record.partition, deque(maxlen=options.last))
            kept.append((record.timestamp, record.partition, record.offset, decoded))
    merged = list(heapq.merge(*newest.values(), key=lambda one: one[:3]))
    for *_, decoded in merged[-options.last :] if options.last is not None else ():
        yield decoded


async def _follow(consumer: AIOKafkaConsumer, following: dict[TopicPartition, int], options: _Options) -> None:
    consumer.assign(list(following))
    for partition, offset in following.items():
        consumer.seek(partition, offset)
    while True:
        if _reader_is_gone():
            raise ReaderIsGone
        records: list[ConsumerRecord] = []
        for found in (await consumer.getmany(timeout_ms=_POLL_MILLISECONDS)).values():
            records += found
        for record in sorted(records, key=lambda one: (one.timestamp, one.partition, one.offset)):
            decoded = decode_record(record)
            if options.filter.matches(decoded):
                _show(decoded, options)


def _show(decoded: DecodedRecord, options: _Options) -> None:
    if options.as_json:
        print_json(row(decoded))
        return
    console.print(line(decoded), soft_wrap=True)
    if options.full:
        console.print(page(decoded), soft_wrap=True)


def _reader_is_gone() -> bool:
    """Whether stdout is a pipe that nobody reads any more: with nothing to write, no write would tell."""
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return any(event & select.POLLERR for _, event in poll.poll(0))
