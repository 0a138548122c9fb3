"""Waits for the receipts of captures."""

import asyncio
from collections.abc import Callable, Iterable

from aiokafka import AIOKafkaConsumer

from babelwire_contracts.codec import decode
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.topics import ARTICLES_INDEXED
from babelwire_messaging.reading import topic_partitions

_BEST_FIRST = list(Outcome)


class ReceiptWatch:
    """Receipts written since `begin`, which is called before the captures are sent so that none can be missed."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self.found: dict[str, Receipt] = {}

    async def begin(self) -> None:
        """Notes where the receipts topic ends now."""
        partitions = topic_partitions(ARTICLES_INDEXED)
        self._consumer.assign(partitions)
        for partition, end in (await self._consumer.end_offsets(partitions)).items():
            self._consumer.seek(partition, end)

    async def wait_for(self, capture_ids: Iterable[str], within: float, told: Callable[[int], None]) -> None:
        """Returns when every capture has ended or `within` seconds are over; tells how many have ended."""
        wanted = set(capture_ids)
        try:
            async with asyncio.timeout(within):
                while wanted - self.found.keys():
                    for records in (await self._consumer.getmany(timeout_ms=200)).values():
                        for record in records:
                            self._note(decode(record.value, Receipt))
                    told(len(wanted & self.found.keys()))
        except TimeoutError:
            return

    def _note(self, receipt: Receipt) -> None:
        known = self.found.get(receipt.capture_id)
        if known is None or _BEST_FIRST.index(receipt.outcome) < _BEST_FIRST.index(known.outcome):
            self.found[receipt.capture_id] = receipt
