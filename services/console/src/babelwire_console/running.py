"""Runs a command's coroutine and turns what can go wrong into one clear line."""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from typing import Any, Final, TextIO, TypeVar

import structlog
import typer
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from babelwire_console.errors import CommandFailed
from babelwire_console.output import ReaderIsGone, errors
from babelwire_console.settings import Settings
from babelwire_messaging.clients import reader
from babelwire_messaging.errors import TransientError
from babelwire_messaging.reading import KafkaAway

T = TypeVar("T")

_AGAIN_SECONDS = 2.0

READER_IS_GONE: Final = 128 + signal.SIGPIPE
"""Exit code of a command whose reader went away, as the shell has it of any program."""

_STDIN: Final = 0
_STDOUT: Final = 1
_STDERR: Final = 2
_NO_PLACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


@contextlib.contextmanager
def printing() -> Iterator[None]:
    """Around every command: what it prints may find no reader (exit code 141), no room (1), or no stdout at all."""
    _open_what_was_closed()
    try:
        yield
    except ReaderIsGone:
        _say_no_more(sys.stdout, sys.stderr)
        sys.exit(READER_IS_GONE)
    except OSError as error:
        if error.errno not in _NO_PLACE:
            raise
        _say_no_more(sys.stdout)
        errors.print(f"babelwire: {error.strerror}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)


def _open_what_was_closed() -> None:
    """Or the first connection takes the number of a stream that was closed before the start, and is printed into."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdin = sys.stdin or os.fdopen(_STDIN, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(_STDOUT, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(_STDERR, "w", closefd=False)


def _say_no_more(*streams: TextIO) -> None:
    """Python would complain of what is left in a stream when it flushes it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        os.dup2(nowhere, stream.fileno())


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
        hint = " Try `make up`." if isinstance(error, KafkaAway) else ""
        errors.print(f"babelwire: {error}{hint}", markup=False, highlight=False, soft_wrap=True)
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
    """A consumer for following topics. Raises `CommandFailed` when Kafka is away."""
    try:
        async with reader(settings.kafka) as consumer:
            yield consumer
    except KafkaError as error:
        raise CommandFailed(
            f"Kafka at {settings.kafka.kafka_bootstrap} does not answer ({error!r}); is it up? Try `make up`."
        ) from error
