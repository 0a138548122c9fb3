"""The model in processes of its own that give way to everything else, and that a text may stall or kill."""

import contextlib
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Final

import structlog

from babelwire_embedding.errors import TextKillsModel, TextTakesTooLong
from babelwire_embedding.settings import EmbeddingSettings
from babelwire_messaging.errors import PermanentError, StopConsuming, TransientError
from babelwire_messaging.worker_pool import WorkerDied, WorkerPool, WorkTimedOut
from babelwire_vectors import Embedder, EmbedderIsAway, EmbedderIsUnfit, Passage, Vector, open_embedder

log = structlog.get_logger(__name__)

OpenEmbedder = Callable[[], Embedder]
"""Opens a model in the process that it is called in; it is pickled on its way there."""

_CRASHES: Final = 2
"""Texts whose process died this often are looked at one by one; once may have been somebody else's doing."""

_OUT_OF_TIME: Final = -signal.SIGPROF
_NICEST: Final = 19
_THREADS: Final = Path("/proc/self/task")
_opener: OpenEmbedder | None = None


class ModelProcesses:
    """A `Model`. `text_seconds` is the processor time that a text may take, `stall_seconds` what a batch may take."""

    def __init__(self, pool: WorkerPool, name: str, text_seconds: float, stall_seconds: float) -> None:
        self._pool = pool
        self._name = name
        self._text_seconds = text_seconds
        self._stall_seconds = stall_seconds

    @property
    def name(self) -> str:
        """See `Model`."""
        return self._name

    async def vectors(self, passages: Sequence[Passage]) -> Sequence[Vector | PermanentError]:
        """See `Model`. Texts that end or stall their process together are given to it one by one."""
        found = await self._tried(passages)
        if not isinstance(found, PermanentError):
            return [vector or b"" for vector in found]
        if len(passages) == 1:
            return [found]
        return [answer for passage in passages for answer in await self.vectors([passage])]

    async def _tried(self, passages: Sequence[Passage]) -> Sequence[Vector | None] | PermanentError:
        seconds = self._text_seconds * len(passages)
        for crash in range(1, _CRASHES + 1):
            try:
                return await self._pool.do(_vectors, list(passages), seconds, timeout=self._stall_seconds)
            except WorkTimedOut as error:
                log.warning("model_stalled", texts=len(passages))
                return TextTakesTooLong(f"the text {error}")
            except WorkerDied as error:
                log.warning("model_died", texts=len(passages), exit_code=error.exit_code, times=crash)
                if error.exit_code == _OUT_OF_TIME:
                    return TextTakesTooLong(f"the text takes more than {seconds:g} seconds of a processor's time")
            except EmbedderIsAway as error:
                raise TransientError(str(error)) from None
            except EmbedderIsUnfit as error:
                raise StopConsuming(f"{type(error).__name__}: {error}") from None
        return TextKillsModel(f"the text killed the model's process {_CRASHES} times")


@contextlib.asynccontextmanager
async def model_processes(
    settings: EmbeddingSettings, opener: OpenEmbedder | None = None
) -> AsyncIterator[ModelProcesses]:
    """The model that the settings name, or that `opener` opens, while entered, once it is known which it is.

    Raises `EmbedderIsAway` and `EmbedderIsUnfit`.
    """
    opener = opener or partial(open_embedder, settings.vectors)
    pool = WorkerPool(settings.processes, prepare=partial(_prepare, opener), preload=[__name__])
    async with pool.running():
        name = await pool.do(_name, timeout=settings.stall_timeout)
        yield ModelProcesses(pool, name, settings.text_timeout, settings.stall_timeout)


def _prepare(opener: OpenEmbedder) -> None:
    global _opener  # noqa: PLW0603 - a worker process has one model
    _opener = opener


@cache
def _embedder() -> Embedder:
    """The process's one model. It is opened like any program, so that a busy machine can start, and then gives way."""
    assert _opener is not None
    embedder = _opener()
    _give_way()
    return embedder


def _give_way() -> None:
    """From now on all threads run when nothing else wants a processor, where the system knows of such a thing.

    Linux has them wait at the disks, too, behind everything else.
    """
    if not _THREADS.exists():
        os.nice(_NICEST)
        return
    for thread in (int(each.name) for each in _THREADS.iterdir()):
        # A thread may have ended meanwhile.
        with contextlib.suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, thread, _NICEST)
            os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))


def _name() -> str:
    return _embedder().model


def _vectors(passages: Sequence[Passage], seconds: float) -> list[Vector | None]:
    """The vectors; the process ends where they take more than so many seconds of processor time.

    Not by the clock: on a busy machine a process that gives way may wait for minutes.
    """
    embedder = _embedder()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return embedder.passages(passages)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
