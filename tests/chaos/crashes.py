"""Scenarios in which something dies, stops or freezes, and comes back."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import psutil
from tests.chaos import faults, groups
from tests.chaos.scenario import Run, Scenario

from babelwire_contracts.services import PIPELINE

_FROZEN_SECONDS: Final = 20.0
"""Twice the session timeout: the group has given the frozen instance's partitions to others when it wakes."""

_WAITS: Final = "batch_waits"
_REBALANCED: Final = "partitions_assigned"
_REBALANCES: Final = "Preparing to rebalance group"


def crash_scenarios() -> Iterator[Scenario]:
    """Each service killed, alone and as one of three; the stores killed and away; stops, freezes, scaling."""
    for instances in (1, 3):
        for service in PIPELINE:
            yield Scenario(
                name=f"kill-{service}-{instances}",
                fault=f"kill -9 of {service}, " + ("the only instance" if instances == 1 else "one of three"),
                when="a fifth handled",
                act=partial(_kill_service, service=service),
                scale={service: instances},
            )
    for store in ("kafka", "opensearch"):
        yield Scenario(
            name=f"kill-{store}",
            fault=f"kill -9 of {store}, restarted",
            when="a fifth indexed",
            act=partial(_kill_store, store=store),
        )
    yield Scenario(
        name="opensearch-away",
        fault="OpenSearch away, no rebalance",
        when="a fifth indexed",
        act=_opensearch_away,
    )
    yield Scenario(
        name="stop-in-mid-batch",
        fault="SIGTERM of each service in turn",
        when="a fifth handled",
        act=_stop_each,
    )
    for service in ("deduplication", "indexing"):
        yield Scenario(
            name=f"slow-{service}",
            fault=f"one of three {service} frozen for {_FROZEN_SECONDS:.0f} s",
            when="a fifth handled",
            act=partial(_freeze, service=service),
            scale={service: 3},
        )
    yield Scenario(
        name="scale-up",
        fault="every service from one to three instances",
        when="a fifth indexed",
        act=_scale_up,
    )


def _kill_service(run: Run, service: str) -> None:
    run.sender.send()
    run.until_done_with(service, 0.2)
    done = groups.committed(run.system.kafka, service)
    children = faults.kill(run.stack, faults.instance(service))
    run.seen.append(f"killed with {done} committed")
    run.checks.append(_nothing_left_behind(children))


def _nothing_left_behind(children: list[psutil.Process]) -> Callable[[], str | None]:
    def check() -> str | None:
        left = [child.pid for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
        return f"{len(left)} processes of the killed one are left behind" if left else None

    return check


def _kill_store(run: Run, store: str) -> None:
    run.sender.send()
    run.until_done_with("indexing", 0.2)
    faults.kill(run.stack, store)
    run.seen.append(f"{faults.logged(run.stack, _WAITS)} retries of batches")


def _opensearch_away(run: Run) -> None:
    run.sender.send(run.articles // 2)
    run.until_done_with("indexing", 0.2)
    before = _rebalances(run)
    run.stack.stop_program("opensearch")
    gone_at = time.monotonic()
    run.sender.send()
    run.sender.wait()
    faults.until(lambda: "indexing-1" in run.system.not_ready(), 60, "indexing says that it waits")
    # The length of the absence is the fault itself: longer than Kafka's five minutes without a poll.
    time.sleep(max(0.0, run.away_seconds - (time.monotonic() - gone_at)))
    run.stack.start_program("opensearch")
    run.seen.append(f"away {time.monotonic() - gone_at:.0f} s, {faults.logged(run.stack, _WAITS)} retries of batches")

    def no_rebalance() -> str | None:
        more = _rebalances(run) - before
        return f"{more} rebalances" if more else None

    run.checks.append(no_rebalance)


def _rebalances(run: Run) -> int:
    """How often a group has lost or won a member, by Kafka's own account and by that of the services."""
    return faults.logged(run.stack, _REBALANCES, "kafka") + faults.logged(run.stack, _REBALANCED)


def _stop_each(run: Run) -> None:
    run.sender.send()
    for service in reversed(PIPELINE):
        name = faults.instance(service)
        run.until_done_with(service, 0.1)
        began = time.monotonic()
        run.stack.stop_program(name)
        run.seen.append(f"{name} stopped in {time.monotonic() - began:.1f} s")
        run.stack.start_program(name)


def _freeze(run: Run, service: str) -> None:
    run.sender.send()
    run.until_done_with(service, 0.1)
    rebalances = faults.logged(run.stack, _REBALANCED, faults.instances(service))
    with faults.frozen(run.stack, faults.instance(service, 2)):
        # The fault itself takes this long.
        time.sleep(_FROZEN_SECONDS)
    more = faults.logged(run.stack, _REBALANCED, faults.instances(service)) - rebalances
    if not more:
        raise faults.FaultDidNotBite("the group did not rebalance")
    run.seen.append(f"{more} assignments meanwhile")


def _scale_up(run: Run) -> None:
    run.sender.send()
    run.until_done_with("indexing", 0.2)
    running = {program.service for program in run.stack.programs() if program.service}
    run.stack.start(services=sorted(running), scale=dict.fromkeys(running, 3))
    run.seen.append(f"{faults.logged(run.stack, _REBALANCED)} assignments")
