"""`python -m tests.chaos`; `make chaos` runs it. Exit code 1 when anything is lost, double, or did not recover."""

import argparse
import logging
import signal
import sys

from tests.chaos.crashes import crash_scenarios
from tests.chaos.outsiders import outsider_scenarios
from tests.chaos.poison import poison_scenarios
from tests.chaos.rebalances import rebalance_scenarios
from tests.chaos.refusals import refusal_scenarios
from tests.chaos.replicas import replica_scenarios
from tests.chaos.running import Options, Runner, chosen, without_faults
from tests.chaos.table import table, write_report
from tests.chaos.template import template_scenarios
from tests.chaos.verdict import Result

_ARTICLES = 5000
_AWAY_SECONDS = 360.0
"""Longer than the five minutes after which Kafka's clients give up on a consumer that does not poll."""


def main() -> int:
    """Prints each result as it comes, then the table."""
    scenarios = [
        *crash_scenarios(),
        *refusal_scenarios(),
        *outsider_scenarios(),
        *poison_scenarios(),
        *rebalance_scenarios(),
        *replica_scenarios(),
        *template_scenarios(),
    ]
    parser = argparse.ArgumentParser(prog="make chaos", description="Breaks everything in mid-run and counts.")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="those that begin so; repeatable")
    parser.add_argument("--articles", type=int, default=_ARTICLES, help="in each scenario")
    parser.add_argument("--away", type=float, default=_AWAY_SECONDS, metavar="SECONDS", help="of opensearch-away")
    parser.add_argument("--times", type=int, default=1, metavar="N", help="each scenario, on end")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="the whole of it, one round after the other")
    parser.add_argument("--list", action="store_true", help="name the scenarios and leave")
    given = parser.parse_args()
    if given.list:
        print("\n".join(f"{one.name:28} {one.fault}" for one in scenarios))
        return 0
    try:
        wanted = chosen(scenarios, given.only)
    except KeyError as error:
        parser.error(f"no scenario begins with {error}; --list names them")
    # Brokers that are away are the fault itself; this program's own clients need not report them.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    # An end from outside must not leave a stack behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    runner = Runner(Options(given.articles, given.away))
    results: list[Result] = []
    try:
        for scenario in [without_faults(), *([one for one in wanted for _ in range(given.times)] * given.rounds)]:
            result = runner.run(scenario)
            results.append(result)
            _print(result)
            write_report(results)
            if scenario.name == "none" and result.reasons:
                break
    finally:
        runner.close()
    print(f"\n{table(results)}")
    return 1 if any(result.reasons for result in results) else 0


def _print(result: Result) -> None:
    word = "NOT WELL" if result.reasons else "well"
    facts = "; ".join([f"{result.seconds:.0f} s", str(result.outcomes), *result.seen])
    print(f"{result.name}: {word}; {facts}", flush=True)
    for reason in result.reasons:
        print(f"  {reason}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
