"""One run, from an empty stack of its own to its figures."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from tests.benchmarks.articles import requests
from tests.benchmarks.errors import NotPermitted
from tests.benchmarks.figures import Costly, Figures
from tests.benchmarks.latency import PER_SECOND
from tests.benchmarks.phases import PER_REQUEST, Bench
from tests.benchmarks.processes import STAGES, Programs
from tests.benchmarks.progress import Progress
from tests.benchmarks.store import Store

from babelwire_stack import Stack, free_ports


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for."""

    articles: int
    warm_up: int
    latency_seconds: int
    profiled: int
    seed: int


class Seeds:
    """A seed for each phase, so that no article comes twice."""

    def __init__(self, seed: int) -> None:
        self.load, self.warm_up, self.alone, self.latency, self.profile = range(10 * seed, 10 * seed + 5)


async def run(options: Options, tell: Callable[[str], None]) -> Figures:
    """The figures; `tell` is told which phase begins. Nothing of the stack is left."""
    with tempfile.TemporaryDirectory(prefix="babelwire-bench-") as directory:
        tell("starting a stack")
        stack = Stack(data_dir=Path(directory) / "stack", ports=free_ports())
        stack.start()
        progress, store = Progress(stack.kafka_bootstrap), Store(stack.opensearch_url)
        try:
            await progress.start()
            with Programs(stack) as programs:
                bench = Bench(stack, programs, progress, store, Path(directory))
                return await _measure(bench, options, tell)
        finally:
            await progress.stop()
            await store.close()
            stack.stop()


async def _measure(bench: Bench, options: Options, tell: Callable[[str], None]) -> Figures:
    seeds = Seeds(options.seed)
    tell(f"warming up with {options.warm_up:,} articles")
    await bench.warm_up(options.warm_up, seeds.warm_up)
    tell(f"loading {options.articles:,} articles")
    bodies = requests(options.articles, seeds.load, PER_REQUEST)
    load = await bench.load(bodies, options.articles)
    tell("the raw floor: the same documents")
    floor = await bench.floor()
    tell(f"indexing alone: {options.articles:,} other articles")
    alone = await bench.indexing_alone(requests(options.articles, seeds.alone, PER_REQUEST), options.articles)
    tell(f"latency: {PER_SECOND} articles/s for {options.latency_seconds} s")
    single = requests(PER_SECOND * options.latency_seconds, seeds.latency, 1)
    latency = await bench.latency(single)
    tell(f"profile: {options.profiled:,} articles")
    profiled = await _profile(bench, options, seeds, tell)
    for name, stage in load.stages.items():
        stage.peak_rss_mb = bench.programs.peak[name] / 1_000_000
    return Figures(
        articles=options.articles,
        seed=options.seed,
        article_bytes=sum(map(len, bodies)) / options.articles,
        cores=psutil.cpu_count() or 1,
        load=load,
        floor=floor,
        indexing_alone=alone,
        latency=latency,
        python_cpu_ms_per_article=sum(load.stages[name].cpu_ms_per_article for name in STAGES),
        profile=profiled,
    )


async def _profile(
    bench: Bench, options: Options, seeds: Seeds, tell: Callable[[str], None]
) -> dict[str, list[Costly]] | None:
    try:
        return await bench.profile(requests(options.profiled, seeds.profile, PER_REQUEST), options.profiled)
    except NotPermitted as error:
        tell(f"no profile: {error}; run as root, or allow ptrace: sysctl kernel.yama.ptrace_scope=0")
        return None
