"""Records of one key among many others: batches in which the key does not occur are passed over undecoded."""

import contextlib
from collections.abc import Callable

from aiokafka import TopicPartition

from babelwire_messaging.reading import LogReader, LogRecord


async def find(log: LogReader, partition: TopicPartition, within: tuple[int, int], key: bytes) -> list[LogRecord]:
    """The records of a key from an offset up to another, in order. Raises `KafkaAway`."""
    spans = log.read({partition: within}, holding=key)
    return [record async for span in spans for record in span.records if record.key == key]


async def first(
    log: LogReader,
    partition: TopicPartition,
    within: tuple[int, int],
    key: bytes,
    is_meant: Callable[[dict[str, bytes]], bool],
) -> LogRecord | None:
    """The first record of a key, of those from an offset up to another, whose headers are meant. Raises `KafkaAway`."""
    async with contextlib.aclosing(log.read({partition: within}, holding=key)) as spans:
        async for span in spans:
            for record in span.records:
                if record.key == key and is_meant(record.fields):
                    return record
    return None
