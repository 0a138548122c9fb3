"""A scenario of very many texts of one template: all of them near copies of each other."""

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
from tests.chaos import faults
from tests.chaos.articles import WORDS
from tests.chaos.scenario import Run, Scenario

from babelwire_contracts.topics import ARTICLES_DEDUPLICATED

_TIMES: Final = 10
"""Texts of the template for each article of the other scenarios."""

_SHARE: Final = 10
_SLOWER_AT_MOST: Final = 1.5
_JUDGED_FROM: Final = 20_000
"""Texts; of fewer, the first and the last tenth take so short that their times say nothing."""

_ANSWERS_SECONDS: Final = 1.0
"""A loop that is kept for 50 ms answers within this on two cores that do everything else as well."""

_LOOK_SECONDS: Final = 0.05
_DONE_SECONDS: Final = 600.0
_FIRST: Final = datetime(2026, 3, 1, tzinfo=UTC)
_SERVICE: Final = "deduplication"


def template_scenarios() -> Iterator[Scenario]:
    """50,000 texts of one template, where the other scenarios have 5,000 articles."""
    yield Scenario(
        name="one-template",
        fault="none; all texts are of one template",
        when="",
        act=_one_template,
        make=lambda articles: template_articles(articles * _TIMES),
        within=1200.0,
    )


def template_articles(number: int) -> list[dict[str, Any]]:
    """Weather reports of many places: one text, a few words of it other in each."""
    chance = random.Random(9)
    frame = [chance.choice(WORDS) for _ in range(180)]
    made = []
    for index in range(number):
        words = frame.copy()
        words[20], words[90], words[150] = f"place{index}", f"degrees{chance.randrange(40)}", chance.choice(WORDS)
        captured = _FIRST + timedelta(seconds=index)
        made.append(
            {
                "title": f"Weather for place {index}",
                "body": "\n\n".join(" ".join(words[start : start + 60]).capitalize() + "." for start in (0, 60, 120)),
                "url": f"https://weather-{index % 7}.example/{index}",
                "published_at": (captured - timedelta(hours=1)).isoformat(),
                "captured_at": captured.isoformat(),
                "language": "en",
            }
        )
    return made


def _one_template(run: Run) -> None:
    """All wait for deduplication before it begins, so that nothing but its own speed is measured."""
    name = faults.instance(_SERVICE)
    run.stack.stop_program(name)
    run.sender.send(per_request=500)
    run.sender.wait()
    run.system.caught_up("ingest", _DONE_SECONDS)
    run.stack.start_program(name)
    with _asking(run) as answers:
        run.until_done_with(_SERVICE, 1.0, _DONE_SECONDS)
    first, last = _speeds(run)
    worst = max(answers)
    run.seen.append(f"{first:.0f} articles/s at first, {last:.0f} at last; /healthz within {worst * 1000:.0f} ms")
    if run.articles >= _JUDGED_FROM and last * _SLOWER_AT_MOST < first:
        run.broken_promises.append(f"deduplication fell from {first:.0f} to {last:.0f} articles/s")
    if worst > _ANSWERS_SECONDS:
        run.broken_promises.append(f"/healthz of {_SERVICE} took {worst:.2f} s; the bound is {_ANSWERS_SECONDS:.0f} s")


def _speeds(run: Run) -> tuple[float, float]:
    """Articles a second of the first and of the last tenth, by when the broker appended them."""
    known = set(run.sender.capture_ids)
    at: dict[str, float] = {}
    for record in run.system.records(ARTICLES_DEDUPLICATED.name):
        capture_id = dict(record.headers).get("capture-id", b"").decode()
        if capture_id in known:
            moment = record.timestamp / 1000
            at[capture_id] = min(moment, at.get(capture_id, moment))
    moments = sorted(at.values())
    tenth = max(2, len(moments) // _SHARE)
    return _speed(moments[:tenth]), _speed(moments[-tenth:])


def _speed(moments: list[float]) -> float:
    return len(moments) / max(moments[-1] - moments[0], 0.001)


@contextlib.contextmanager
def _asking(run: Run) -> Iterator[list[float]]:
    """While entered, asks deduplication for `/healthz` over and over; gives the seconds that each answer took."""
    stop = threading.Event()
    took: list[float] = []

    def ask() -> None:
        with httpx.Client(base_url=run.stack.url(_SERVICE), timeout=60, trust_env=False) as client:
            while not stop.wait(_LOOK_SECONDS):
                began = time.monotonic()
                client.get("/healthz").raise_for_status()
                took.append(time.monotonic() - began)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    try:
        yield took
    finally:
        stop.set()
        asking.join()
