"""A scenario of many rebalances: instances come, go, die and freeze while batches are in hand in every state."""

import random
import time
from collections.abc import Iterator
from typing import Final

from tests.chaos import faults
from tests.chaos.scenario import Run, Scenario

from babelwire_contracts.services import PIPELINE

_ROUNDS: Final = 5
_BATCH_RECORDS: Final = 5
_INSTANCES: Final = 3
_REBALANCED: Final = "partitions_assigned"
_LEAST: Final = 20
_LONGER_THAN_SESSION: Final = 12.0


def rebalance_scenarios() -> Iterator[Scenario]:
    """Every service in turn, round after round."""
    yield Scenario(
        name="rebalances",
        fault=f"instances of every service leave, die, freeze and come; batches of {_BATCH_RECORDS}",
        when="all along",
        act=_come_and_go,
        scale=dict.fromkeys(PIPELINE, _INSTANCES),
        environment={"BABELWIRE_BATCH_RECORDS": str(_BATCH_RECORDS)},
        within=300.0,
    )


def _come_and_go(run: Run) -> None:
    """Every moment is drawn, from one seed: with small batches, some fall into each gap of a batch's life."""
    chance = random.Random(8)
    before = faults.logged(run.stack, _REBALANCED)
    for number in range(_ROUNDS):
        run.sender.send(run.articles * (number + 1) // _ROUNDS)
        for service in PIPELINE:
            time.sleep(chance.uniform(0.0, 0.5))
            if number % 2:
                faults.kill(run.stack, faults.instance(service, _INSTANCES))
            else:
                run.stack.stop_program(faults.instance(service, _INSTANCES))
                _hold_up(run, service, chance.uniform(0.02, 0.5))
                run.stack.start_program(faults.instance(service, _INSTANCES))
        if number == _ROUNDS // 2:
            with faults.frozen(run.stack, faults.instance("deduplication", 2)):
                time.sleep(_LONGER_THAN_SESSION)
    more = faults.logged(run.stack, _REBALANCED) - before
    run.seen.append(f"{more} assignments")
    if more < _LEAST:
        raise faults.FaultDidNotBite(f"{more} assignments only")


def _hold_up(run: Run, service: str, seconds: float) -> None:
    """One that stays is away from its work while another leaves: it learns late that the group has rebalanced."""
    with faults.frozen(run.stack, faults.instance(service, 2)):
        time.sleep(seconds)
