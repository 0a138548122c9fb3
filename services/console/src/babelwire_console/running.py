"""Runs a command's coroutine and turns what can go wrong into one clear line."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

import structlog
import typer
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from babelwire_console.errors import CommandFailed
from babelwire_console.output import errors
from babelwire_console.settings import Settings
from babelwire_messaging.clients import reader
from babelwire_messaging.errors import TransientError

T = TypeVar("T")

_AGAIN_SECONDS = 2.0


def run(work: Coroutine[Any, Any, T]) -> T:
    """The coroutine's result; exit code 1 with a message where it failed, 130 where the user stopped it."""
    # What a client library would say is said by the command, in one line.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.ReturnLoggerFactory()
    )
    try:
        return asyncio.run(_interruptible(work))
    except (CommandFailed, TransientError) as error:
        errors.print(f"babelwire: {error}", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from error
    except (asyncio.CancelledError, KeyboardInterrupt) as error:
        raise typer.Exit(130) from error


async def _interruptible(work: Coroutine[Any, Any, T]) -> T:
    """The coroutine's result; an interrupt cancels it, and again where aiokafka swallows the cancellation."""
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)

    def interrupt() -> None:
        if not task.done():
            task.cancel()
            loop.call_later(_AGAIN_SECONDS, interrupt)

    loop.add_signal_handler(signal.SIGINT, interrupt)
    try:
        return await task
    finally:
        loop.remove_signal_handler(signal.SIGINT)


@contextlib.asynccontextmanager
async def kafka_reader(settings: Settings) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer for reading. Raises `CommandFailed` when Kafka is away."""
    try:
        async with reader(settings.kafka) as consumer:
            yield consumer
    except KafkaError as error:
        raise CommandFailed(
            f"Kafka at {settings.kafka.kafka_bootstrap} does not answer ({error!r}); is it up? Try `make up`."
        ) from error
