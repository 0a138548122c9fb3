"""What became of every capture."""

import itertools
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from tests.system import System

from babelwire_contracts.codec import decode
from babelwire_contracts.receipts import Outcome, Receipt, better_of
from babelwire_contracts.topics import ARTICLES_INDEXED

_LOOK_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Account:
    """`missing`: captures without a receipt. `outcomes`: the best outcome of each of the others.

    `longest_stall`: seconds, from the first article sent, in which no capture came to its end.
    """

    missing: frozenset[str]
    outcomes: dict[str, Outcome]
    longest_stall: float

    def counts(self) -> dict[str, int]:
        """Captures by outcome."""
        return dict(Counter(outcome.value for outcome in self.outcomes.values()))


def account(system: System, capture_ids: Collection[str], began_at: float) -> Account:
    """Folds all receipts there are per capture: the best outcome counts."""
    wanted = set(capture_ids)
    best: dict[str, Receipt] = {}
    ended_at: dict[str, float] = {}
    for record in system.records(ARTICLES_INDEXED.name):
        receipt = decode(record.value, Receipt)
        if receipt.capture_id not in wanted:
            continue
        at = record.timestamp / 1000
        ended_at[receipt.capture_id] = min(at, ended_at.get(receipt.capture_id, at))
        best[receipt.capture_id] = better_of(best.get(receipt.capture_id), receipt)
    moments = sorted([began_at, *ended_at.values()])
    stall = max((later - earlier for earlier, later in itertools.pairwise(moments)), default=0.0)
    outcomes = {capture: receipt.outcome for capture, receipt in best.items()}
    return Account(frozenset(wanted - best.keys()), outcomes, stall)


def audit(system: System) -> str | None:
    """What `babelwire audit` has against the system, or None."""
    done = system.babelwire("audit", "--json")
    return None if done.returncode == 0 else f"babelwire audit: {(done.stdout + done.stderr).strip()[-300:]}"


def account_when_complete(system: System, capture_ids: Collection[str], began_at: float, within: float) -> Account:
    """The account once nothing is missing, or as it is when the time, in seconds, is over."""
    deadline = time.monotonic() + within
    while True:
        found = account(system, capture_ids, began_at)
        if not found.missing or time.monotonic() > deadline:
            return found
        time.sleep(_LOOK_SECONDS)
