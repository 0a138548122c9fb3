"""One run, from an empty stack of its own to its figures."""

import itertools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
from tests.benchmarks import html_pages
from tests.benchmarks.articles import requests
from tests.benchmarks.errors import NotPermitted
from tests.benchmarks.figures import Costly, Figures, Round, WarmUp, agree
from tests.benchmarks.floor import SIZES
from tests.benchmarks.latency import PER_SECOND
from tests.benchmarks.phases import MB, Bench
from tests.benchmarks.processes import Programs
from tests.benchmarks.progress import Progress
from tests.benchmarks.store import Store

from babelwire_stack import Stack, free_ports

PER_REQUEST: Final = 1000
_ALIKE: Final = 0.05
_MOST_WARM_UPS: Final = 8


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for."""

    articles: int
    rounds: int
    warm_up: int
    latency_seconds: int
    profiled: int
    seed: int


class Articles:
    """Articles of which none comes twice in a run."""

    def __init__(self, seed: int) -> None:
        self._seeds = itertools.count(1000 * seed)

    def requests(self, count: int, per_request: int = PER_REQUEST) -> list[bytes]:
        return requests(count, next(self._seeds), per_request)


async def run(options: Options, on_phase: Callable[[str], None]) -> Figures:
    """The figures; `on_phase` is called with the name of each phase as it begins. Nothing of the stack is left."""
    with tempfile.TemporaryDirectory(prefix="babelwire-bench-") as directory:
        on_phase("starting a stack")
        stack = Stack(data_dir=Path(directory) / "stack", ports=free_ports())
        stack.start()
        progress, store = Progress(stack.kafka_bootstrap), Store(stack.opensearch_url)
        try:
            await progress.start()
            with Programs(stack) as programs:
                bench = Bench(stack, programs, progress, store, Path(directory))
                return await _measure(bench, options, on_phase)
        finally:
            await progress.stop()
            await store.close()
            stack.stop()


async def _measure(bench: Bench, options: Options, on_phase: Callable[[str], None]) -> Figures:
    articles, count = Articles(options.seed), options.articles
    warm_up = await _warmed_up(bench, articles, options.warm_up, on_phase)
    started = dict(bench.programs.resident)
    bodies = articles.requests(count)
    on_phase(f"loading {count:,} articles for the raw floor")
    await bench.load(bodies, count)
    await bench.write_documents(count)
    by_size = {size: (await bench.floor(size, count)).articles_per_second for size in SIZES}
    best = max(by_size, key=lambda size: by_size[size])
    rounds = []
    for number in range(1, options.rounds + 1):
        on_phase(f"round {number} of {options.rounds}: {count:,} articles; the raw floor; indexing alone")
        rounds.append(
            Round(
                load=await bench.load(articles.requests(count), count),
                floor=await bench.floor(best, count),
                indexing_alone=await bench.indexing_alone(articles.requests(count), count),
            )
        )
    on_phase(f"latency: {PER_SECOND} articles/s for {options.latency_seconds} s")
    latency = await bench.latency(articles.requests(PER_SECOND * options.latency_seconds, 1))
    on_phase("HTML pages through the parser")
    html = html_pages.measure()
    on_phase(f"profile: {options.profiled:,} articles")
    profiled = await _profile(bench, articles.requests(options.profiled), options.profiled, on_phase)
    return Figures(
        articles=count,
        seed=options.seed,
        article_bytes=sum(map(len, bodies)) / count,
        cores=psutil.cpu_count() or 1,
        warm_up=warm_up,
        floor_documents_per_request=best,
        floor_articles_per_second_by_size=by_size,
        rounds=rounds,
        html=html,
        latency=latency,
        start_rss_mb={name: size / MB for name, size in started.items()},
        peak_rss_mb={name: size / MB for name, size in bench.programs.peak.items()},
        profile=profiled,
    )


async def _warmed_up(bench: Bench, articles: Articles, count: int, on_phase: Callable[[str], None]) -> WarmUp:
    """Loads until two rates in a row agree: Java is slow until it has compiled what is run often."""
    rates: list[float] = []
    while not agree(rates, _ALIKE) and len(rates) < _MOST_WARM_UPS:
        on_phase(f"warming up with {count:,} articles")
        rates.append((await bench.load(articles.requests(count), count)).articles_per_second)
    return WarmUp(articles_per_second=rates, agreed=agree(rates, _ALIKE))


async def _profile(
    bench: Bench, bodies: list[bytes], count: int, on_phase: Callable[[str], None]
) -> dict[str, list[Costly]] | None:
    try:
        return await bench.profile(bodies, count)
    except NotPermitted as error:
        on_phase(f"no profile: {error}; run as root, or allow ptrace: sysctl kernel.yama.ptrace_scope=0")
        return None
