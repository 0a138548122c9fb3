"""Every background task of a service, in one place: what fails is begun again after a wait, and is reported."""

import asyncio
import contextlib
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Final

import structlog

from babelwire_observability import metrics

log = structlog.get_logger(__name__)

FIRST_SECONDS: Final = 0.2
LONGEST_SECONDS: Final = 15.0
"""Between which the waits before another try lie."""

_SETTLED_SECONDS: Final = 60.0
"""Work that ran this long before it failed is begun again as if for the first time."""

_WELL_SECONDS: Final = 1.0
"""Work begun again counts as failed until it has lasted this long, so that what fails at once never looks well."""

Work = Callable[[], Awaitable[None]]


def delays(source: random.Random) -> Iterator[float]:
    """Endless waits in seconds: exponential with full jitter, so that instances do not return in step.

    After M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    ceiling = FIRST_SECONDS
    while True:
        yield source.uniform(FIRST_SECONDS / 2, ceiling)
        ceiling = min(ceiling * 2, LONGEST_SECONDS)


class EndedEarly(Exception):
    """Work without an end has come to one."""


class Supervisor:
    """Runs the tasks of one service. A task that fails is begun again after a wait that grows; none dies unseen."""

    def __init__(self, service: str, source: random.Random | None = None) -> None:
        self._service = service
        self._random = source or random.Random()  # noqa: S311 - jitter needs no secrecy
        self._tasks: dict[asyncio.Task[None], str] = {}
        self._troubles: dict[asyncio.Task[None], str] = {}

    def not_ready(self) -> str | None:
        """Which work has failed and is not well again, with the reason, or None."""
        return "; ".join(f"{self._tasks[task]}: {trouble}" for task, trouble in self._troubles.items()) or None

    @property
    def tasks(self) -> dict[str, list[asyncio.Task[None]]]:
        """The tasks that run now, by the name of their work."""
        named: dict[str, list[asyncio.Task[None]]] = defaultdict(list)
        for task, name in self._tasks.items():
            named[name].append(task)
        return named

    def begin(self, name: str, work: Work, *, longest: float = LONGEST_SECONDS) -> asyncio.Task[None]:
        """Runs work until it returns, again and again where it raises, at most `longest` seconds apart.

        `name` is a label of the metric: one for each kind of work. The caller cancels the task when its time is over.
        """
        task = asyncio.create_task(self._run(name, work, longest), name=name)
        self._tasks[task] = name
        task.add_done_callback(self._ended)
        return task

    @contextlib.asynccontextmanager
    async def keeping(self, name: str, work: Work) -> AsyncIterator[None]:
        """Runs work without an end while entered; that it returns is a failure too. Leaving cancels it and waits."""

        async def endless() -> None:
            await work()
            raise EndedEarly(f"{name} ended although it should go on")

        task = self.begin(name, endless)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self, name: str, work: Work, longest: float) -> None:
        task = asyncio.current_task()
        assert task is not None
        loop = asyncio.get_running_loop()
        waits = delays(self._random)
        seconds = 0.0
        while True:
            began = loop.time()
            well = loop.call_later(seconds + _WELL_SECONDS, self._troubles.pop, task, None)
            try:
                await asyncio.sleep(seconds)
                return await work()
            except Exception as error:
                if loop.time() - began > _SETTLED_SECONDS:
                    waits = delays(self._random)
                seconds = min(next(waits), longest)
                self._troubles[task] = f"{type(error).__name__}: {error}"
                metrics.BACKGROUND_FAILURES.labels(self._service, name).inc()
                log.exception("background_task_failed", task=name, again_in_seconds=round(seconds, 2))
            finally:
                well.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task)
        self._troubles.pop(task, None)
