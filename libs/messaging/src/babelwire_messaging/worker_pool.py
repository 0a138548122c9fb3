"""Work in processes of its own, which what it works on may stall or kill."""

import asyncio
import contextlib
import multiprocessing
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any, TypeVar

import structlog
from pebble import ProcessExpired, ProcessPool

from babelwire_messaging.errors import TransientError

log = structlog.get_logger(__name__)

T = TypeVar("T")


class WorkerDied(Exception):
    """The process ended while it worked; `exit_code` is negative where a signal ended it."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(f"the worker ended with exit code {exit_code}")
        self.exit_code = exit_code


class WorkTimedOut(Exception):
    """The work took longer than it may; its process was ended."""


class WorkerPool:
    """Processes that work one task at a time each, and are replaced when they die.

    Each calls `prepare` when it begins, and has imported the modules of `preload` already, which all share. After
    `tasks_per_worker` tasks another takes its place, so that what libraries cache does not grow for ever; 0: never.
    """

    def __init__(
        self, workers: int, *, prepare: Callable[[], None], preload: Sequence[str] = (), tasks_per_worker: int = 0
    ) -> None:
        self._workers = workers
        self._prepare = prepare
        self._preload = list(preload)
        self._tasks_per_worker = tasks_per_worker
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

    async def do(self, work: Callable[..., T], *arguments: Any, timeout: float) -> T:  # noqa: ASYNC109 - the pool's own
        """What `work` returns, or raises; it and its arguments are pickled. `timeout` is in seconds.

        Raises `WorkerDied`, `WorkTimedOut`, and `TransientError` while there is no pool.
        """
        async with self._slots:
            pool = self._pool
            if pool is None:
                raise TransientError("the workers are shutting down")
            try:
                future: Future[T] = pool.schedule(work, args=arguments, timeout=timeout)
                return await asyncio.wrap_future(future)
            except ProcessExpired as error:
                raise WorkerDied(error.exitcode) from None
            except TimeoutError:
                raise WorkTimedOut(f"took longer than {timeout:g} seconds") from None
            except (BrokenProcessPool, RuntimeError) as error:
                if isinstance(error, BrokenProcessPool) or not pool.active:
                    # A worker died between two tasks; none is to blame.
                    await self._replace(pool)
                    raise TransientError("the workers died and are being replaced") from error
                raise

    async def _opened(self) -> ProcessPool:
        # A fork server never held the threads, sockets or memory of this process, and starts a worker in milliseconds.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(self._preload)
        pool = ProcessPool(
            max_workers=self._workers,
            max_tasks=self._tasks_per_worker,
            initializer=partial(_begin, self._prepare),
            context=context,
        )
        # The first task starts the processes and waits for what they load: seconds that the event loop has not got.
        await asyncio.to_thread(pool.schedule, _nothing)
        return pool

    async def _replace(self, broken: ProcessPool) -> None:
        async with self._replacing:
            if self._pool is broken:
                log.warning("worker_pool_replaced")
                self._pool = await self._opened()
                await _closed(broken)


async def _closed(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    await asyncio.to_thread(pool.join)


def _nothing() -> None:
    """Shows that a worker works."""


def _begin(prepare: Callable[[], None]) -> None:
    """Begins a worker. An interrupt from the keyboard reaches the whole process group; the service ends its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
