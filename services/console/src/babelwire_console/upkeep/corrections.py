"""What operators have corrected of deduplication's decisions: read, written and withdrawn."""

from datetime import UTC, datetime
from typing import Final

from aiokafka import TopicPartition

from babelwire_console.errors import CommandFailed
from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.corrections import Correction, Verdict
from babelwire_contracts.topics import ARTICLES_CORRECTIONS, ARTICLES_FINGERPRINTS
from babelwire_lineage import searching
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.handling import Publish
from babelwire_messaging.partitioning import partition_of
from babelwire_messaging.producer import Producer
from babelwire_messaging.reading import LogReader, LogRecord, log_reader
from babelwire_messaging.settings import KafkaSettings

VERBS: Final = {Verdict.COPIES: "link", Verdict.NOT_COPIES: "unlink"}
"""The command that makes corrections with each verdict."""


def correction(one: str, other: str, verdict: Verdict) -> Correction:
    """The correction of two articles, in whichever order they are given, made now."""
    first, second = sorted((one, other))
    return Correction(one=first, other=second, verdict=verdict, made_at=datetime.now(UTC))


async def kept(kafka: KafkaSettings, clients: Clients = KAFKA) -> list[Correction]:
    """The corrections that stand, the newest first.

    Raises `KafkaAway`, and `CommandFailed` where a newer release has written one.
    """
    async with log_reader(kafka, clients) as log:
        standing = await _standing(log)
    return sorted(standing.values(), key=lambda one: (one.made_at, one.key), reverse=True)


async def write(made: Correction, kafka: KafkaSettings, clients: Clients = KAFKA) -> list[str]:
    """Writes a correction. Returns those of the two articles that deduplication does not know yet.

    Raises `TransientError` where Kafka does not take it, and `CommandFailed` where nobody would read it.
    """
    async with log_reader(kafka, clients) as log:
        _check_read(log)
        unknown = [article for article in (made.one, made.other) if not await _is_known(log, article)]
    await _publish(Publish(ARTICLES_CORRECTIONS, made.key, made), kafka, clients)
    return unknown


async def withdraw(made: Correction, kafka: KafkaSettings, clients: Clients = KAFKA) -> Correction:
    """Withdraws the correction of two articles that has this verdict. Returns what stood.

    Raises `TransientError` where Kafka does not take it, and `CommandFailed` where no such correction stands.
    """
    async with log_reader(kafka, clients) as log:
        standing = (await _standing(log)).get(made.key)
    if standing is None:
        raise CommandFailed(f"there is no correction of {made.one} and {made.other}: nothing was withdrawn")
    if standing.verdict is not made.verdict:
        verb = VERBS[standing.verdict]
        raise CommandFailed(
            f"the correction of {made.one} and {made.other} is one of {verb}'s; to take it back: "
            f"babelwire {verb} --withdraw {made.one} {made.other}"
        )
    await _publish(Publish(ARTICLES_CORRECTIONS, made.key, None), kafka, clients)
    return standing


async def _publish(message: Publish, kafka: KafkaSettings, clients: Clients) -> None:
    producer = Producer("console", kafka, clients)
    async with producer.running():
        await producer.publish([message])


async def _standing(log: LogReader) -> dict[str, Correction]:
    """Corrections by key; what is none changes nothing, as for deduplication."""
    standing: dict[str, Correction] = {}
    async for span in log.read(await log.ranges(log.partitions(ARTICLES_CORRECTIONS.name))):
        for record in span.records:
            key = (record.key or b"").decode("utf-8", "replace")
            if record.value is None:
                standing.pop(key, None)
            elif (found := _decoded(record)) is not None and found.key == key:
                standing[key] = found
    return standing


def _decoded(record: LogRecord) -> Correction | None:
    try:
        return decode(record.value, Correction)
    except UndecodableMessage:
        return None
    except SchemaFromTheFuture as error:
        raise CommandFailed(
            f"the correction at {record.position} says more than this release reads: {error}"
        ) from error


def _check_read(log: LogReader) -> None:
    if not log.partitions(ARTICLES_CORRECTIONS.name):
        raise CommandFailed(
            f"there is no topic {ARTICLES_CORRECTIONS.name}, which deduplication makes at its start: nobody would read "
            "the correction. Start deduplication of this release first"
        )


async def _is_known(log: LogReader, article: str) -> bool:
    """Whether deduplication has a fingerprint of an article."""
    key = article.encode()
    partition = TopicPartition(ARTICLES_FINGERPRINTS.name, partition_of(key, ARTICLES_FINGERPRINTS.partitions))
    if partition not in log.partitions(ARTICLES_FINGERPRINTS.name):
        return False
    ((within),) = (await log.ranges([partition])).values()
    return await searching.first(log, partition, within, key, lambda _fields: True) is not None
