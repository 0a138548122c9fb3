"""Reads the log by position: without a group, and without decoding what nobody asked for."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    KafkaError,
    NotCoordinatorForGroupError,
    OffsetOutOfRangeError,
)

from babelwire_contracts.topics import CATALOGUE
from babelwire_lineage.batches import LogRecord, batches, may_hold, records
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Position
from babelwire_messaging.raw_log import BEGINNING, END, RawLog
from babelwire_messaging.settings import KafkaSettings

__all__ = ["BEGINNING", "END", "KafkaAway", "LogReader", "log_reader"]

_SCAN_BYTES: Final = 8 * 1024 * 1024
_ONE_BATCH: Final = 1
"""A broker answers with a whole batch even where fewer bytes were asked for."""
_TRIES: Final = 6
_PAUSE_SECONDS: Final = 0.25
_COORDINATOR_NOT_NOW: Final = (
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    NotCoordinatorForGroupError,
)


class KafkaAway(TransientError):
    """Kafka does not answer."""


class LogReader:
    """The topics of the catalogue, read by position. Every method may raise `KafkaAway`."""

    def __init__(self, log: RawLog, kafka: KafkaSettings, clients: Clients = KAFKA) -> None:
        self._log = log
        self._kafka = kafka
        self._clients = clients

    def partitions(self, topic: str) -> list[TopicPartition]:
        """The partitions of a topic; none where it is not there yet."""
        return [TopicPartition(topic, number) for number in sorted(self._log.partitions(self._kafka.on_wire(topic)))]

    async def offsets(self, partitions: Iterable[TopicPartition], at: int | datetime) -> dict[TopicPartition, int]:
        """The first offset appended at a time or later (the end where there is none); or at `BEGINNING`, `END`."""
        moment = at if isinstance(at, int) else int(at.timestamp() * 1000)
        wanted = list(partitions)
        found = dict(zip(wanted, await asyncio.gather(*(self._offset(one, moment) for one in wanted)), strict=True))
        late = [partition for partition, offset in found.items() if offset < 0]
        return found | (await self.offsets(late, END) if late else {})

    async def committed(self, *groups: str) -> dict[str, dict[TopicPartition, int]]:
        """What each group has committed."""
        try:
            async with self._clients.admin(self._kafka) as client:
                return {group: await self._committed(client, group) for group in groups}
        except (KafkaError, OSError) as error:
            raise away(self._kafka, error) from error

    async def _committed(self, client: AIOKafkaAdminClient, group: str) -> dict[TopicPartition, int]:
        """Asks again while a coordinator loads, or is made: a guess would call what is lost in flight."""
        for attempt in range(_TRIES):
            try:
                told = await client.list_consumer_group_offsets(self._kafka.on_wire(group))
            except _COORDINATOR_NOT_NOW:
                if attempt + 1 == _TRIES:
                    raise
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return {self._ours(partition): found.offset for partition, found in told.items() if found.offset >= 0}
        raise AssertionError

    async def at(self, position: Position) -> LogRecord | None:
        """The record at a position; None where it is no longer kept, or where nothing was written."""
        partition = self._ours(TopicPartition(position.topic, position.partition))
        if partition not in self.partitions(partition.topic):
            return None
        try:
            fetched = await self._fetch(partition, position.offset, _ONE_BATCH)
        except OffsetOutOfRangeError:
            return None
        for batch in batches(fetched):
            for record in records(fetched, batch):
                if record.offset == position.offset:
                    return whole(partition, record)
        return None

    async def scan(
        self, partition: TopicPartition, start: int, end: int, *, holding: bytes | None = None
    ) -> AsyncGenerator[Sequence[Any]]:
        """aiokafka's own records of a partition from one offset up to another, a batch at a time.

        With `holding`, batches in which these bytes do not occur are passed over unread.
        """
        coming = self._coming(partition, start, end)
        try:
            while coming is not None:
                began, fetched = await coming
                found = batches(fetched)
                coming = self._coming(partition, found[-1].following if found else began, end)
                for batch in found:
                    if holding is None or may_hold(fetched, batch, holding):
                        yield [record for record in records(fetched, batch) if began <= record.offset < end]
        finally:
            if coming is not None:
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)

    async def find(self, partition: TopicPartition, start: int, end: int, key: bytes) -> list[LogRecord]:
        """The records of one key, in order."""
        scanned = self.scan(partition, start, end, holding=key)
        return [whole(partition, record) async for some in scanned for record in some if record.key == key]

    async def first(
        self, partition: TopicPartition, start: int, end: int, key: bytes, is_meant: Callable[[dict[str, bytes]], bool]
    ) -> LogRecord | None:
        """The first record of a key whose headers are those that are meant."""
        async with contextlib.aclosing(self.scan(partition, start, end, holding=key)) as scanned:
            async for some in scanned:
                for record in some:
                    if record.key == key and is_meant(dict(record.headers)):
                        return whole(partition, record)
        return None

    def _coming(self, partition: TopicPartition, start: int, end: int) -> "asyncio.Task[tuple[int, bytes]] | None":
        """The next fetch, under way while the one before is looked through."""
        return asyncio.create_task(self._kept(partition, start)) if start < end else None

    async def _kept(self, partition: TopicPartition, start: int) -> tuple[int, bytes]:
        """What stands at an offset, or at the first that retention has left; and which that is."""
        while True:
            try:
                return start, await self._fetch(partition, start, _SCAN_BYTES)
            except OffsetOutOfRangeError:
                start = (await self.offsets([partition], BEGINNING))[partition]

    async def _fetch(self, partition: TopicPartition, offset: int, size: int) -> bytes:
        """Raises `OffsetOutOfRangeError`."""
        try:
            return await self._log.fetch(self._wired(partition), offset, size)
        except OffsetOutOfRangeError:
            raise
        except (KafkaError, OSError) as error:
            raise away(self._kafka, error) from error

    def _wired(self, partition: TopicPartition) -> TopicPartition:
        return TopicPartition(self._kafka.on_wire(partition.topic), partition.partition)

    def _ours(self, partition: TopicPartition) -> TopicPartition:
        return TopicPartition(partition.topic.removeprefix(self._kafka.topic_prefix), partition.partition)

    async def _offset(self, partition: TopicPartition, moment: int) -> int:
        try:
            return await self._log.offset(self._wired(partition), moment)
        except (KafkaError, OSError) as error:
            raise away(self._kafka, error) from error


@contextlib.asynccontextmanager
async def log_reader(kafka: KafkaSettings, clients: Clients = KAFKA) -> AsyncIterator[LogReader]:
    """The log while entered. Raises `KafkaAway`."""
    async with contextlib.AsyncExitStack() as opened:
        try:
            log = await opened.enter_async_context(clients.raw_log(kafka, [kafka.on_wire(name) for name in CATALOGUE]))
        except (KafkaError, OSError) as error:
            raise away(kafka, error) from error
        yield LogReader(log, kafka, clients)


def whole(partition: TopicPartition, record: Any) -> LogRecord:
    """One of aiokafka's records, with where it stands."""
    headers = dict(record.headers)
    return LogRecord(
        partition.topic, partition.partition, record.offset, record.timestamp, record.key, record.value, headers
    )


def away(kafka: KafkaSettings, error: BaseException) -> KafkaAway:
    """Kafka's silence, in words."""
    return KafkaAway(f"Kafka at {kafka.kafka_bootstrap} does not answer ({error!r}); is it up?")
