"""Reads the dead-letter topics and the topics that the letters came from."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from babelwire_console.dead_letters.letter import Hold, Letter, Mark, holds, letter_or_mark
from babelwire_console.dead_letters.plan import Since, cannot_go_back
from babelwire_contracts.topics import dead_letters
from babelwire_messaging import headers
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import read_range, topic_partitions

_COPIES = frozenset({headers.REPLAY_ID, headers.REPLAY_OF, headers.REDRIVE_OF})


class DeadLetterLog:
    """Letters and marks of some services' dead-letter topics, as far as they have been read."""

    def __init__(self, services: Sequence[str]) -> None:
        self._services = services
        self._next: dict[TopicPartition, int] = {}
        self._marks: list[Mark] = []
        self.letters: list[Letter] = []

    async def read(self, consumer: AIOKafkaConsumer) -> None:
        """Reads on to the ends of now; the first time from the beginning."""
        there = await consumer.topics()
        topics = [topic for topic in map(dead_letters, self._services) if topic.name in there]
        partitions = [partition for topic in topics for partition in topic_partitions(topic)]
        if not partitions:
            return
        async for record in read_range(consumer, partitions, starts_at=self._next):
            self._next[TopicPartition(record.topic, record.partition)] = record.offset + 1
            found = letter_or_mark(record, datetime.fromtimestamp(record.timestamp / 1000, UTC))
            if isinstance(found, Mark):
                self._marks.append(found)
            else:
                self.letters.append(found)

    def holds(self) -> dict[str, Hold]:
        """Who has which letter in hand, by the letter's position."""
        return holds(self._marks)


async def read_since(
    consumer: AIOKafkaConsumer, letters: Iterable[Letter], failed: Iterable[Letter], told: Callable[[int, int], None]
) -> Since:
    """What the letters' own topics hold behind them; `failed` are all known letters.

    Reads from the oldest of the letters on, and tells how many records of how many it has looked at.
    """
    firsts: dict[TopicPartition, int] = {}
    keys: dict[TopicPartition, set[bytes | None]] = defaultdict(set)
    for letter in letters:
        if letter.origin is None or cannot_go_back(letter) is not None:
            continue
        partition = TopicPartition(letter.origin.topic, letter.origin.partition)
        firsts[partition] = min(firsts.get(partition, letter.origin.offset), letter.origin.offset)
        keys[partition].add(letter.key)
    partitions = [partition for partition in firsts if partition.topic in await consumer.topics()]
    since = Since()
    if not partitions:
        return since
    ends = await consumer.end_offsets(partitions)
    total = sum(max(0, ends[partition] - firsts[partition]) for partition in partitions)
    origins = {letter.origin for letter in failed}
    looked_at = 0
    async for record in read_range(consumer, partitions, starts_at=firsts):
        looked_at += 1
        if record.key in keys[TopicPartition(record.topic, record.partition)]:
            position = Position(record.topic, record.partition, record.offset)
            _note(since, record, is_letter=position in origins)
        if looked_at % 1000 == 0:
            told(looked_at, total)
    return since


def _note(since: Since, record: ConsumerRecord, *, is_letter: bool) -> None:
    fields = dict(record.headers)
    if redriven := fields.get(headers.REDRIVE_OF):
        since.redriven.add(redriven.decode("utf-8", "replace"))
    if record.key is None:
        return
    slot = (record.topic, record.partition, record.key)
    since.newest[slot] = record.offset
    if not is_letter and not _COPIES & fields.keys():
        since.newest_fresh[slot] = record.offset
