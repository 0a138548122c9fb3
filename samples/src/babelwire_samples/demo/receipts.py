"""Reads from `articles.indexed` how captures ended."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from babelwire_contracts.codec import decode
from babelwire_contracts.receipts import Receipt, better_of
from babelwire_contracts.topics import ARTICLES_INDEXED

_POLL_MILLISECONDS: Final = 200


class Receipts:
    """The receipts written since `begin`: of several for one capture, the best outcome counts."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self.by_capture: dict[str, Receipt] = {}

    async def begin(self) -> None:
        """Notes where the topic ends, so that no receipt of what is posted from now on can be missed."""
        partitions = [TopicPartition(ARTICLES_INDEXED.name, number) for number in range(ARTICLES_INDEXED.partitions)]
        self._consumer.assign(partitions)
        for partition, end in (await self._consumer.end_offsets(partitions)).items():
            self._consumer.seek(partition, end)

    async def wait_for(self, captures: set[str], within: float, progress: Callable[[int], None]) -> set[str]:
        """Reads until every capture has ended, at most `within` seconds, and returns those that have not.

        `progress` is called with how many have ended.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while captures - self.by_capture.keys():
                    for records in (await self._consumer.getmany(timeout_ms=_POLL_MILLISECONDS)).values():
                        for record in records:
                            receipt = decode(record.value, Receipt)
                            known = self.by_capture.get(receipt.capture_id)
                            self.by_capture[receipt.capture_id] = better_of(known, receipt)
                    progress(len(captures & self.by_capture.keys()))
        return captures - self.by_capture.keys()
