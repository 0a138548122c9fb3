"""Parses pages in processes of their own, which a hostile page may stall or kill."""

import contextlib
import functools
import os
import resource
from collections.abc import AsyncIterator, Callable
from typing import Final

import structlog

from babelwire_contracts.captures import Capture
from babelwire_contracts.records import IngestedArticle
from babelwire_ingest.parsing import UnreadableCapture, parse
from babelwire_ingest.parsing.errors import ParserCrashed, ParserOutOfMemory, ParseTimedOut
from babelwire_messaging.worker_pool import WorkerDied, WorkerPool, WorkTimedOut

log = structlog.get_logger(__name__)

_PAGES_PER_WORKER: Final = 2000
_PRELOADED: Final = ("babelwire_ingest.parsing",)

_CRASHES: Final = 2
"""A page whose worker died this often is what killed it; once may have been somebody else's doing."""

_OUT_OF_MEMORY: Final = 74
"""Exit code of a worker that has come to its limit: it ends, for nobody knows what else the want of memory broke."""


class ParserPool:
    """Parses captures in worker processes.

    `timeout` is the longest one page may take, in seconds; `memory` what one worker may allocate in all, in bytes.
    """

    def __init__(self, workers: int, timeout: float, memory: int) -> None:
        self._timeout = timeout
        self._memory = memory
        self._pool = WorkerPool(
            workers,
            prepare=functools.partial(_limit_memory, memory),
            preload=_PRELOADED,
            tasks_per_worker=_PAGES_PER_WORKER,
        )

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open while entered, with the first worker ready for work."""
        async with self._pool.running():
            yield

    async def parse(self, capture: Capture, *, generation: int) -> IngestedArticle:
        """The article. Raises `NotAnArticle` or `UnreadableCapture`; `TransientError` while there is no pool."""
        for crash in range(1, _CRASHES + 1):
            try:
                return await self._pool.do(_within_memory, parse, capture, generation, timeout=self._timeout)
            except WorkTimedOut as error:
                raise ParseTimedOut(f"the page {error} to parse") from None
            except WorkerDied as error:
                log.warning("parser_died", capture_id=capture.capture_id, exit_code=error.exit_code, times=crash)
                if error.exit_code == _OUT_OF_MEMORY:
                    raise ParserOutOfMemory(f"parsing needs more than {self._memory} bytes of memory") from None
            except UnreadableCapture as error:
                # A dead letter names the cause of a failure, which is the page and not how the worker reported it.
                raise error from None
        raise ParserCrashed(f"the page killed its parser {_CRASHES} times")


def _limit_memory(memory: int) -> None:
    """Lets a worker allocate at most `memory` bytes, counted as Linux counts private data."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _within_memory(work: Callable[..., IngestedArticle], capture: Capture, generation: int) -> IngestedArticle:
    try:
        return work(capture, generation=generation)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
