"""The phases of a run, one after the other on one running stack."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.errors import ArticlesMissing
from tests.benchmarks.figures import Costly, FloorFigures, IndexingFigures, LatencyFigures, LoadFigures, StageFigures
from tests.benchmarks.floor import measure_floor, write_documents
from tests.benchmarks.latency import measure_latency
from tests.benchmarks.processes import STAGES, Machine, Programs
from tests.benchmarks.profiling import profile
from tests.benchmarks.progress import Progress
from tests.benchmarks.sending import send
from tests.benchmarks.store import Store

from babelwire_stack import Stack

MB: Final = 1_000_000
_LOOK_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Bench:
    """A running stack and those who watch it. Each phase waits until OpenSearch has digested the one before."""

    stack: Stack
    programs: Programs
    progress: Progress
    store: Store
    directory: Path

    async def load(self, bodies: list[bytes], articles: int) -> LoadFigures:
        """Sends everything, and waits for a receipt of each. Raises `ArticlesMissing` and `Stalled`."""
        await self.store.quiet()
        there = await self.store.count()
        await self.progress.mark()
        machine, before, start = Machine(self.programs), self.programs.cpu(), time.monotonic()
        sending = asyncio.create_task(send(self.stack.url("ingest"), bodies))
        await self.progress.until("indexing-1", articles)
        busy, accepted = await sending
        seconds = self.progress.curves["indexing-1"].reached(articles) - start
        after, noise = self.programs.cpu(), machine.noise()
        if (came := await self.store.count() - there) != articles:
            raise ArticlesMissing(f"{articles} articles were sent and {came} came: babelwire audit says which are lost")
        return LoadFigures(
            articles_per_second=articles / seconds,
            accepted_per_second=articles / (accepted - start),
            busy_answers=busy,
            noise=noise,
            stages={
                name: StageFigures(
                    cpu_ms_per_article=(after[name] - before[name]) / articles * 1000,
                    articles_per_second=self.progress.curves[name].rate() if name in STAGES else None,
                    end_rss_mb=self.programs.resident.get(name, 0) / MB,
                )
                for name in self.programs.names
            },
        )

    async def write_documents(self, count: int) -> None:
        """Keeps documents of the index for the floor."""
        await write_documents(self.store, self._documents, count)

    async def floor(self, per_request: int, count: int) -> FloorFigures:
        """The documents that were kept, in raw bulk requests."""
        return await measure_floor(self.store, self.programs, self._documents, per_request, count)

    async def indexing_alone(self, bodies: list[bytes], articles: int) -> IndexingFigures:
        """Fills `articles.tagged` while indexing is away, then lets it work alone. Raises `Stalled`."""
        await asyncio.to_thread(self.stack.stop_program, "indexing-1")
        started = await self._start_of_indexing()
        await send(self.stack.url("ingest"), bodies)
        await self.progress.caught_up(*(name for name in STAGES if name != "indexing-1"))
        await self.store.quiet()
        await self.progress.mark()
        beginning = asyncio.create_task(self._first_write(await self.store.written()))
        starting = asyncio.create_task(asyncio.to_thread(self.stack.start_program, "indexing-1"))
        await self.progress.until("indexing-1", articles)
        ended = self.progress.curves["indexing-1"].reached(articles)
        await starting
        self.programs.look()
        return IndexingFigures(
            articles_per_second=articles / max(_LOOK_SECONDS, ended - await beginning),
            cpu_us_per_article=(self.programs.cpu()["indexing-1"] - started) / articles * 1_000_000,
        )

    async def latency(self, bodies: list[bytes]) -> LatencyFigures:
        """One article a request, at a steady pace."""
        await self.progress.caught_up(*STAGES)
        await self.store.quiet()
        return await measure_latency(self.stack, self.store, bodies)

    async def profile(self, bodies: list[bytes], articles: int) -> dict[str, list[Costly]]:
        """Another load, under py-spy. Raises `NotPermitted`."""
        await self.progress.caught_up(*STAGES)
        await self.progress.mark()

        async def work() -> None:
            await send(self.stack.url("ingest"), bodies)
            await self.progress.until("indexing-1", articles)

        return await profile(self.programs, work(), self.directory)

    async def _first_write(self, written: int) -> float:
        """When OpenSearch has written more documents than `written`. The first receipt comes a batch or two later."""
        while True:
            if await self.store.written() > written:
                return time.monotonic()
            await asyncio.sleep(_LOOK_SECONDS)

    async def _start_of_indexing(self) -> float:
        """CPU seconds of a start with nothing to read; indexing is stopped before and after."""
        await asyncio.to_thread(self.stack.start_program, "indexing-1")
        self.programs.look()
        await self.progress.caught_up("indexing-1")
        seconds = self.programs.cpu()["indexing-1"]
        await asyncio.to_thread(self.stack.stop_program, "indexing-1")
        return seconds

    @property
    def _documents(self) -> Path:
        return self.directory / "documents.ndjson"
