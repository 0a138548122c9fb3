"""Parses pages in processes of their own, which a hostile page may stall or kill."""

import asyncio
import contextlib
import functools
import multiprocessing
import os
import resource
import signal
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Final

import structlog
from pebble import ProcessExpired, ProcessPool

from babelwire_contracts.captures import Capture
from babelwire_contracts.records import IngestedArticle
from babelwire_ingest.parsing import UnreadableCapture, parse
from babelwire_ingest.parsing.errors import ParserCrashed, ParserOutOfMemory, ParseTimedOut
from babelwire_messaging.errors import TransientError

log = structlog.get_logger(__name__)

_PAGES_PER_WORKER: Final = 2000
"""Pages a worker parses before another takes its place, so that what libraries cache does not grow for ever."""

_PRELOADED: Final = ("babelwire_ingest.parsing",)
"""What every worker shares with the fork server, instead of loading it once more."""

_CRASHES: Final = 2
"""A page whose worker died this often is what killed it; once may have been somebody else's doing."""

_OUT_OF_MEMORY: Final = 74
"""Exit code of a worker that has come to its limit: it ends, for nobody knows what else the want of memory broke."""


class ParserPool:
    """Parses captures in worker processes.

    `timeout` is the longest one page may take, in seconds; `memory` what one worker may allocate in all, in bytes.
    """

    def __init__(self, workers: int, timeout: float, memory: int) -> None:
        self._workers = workers
        self._timeout = timeout
        self._memory = memory
        self._pool: ProcessPool | None = None
        self._replacing = asyncio.Lock()
        # What waits beyond this is not handed to the pool yet, so that it is not held in memory twice.
        self._slots = asyncio.Semaphore(workers * 2)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open while entered, with the first worker ready for work."""
        self._pool = await self._opened()
        try:
            yield
        finally:
            pool, self._pool = self._pool, None
            await _closed(pool)

    async def _opened(self) -> ProcessPool:
        # A fork server never held the threads, sockets or memory of this process, and starts a worker in milliseconds.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(_PRELOADED))
        pool = ProcessPool(
            max_workers=self._workers,
            max_tasks=_PAGES_PER_WORKER,
            initializer=functools.partial(_prepare, self._memory),
            context=context,
        )
        # The first task starts the processes and waits for what they load: seconds that the event loop has not got.
        await asyncio.to_thread(pool.schedule, _nothing)
        return pool

    async def _replace(self, broken: ProcessPool) -> None:
        async with self._replacing:
            if self._pool is broken:
                log.warning("parser_pool_replaced")
                self._pool = await self._opened()
                await _closed(broken)

    async def parse(self, capture: Capture, *, generation: int) -> IngestedArticle:
        """The article. Raises `NotAnArticle` or `UnreadableCapture`; `TransientError` while there is no pool."""
        async with self._slots:
            for crash in range(1, _CRASHES + 1):
                try:
                    return await self._in_worker(capture, generation)
                except ProcessExpired as error:
                    log.warning("parser_died", capture_id=capture.capture_id, exit_code=error.exitcode, times=crash)
                    if error.exitcode == _OUT_OF_MEMORY:
                        raise ParserOutOfMemory(f"parsing needs more than {self._memory} bytes of memory") from None
        raise ParserCrashed(f"the page killed its parser {_CRASHES} times")

    async def _in_worker(self, capture: Capture, generation: int) -> IngestedArticle:
        pool = self._pool
        if pool is None:
            raise TransientError("the parser is shutting down")
        try:
            future: Future[IngestedArticle] = pool.schedule(
                _within_memory, args=(parse, capture, generation), timeout=self._timeout
            )
            return await asyncio.wrap_future(future)
        except (BrokenProcessPool, RuntimeError) as error:
            if isinstance(error, BrokenProcessPool) or not pool.active:
                # A worker died between two pages; no page is to blame.
                await self._replace(pool)
                raise TransientError("the parser's processes died and are being replaced") from error
            raise
        except TimeoutError:
            raise ParseTimedOut(f"the page took longer than {self._timeout:g} seconds to parse") from None
        except UnreadableCapture as error:
            # A dead letter names the cause of a failure, which is the page and not how the worker reported it.
            raise error from None


async def _closed(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    await asyncio.to_thread(pool.join)


def _nothing() -> None:
    """Shows that a worker works."""


def _prepare(memory: int) -> None:
    """Begins a worker that allocates at most `memory` bytes, counted as Linux counts private data.

    An interrupt from the keyboard reaches the whole process group; the service ends its workers itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _within_memory(work: Callable[..., IngestedArticle], capture: Capture, generation: int) -> IngestedArticle:
    try:
        return work(capture, generation=generation)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
