"""One run, from an empty stack of its own to the report."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.articles import requests
from tests.benchmarks.processes import STAGES, Programs
from tests.benchmarks.progress import Progress
from tests.benchmarks.sending import send
from tests.benchmarks.store import Store

from babelwire_stack import Stack, free_ports

PER_REQUEST = 1000


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for."""

    articles: int
    seed: int


async def run(options: Options) -> int:
    """Exit code 0 when the figures could be taken, met or missed."""
    bodies = requests(options.articles, options.seed, PER_REQUEST)
    with tempfile.TemporaryDirectory(prefix="babelwire-bench-") as data:
        stack = Stack(data_dir=Path(data), ports=free_ports())
        stack.start()
        progress, store = Progress(stack.kafka_bootstrap), Store(stack.opensearch_url)
        await progress.start()
        try:
            with Programs(stack) as programs:
                await load(stack, programs, progress, store, bodies=bodies, articles=options.articles)
        finally:
            await progress.stop()
            await store.close()
            stack.stop()
    return 0


async def load(
    stack: Stack, programs: Programs, progress: Progress, store: Store, *, bodies: list[bytes], articles: int
) -> None:
    """Sends everything and prints CPU per stage."""
    await progress.mark()
    before, start = programs.cpu(), time.monotonic()
    await send(stack.url("ingest"), bodies)
    print("sent", time.monotonic() - start)
    await progress.until("indexing-1", articles)
    seconds = progress.curves["indexing-1"].reached(articles) - start
    spent = {name: (cpu - before[name]) / articles * 1000 for name, cpu in programs.cpu().items()}
    print(f"{articles / seconds:.0f} articles/s, count {await store.count()}")
    for name, milliseconds in spent.items():
        rate = progress.curves[name].rate() if name in STAGES else 0
        print(f"{name:24}{milliseconds:8.3f} ms{programs.peak[name] >> 20:6} MiB {rate:8.0f}/s")
