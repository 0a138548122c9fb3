"""Whether an aiokafka consumer (0.14) still works, and its end: neither can be had through its own methods alone."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

_STOP_SECONDS: Final = 2.0


class ConsumerBroken(KafkaError):  # type: ignore[misc]
    """A consumer that goes on without one of its own tasks, and will never read again."""


def check_alive(consumer: AIOKafkaConsumer) -> None:
    """Raises `ConsumerBroken` where one of the tasks has ended that fetch, keep the group and know the brokers."""
    coordinator = consumer._coordinator
    tasks = {
        "fetching": consumer._fetcher._fetch_task if consumer._fetcher is not None else None,
        "group": getattr(coordinator, "_coordination_task", None),
        "heartbeat": getattr(coordinator, "_heartbeat_task", None),
        "commit refresh": getattr(coordinator, "_commit_refresh_task", None),
        "metadata": consumer._client._sync_task,
    }
    for name, task in tasks.items():
        # What was cancelled was ended by its consumer, between two assignments.
        if task is not None and task.done() and not task.cancelled() and (name == "metadata" or task.exception()):
            raise ConsumerBroken(f"its {name} task has ended: {task.exception()!r}")


class Reader(AIOKafkaConsumer):  # type: ignore[misc]
    """A consumer that can say whether it will ever read again."""

    def check_alive(self) -> None:
        """Raises `ConsumerBroken` where it will not."""
        check_alive(self)


async def close_connections(consumer: AIOKafkaConsumer) -> None:
    """Closes what a consumer whose stop failed has left open."""
    consumer._closed = True
    await consumer._client.close()


async def stopped(stopping: Coroutine[Any, Any, Any], seconds: float = _STOP_SECONDS) -> None:
    """Stops a consumer.

    The stop of one whose assignment has just changed can wait for ever, for a cancellation that was swallowed, and is
    cancelled once more here; one that was assigned nothing lets its own task's cancellation through.
    """
    task = asyncio.ensure_future(stopping)
    try:
        while not (await asyncio.wait({task}, timeout=seconds))[0]:
            task.cancel()
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not task.cancelled():
        task.result()
