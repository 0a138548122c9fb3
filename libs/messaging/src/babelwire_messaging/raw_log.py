"""Fetches batches of records by position as they lie in the log: no group, and nothing decoded."""

import asyncio
from collections.abc import Collection
from typing import Any, Final, NamedTuple, Protocol

from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import (
    KafkaConnectionError,
    LeaderNotAvailableError,
    NodeNotReadyError,
    NotLeaderForPartitionError,
    RequestTimedOutError,
    for_code,
)
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.offset import OffsetRequest

END: Final = -1
BEGINNING: Final = -2

_WAIT_MILLISECONDS: Final = 50
_TRIES: Final = 6
_PAUSE_SECONDS: Final = 0.25
_NOT_NOW: Final = (
    LeaderNotAvailableError,
    NotLeaderForPartitionError,
    NodeNotReadyError,
    RequestTimedOutError,
    KafkaConnectionError,
)


class Fetched(NamedTuple):
    """Batches, the last of them cut off, and the offset at which the log ends now."""

    batches: bytes
    end: int


class RawLog(Protocol):
    """Topics by the names they have on the broker. Every method but `partitions` may raise `KafkaError`, `OSError`."""

    def partitions(self, topic: str) -> Collection[int]:
        """The partitions of a topic; none where it is not there yet."""

    async def fetch(self, partition: TopicPartition, offset: int, size: int) -> Fetched:
        """The batch that holds an offset and those after it, up to `size` bytes; one batch at least.

        None at the end, and where compaction has left none before it. Raises `OffsetOutOfRangeError` before the
        beginning and after the end.
        """

    async def offset(self, partition: TopicPartition, moment: int) -> int:
        """The first offset appended at a time in milliseconds or later (negative: none); or at `BEGINNING`, `END`."""


class KafkaRawLog:
    """The log of a broker; asks again for a second and a half while leadership moves."""

    def __init__(self, client: AIOKafkaClient) -> None:
        self._client = client

    def partitions(self, topic: str) -> Collection[int]:
        """See `RawLog`."""
        found: Collection[int] = self._client.cluster.partitions_for_topic(topic) or ()
        return found

    async def fetch(self, partition: TopicPartition, offset: int, size: int) -> Fetched:
        """See `RawLog`."""
        topics = [(partition.topic, [(partition.partition, offset, size)])]
        request = FetchRequest(_WAIT_MILLISECONDS, 1, max(size, 1), 0, topics)
        ((_, ((_, _, end, *rest),)),) = (await self._ask(partition, request)).topics
        return Fetched(bytes(rest[-1] or b""), int(end))

    async def offset(self, partition: TopicPartition, moment: int) -> int:
        """See `RawLog`."""
        request = OffsetRequest(-1, 0, [(partition.topic, [(partition.partition, moment)])])
        ((_, ((_, _, _, offset),)),) = (await self._ask(partition, request)).topics
        return int(offset)

    async def _ask(self, partition: TopicPartition, request: Any) -> Any:
        """The leader's answer."""
        for attempt in range(_TRIES):
            try:
                leader = self._client.cluster.leader_for_partition(partition)
                if leader is None or leader < 0:
                    raise LeaderNotAvailableError(str(partition))
                answer = await self._client.send(leader, request)
                if not answer.topics:
                    # So a broker answers whom a quota holds back.
                    raise RequestTimedOutError(f"{partition}: no answer")
                error = for_code(answer.topics[0][1][0][1])
                if error.errno:
                    raise error(str(partition))
            except _NOT_NOW:
                if attempt + 1 == _TRIES:
                    raise
                self._client.force_metadata_update()
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return answer
        raise AssertionError
