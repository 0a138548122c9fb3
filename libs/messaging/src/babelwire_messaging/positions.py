"""Where a consumer reads next, and where its group has committed."""

import asyncio
import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from babelwire_messaging.assignment import Assignment, Batch

log = structlog.get_logger(__name__)

_AGAIN_SECONDS: Final = 0.5
_POSITION_SECONDS: Final = 1.0


class Positions:
    """Moves and commits the positions of whichever consumer runs now."""

    def __init__(self, consumer: Callable[[], AIOKafkaConsumer | None]) -> None:
        self._consumer = consumer

    def rewind(self, firsts: Mapping[TopicPartition, int]) -> None:
        """Sets partitions back to some offsets, those of them that are still assigned."""
        consumer = self._consumer()
        for partition, offset in firsts.items() if consumer is not None else ():
            assert consumer is not None
            with contextlib.suppress(IllegalStateError):
                consumer.seek(partition, offset)

    async def read_again(self, assignment: Assignment) -> None:
        """Puts an assignment's partitions where they are committed, however long Kafka takes to say where that is."""
        while (consumer := self._consumer()) is not None and not assignment.closed:
            try:
                committed = {partition: await consumer.committed(partition) for partition in assignment.partitions}
            except IllegalStateError:
                return
            except KafkaError as error:
                log.warning("positions_wait", error=repr(error))
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                # By hand, for aiokafka's `seek_to_committed` does not go to offset 0.
                if not assignment.closed:
                    self.rewind({each: offset for each, offset in committed.items() if offset is not None})
                return

    async def commit(self, batch: Batch) -> None:
        """Returns once a batch is committed, and marks it so, or once a rebalance has taken its partitions."""
        while (consumer := self._consumer()) is not None:
            try:
                await consumer.commit(batch.next)
            except (CommitFailedError, IllegalStateError) as error:
                log.warning("commit_lost_to_rebalance", error=repr(error))
                return
            except KafkaError as error:
                batch.waiting.reason = f"Kafka does not take the group's offsets: {error!r}"
                log.warning("commit_waits", error=repr(error))
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                batch.waiting.reason = None
                batch.committed = True
                return

    async def restore(self, owned: Collection[TopicPartition]) -> None:
        """Puts a partition that has lost its place (its group's coordinator was not ready) back where it was committed.

        Raises `KafkaError`.
        """
        consumer = self._consumer()
        for partition in owned if consumer is not None else ():
            assert consumer is not None
            try:
                # Python 3.11's `wait_for` loses a cancellation that comes together with the answer.
                async with asyncio.timeout(_POSITION_SECONDS):
                    await consumer.position(partition)
            except TimeoutError:
                committed = await consumer.committed(partition)
                if committed is not None:
                    self.rewind({partition: committed})
                    log.warning("position_restored", partition=str(partition), offset=committed)


def firsts(records: Iterable[ConsumerRecord]) -> dict[TopicPartition, int]:
    """The first offset of each partition among records."""
    found: dict[TopicPartition, int] = {}
    for record in records:
        found.setdefault(TopicPartition(record.topic, record.partition), record.offset)
    return found
