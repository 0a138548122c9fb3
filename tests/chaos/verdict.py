"""What a scenario came to, judged against a run without faults."""

import time
from dataclasses import dataclass, field
from typing import Final

from tests.chaos.accounting import Account, account_when_complete, audit
from tests.chaos.digest import Documents, read_documents
from tests.chaos.scenario import Run, Scenario

from babelwire_contracts.receipts import Outcome
from babelwire_contracts.services import PIPELINE

_SETTLED_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 1.0


@dataclass(slots=True)
class Result:
    """One row of the table. `reasons`: why it is not well; empty where it is. Times are in seconds."""

    name: str
    fault: str
    when: str
    articles: int
    lost: int = 0
    double: int = 0
    changed: int = 0
    longest_stall: float = 0.0
    recovered: str = "no"
    seconds: float = 0.0
    digest: str = ""
    outcomes: dict[str, int] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def judge(scenario: Scenario, run: Run, expected: Documents | None, result: Result) -> Documents | None:
    """Waits until all has come to its end and fills in the result. Returns the documents where there are any.

    `expected` is None for the run without faults, and for one with articles of its own.
    """
    assert run.sender.began_at is not None
    capture_ids = {*run.sender.capture_ids, *run.due}
    found = account_when_complete(run.system, capture_ids, run.sender.began_at, scenario.within)
    result.longest_stall, result.outcomes = round(found.longest_stall, 1), found.counts()
    result.reasons += _unlike_what_was_due(run, found)
    try:
        run.system.until_ready(_SETTLED_SECONDS)
        for service in PIPELINE:
            run.system.caught_up(service, _SETTLED_SECONDS)
    except AssertionError as error:
        result.reasons.append(str(error))
    else:
        if not found.missing:
            result.recovered = "yes" if scenario.by_itself else "after resume"
    documents = _settled(run, expected)
    absent_besides = run.besides - documents.by_id.keys()
    documents = documents.without(run.besides)
    _compare(result, found, documents, expected)
    if absent_besides:
        result.lost = max(result.lost, len(absent_besides))
        result.reasons.append(f"lost: {len(absent_besides)} documents of what came beside")
    checks = [lambda: audit(run.system), *run.checks]
    result.reasons += [broken for check in checks if (broken := check()) is not None]
    return documents


def _settled(run: Run, expected: Documents | None) -> Documents:
    """The documents once they are as expected, or once two looks agree; decisions are amended after the receipts."""
    deadline = time.monotonic() + _SETTLED_SECONDS
    before = read_documents(run.system.opensearch)
    while True:
        time.sleep(_LOOK_SECONDS)
        documents = read_documents(run.system.opensearch)
        aim = expected or before.without(run.besides)
        if documents.without(run.besides).by_id == aim.by_id or time.monotonic() > deadline:
            return documents
        before = documents


def _compare(result: Result, found: Account, documents: Documents, expected: Documents | None) -> None:
    result.digest = documents.digest
    aim = expected or documents
    absent = len(aim.by_id.keys() - documents.by_id.keys()) if expected else result.articles - len(documents.by_id)
    result.lost = max(len(found.missing), absent, 0)
    more = len(documents.by_id.keys() - aim.by_id.keys()) if expected else -absent
    result.double = documents.double + max(more, 0)
    both = aim.by_id.keys() & documents.by_id.keys()
    differing = [one for one in documents.differing(aim) if one in both]
    result.changed = len(differing)
    if result.lost:
        result.reasons.append(f"lost: {len(found.missing)} captures, {absent} documents")
    if result.double:
        result.reasons.append(f"double: {result.double} documents")
    for one in differing[:1]:
        result.reasons.append(
            f"{len(differing)} documents are not those of a run without faults, the first:\n"
            f"  {documents.by_id[one]}\n  {aim.by_id[one]}"
        )


def _unlike_what_was_due(run: Run, found: Account) -> list[str]:
    unlike = [one for one, outcome in found.outcomes.items() if outcome is not run.due.get(one, Outcome.INDEXED)]
    return [f"{len(unlike)} captures ended otherwise than due: {found.counts()}"] if unlike else []
