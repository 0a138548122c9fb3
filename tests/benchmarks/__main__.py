"""Runs the benchmark: `python -m tests.benchmarks`, or `make bench`."""

import argparse
import asyncio
import sys

from tests.benchmarks.run import Options, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000, help="how many to load (20,000)")
    parser.add_argument("--seed", type=int, default=1, help="of the generated articles (1)")
    given = parser.parse_args()
    return asyncio.run(run(Options(articles=given.articles, seed=given.seed)))


if __name__ == "__main__":
    sys.exit(main())
