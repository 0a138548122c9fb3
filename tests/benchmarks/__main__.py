"""Measures speed and memory on a stack of its own: `make bench`, or `python -m tests.benchmarks`."""

import argparse
import asyncio
import signal
import sys
import time
from pathlib import Path
from typing import Final

import httpx
from tests.benchmarks.errors import BenchmarkFailed
from tests.benchmarks.report import show, write_json
from tests.benchmarks.run import Options, run

from babelwire_stack.errors import StackError

_JSON: Final = Path("build/bench.json")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="to load, and to index alone, a round (10,000)")
    parser.add_argument("--rounds", type=int, default=3, help="of load, raw floor and indexing alone (3)")
    parser.add_argument("--warm-up", type=int, default=5_000, help="articles a load until two on end agree (5,000)")
    parser.add_argument("--latency-seconds", type=int, default=30, help="how long 20 articles/s are sent (30)")
    parser.add_argument("--profiled", type=int, default=6_000, help="articles for the profile (6,000)")
    parser.add_argument("--seed", type=int, default=1, help="of all articles (1)")
    options = Options(**vars(parser.parse_args()))
    start = time.monotonic()

    def on_phase(phase: str) -> None:
        print(f"{time.monotonic() - start:6.0f} s  {phase}", flush=True)

    # As after Ctrl-C, the stack is stopped first; Python would end at once and leave it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        figures = asyncio.run(run(options, on_phase))
    except (BenchmarkFailed, StackError, httpx.HTTPError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    show(figures)
    write_json(figures, _JSON)
    print(f"all figures: {_JSON}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
