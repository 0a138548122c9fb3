"""aiokafka's producer (0.14) with what it lacks: it can end at once, says whether it gets anywhere, compresses fast."""

import asyncio
from functools import partial
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.codec import zstd_encode
from aiokafka.errors import ProducerClosed
from aiokafka.record._crecords import default_records

_UNWIND_SECONDS: Final = 0.5
_ZSTD_LEVEL: Final = 1
"""Half the CPU of aiokafka's 3, for a tenth more bytes: decision 6."""

# aiokafka's function takes a level, and no setting of a producer's reaches it.
default_records.zstd_encode = partial(zstd_encode, level=_ZSTD_LEVEL)


class KafkaProducer(AIOKafkaProducer):  # type: ignore[misc]
    """A producer that can be given up."""

    async def end(self) -> None:
        """Once this returns nothing more is written, save what a broker has in its hands already.

        `stop` waits, without a bound, until all is delivered; broken off, it leaves a sender behind that writes for as
        long as it lives.
        """
        self._closed = self._message_accumulator._closed = True
        sender = self._sender.sender_task
        while sender is not None and not sender.done():
            # The first cancellation makes the sender wait for its requests, the next one ends that.
            sender.cancel()
            await asyncio.wait({sender}, timeout=_UNWIND_SECONDS)
        for batch in self._waiting():
            # Failing one that was to be sent again is a KeyError in the log unless it counts as being sent.
            self._message_accumulator._pending_batches.add(batch)
            for future in (batch.future, batch._drain_waiter):
                # Nobody may be left to hear of it.
                future.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._message_accumulator.fail_all(ProducerClosed())
        await self.client.close()

    def attempts(self) -> int:
        """How often the batches that wait have been sent; a sender that lives tries a refused batch again and again."""
        return sum(batch.retry_count for batch in self._waiting())

    def _waiting(self) -> list[Any]:
        accumulator = self._message_accumulator
        waiting = [batch for batches in accumulator._batches.values() for batch in batches]
        return [*waiting, *accumulator._pending_batches]
