"""Records to write, and the producers that live."""

import asyncio
from typing import Any

from babelwire_contracts.codec import encode
from babelwire_contracts.topics import Topic
from babelwire_messaging.lanes import Outgoing

from .conftest import Bench

COUNT = 30


def outgoing(bench: Bench, topic: Topic, begin: int = 0) -> list[Outgoing]:
    return [
        Outgoing(topic.name, number % topic.partitions, b"key", encode(bench.message(str(begin + number))), [])
        for number in range(COUNT)
    ]


def senders(bench: Bench) -> list[asyncio.Task[Any]]:
    """The sender tasks of all producers that live, save that of the bench."""
    living = [task for task in asyncio.all_tasks() if "_sender_routine" in repr(task.get_coro())]
    return [task for task in living if task is not bench.producer._sender.sender_task]
