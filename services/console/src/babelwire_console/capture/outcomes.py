"""Waits for the receipts of captures."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer

from babelwire_contracts.codec import decode
from babelwire_contracts.receipts import Outcome, Receipt, better_of
from babelwire_contracts.topics import ARTICLES_INDEXED, ARTICLES_TAGGED
from babelwire_messaging.handling import Position
from babelwire_messaging.partitioning import topic_partitions


@dataclass(frozen=True, slots=True)
class Shown:
    """The capture that a document shows, and where the record stood that brought it into the index."""

    capture_id: str | None
    source: Position


class ReceiptWatch:
    """Receipts written since `begin`, which is called before the captures are sent so that none can be missed."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self._tagged: dict[int, int] = {}
        self.found: dict[str, Receipt] = {}

    async def begin(self) -> None:
        """Notes where the topics of receipts and of what is indexed end now."""
        tagged = await self._consumer.end_offsets(topic_partitions(ARTICLES_TAGGED))
        self._tagged = {partition.partition: end for partition, end in tagged.items()}
        partitions = topic_partitions(ARTICLES_INDEXED)
        self._consumer.assign(partitions)
        for partition, end in (await self._consumer.end_offsets(partitions)).items():
            self._consumer.seek(partition, end)

    async def wait_for(self, capture_ids: Iterable[str], within: float, progress: Callable[[int], None]) -> None:
        """Returns once all have ended or `within` seconds are over. `progress` is called with how many have ended."""
        wanted = set(capture_ids)
        try:
            async with asyncio.timeout(within):
                while wanted - self.found.keys():
                    for records in (await self._consumer.getmany(timeout_ms=200)).values():
                        for record in records:
                            self._note(decode(record.value, Receipt))
                    progress(len(wanted & self.found.keys()))
        except TimeoutError:
            return

    def was_there(self, receipt: Receipt, shown: Shown | None) -> bool:
        """Whether this very capture stood in the index before `begin`, so that sending it again changed nothing.

        Its receipt says `indexed` each time, for a redelivery cannot be told from this; the document says which record
        brought it.
        """
        return (
            receipt.outcome is Outcome.INDEXED
            and shown is not None
            and shown.capture_id == receipt.capture_id
            and shown.source.topic == ARTICLES_TAGGED.name
            and shown.source.offset < self._tagged.get(shown.source.partition, 0)
        )

    def _note(self, receipt: Receipt) -> None:
        self.found[receipt.capture_id] = better_of(self.found.get(receipt.capture_id), receipt)
