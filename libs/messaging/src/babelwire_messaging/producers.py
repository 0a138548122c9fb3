"""What aiokafka's producer (0.14) cannot do through its own methods: end at once, and say whether it gets anywhere."""

import asyncio
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import ProducerClosed

_UNWIND_SECONDS: Final = 0.5


async def end(client: AIOKafkaProducer) -> None:
    """Ends a producer: once this returns it writes nothing more, save what a broker has in its hands already.

    `AIOKafkaProducer.stop` waits, without a bound, until all is delivered; broken off, it leaves a sender behind that
    writes for as long as it lives.
    """
    client._closed = client._message_accumulator._closed = True
    sender = client._sender.sender_task
    while sender is not None and not sender.done():
        # The first cancellation makes the sender wait for its requests, the next one ends that.
        sender.cancel()
        await asyncio.wait({sender}, timeout=_UNWIND_SECONDS)
    for batch in _waiting(client):
        # Failing one that was to be sent again is a KeyError in the log unless it counts as being sent.
        client._message_accumulator._pending_batches.add(batch)
        for future in (batch.future, batch._drain_waiter):
            # Nobody may be left to hear of it.
            future.add_done_callback(lambda done: done.cancelled() or done.exception())
    client._message_accumulator.fail_all(ProducerClosed())
    await client.client.close()


def attempts(client: AIOKafkaProducer) -> int:
    """How often the batches that wait have been sent; a sender that lives tries a refused batch again and again."""
    return sum(batch.retry_count for batch in _waiting(client))


def _waiting(client: AIOKafkaProducer) -> list[Any]:
    accumulator = client._message_accumulator
    return [*(batch for batches in accumulator._batches.values() for batch in batches), *accumulator._pending_batches]
