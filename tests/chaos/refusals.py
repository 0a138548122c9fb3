"""Scenarios in which everything runs and something refuses: OpenSearch, single records, or a service's own code."""

import asyncio
import threading
import uuid
from collections.abc import Iterator
from functools import partial
from typing import Final

import httpx
from tests.chaos import faults
from tests.chaos.scenario import Run, Scenario

from babelwire_contracts.receipts import Outcome
from babelwire_contracts.services import PIPELINE
from babelwire_contracts.topics import FLOW
from babelwire_messaging import headers
from babelwire_messaging.clients import producer
from babelwire_messaging.settings import KafkaSettings

_NOISY_CLIENTS: Final = 4
_POISON: Final = b'{"schema_version": 1, "poison": '
_PAUSED: Final = "paused until"


def refusal_scenarios() -> Iterator[Scenario]:
    """429, a write block, poison, and a bad deploy of each service."""
    yield Scenario(
        name="opensearch-429",
        fault="OpenSearch answers 429: a write queue of one",
        when="all along",
        act=_small_queue,
        scale={"indexing": 3},
        spoils_stores=True,
    )
    yield Scenario(
        name="write-block",
        fault="OpenSearch blocked for writes: flood stage",
        when="half indexed",
        act=_write_block,
    )
    yield Scenario(
        name="poison",
        fault="1 % poison on every topic",
        when="all along",
        act=_poison,
    )
    for service in PIPELINE:
        yield Scenario(
            name=f"bad-deploy-{service}",
            fault=f"{service} fails on everything",
            when="half handled",
            act=partial(_bad_deploy, service=service),
            by_itself=False,
        )


def _small_queue(run: Run) -> None:
    faults.shrink_write_queue(run.stack)
    stop = threading.Event()
    noise = [
        threading.Thread(target=_make_noise, args=(run.system.opensearch, stop), daemon=True)
        for _ in range(_NOISY_CLIENTS)
    ]
    for thread in noise:
        thread.start()
    try:
        run.sender.send()
        run.until_done_with("indexing", 0.3)
        faults.until(
            lambda: faults.logged(run.stack, "429", faults.instances("indexing")), 60, "indexing is answered 429"
        )
    finally:
        stop.set()
        for thread in noise:
            thread.join()
    rejected, waits = (
        faults.rejected_writes(run.system.opensearch),
        faults.logged(run.stack, "429", faults.instances("indexing")),
    )
    run.seen.append(f"{rejected} writes rejected, {waits} retries of batches")


def _make_noise(opensearch: str, stop: threading.Event) -> None:
    """Another client that writes to an index of its own, as much as it can."""
    lines = b'{"index": {"_index": "noise"}}\n{"text": "noise"}\n' * 500
    with httpx.Client(base_url=opensearch, timeout=60, trust_env=False) as client:
        client.put("/noise")
        while not stop.is_set():
            client.post("/_bulk", content=lines, headers={"Content-Type": "application/x-ndjson"})


def _write_block(run: Run) -> None:
    run.sender.send(run.articles // 2)
    run.until_done_with("indexing", 0.4)
    with faults.blocked_for_writes(run.system.opensearch):
        run.sender.send()
        run.sender.wait()
        faults.until(lambda: "indexing-1" in run.system.not_ready(), 60, "indexing says that it waits")
        run.seen.append(run.system.not_ready()["indexing-1"][:200])


def _poison(run: Run) -> None:
    run.sender.send()
    each = max(1, run.articles // 100)
    for service, topic in FLOW:
        run.until_done_with(service, 0.1)
        poisoned = [uuid.uuid4().hex for _ in range(each)]
        asyncio.run(_write_poison(run.system.kafka, topic.name, poisoned))
        run.due |= dict.fromkeys(poisoned, Outcome.DEAD_LETTERED)

    def one_letter_each() -> str | None:
        for service in PIPELINE:
            values = [record.value for record in run.system.records(f"dead-letters.{service}")]
            if values != [_POISON] * each:
                return f"{len(values)} dead letters of {service} for {each} poisoned records"
        return None

    run.seen.append(f"{each} on each of {len(PIPELINE)} topics")
    run.checks.append(one_letter_each)


async def _write_poison(bootstrap: str, topic: str, capture_ids: list[str]) -> None:
    client = producer(KafkaSettings(kafka_bootstrap=bootstrap), "chaos")
    await client.start()
    try:
        for one in capture_ids:
            fields = [(headers.CAPTURE_ID, one.encode())]
            await client.send_and_wait(topic, _POISON, key=one.encode(), headers=fields)
    finally:
        await client.stop()


def _bad_deploy(run: Run, service: str) -> None:
    name = faults.instance(service)
    run.sender.send(run.articles // 2)
    run.until_done_with(service, 0.2)
    run.stack.stop_program(name)
    if service != "ingest":
        # What waits for the bad version when it starts, as in any deploy that takes a while.
        run.sender.send()
        run.sender.wait()
        run.until_done_with(PIPELINE[PIPELINE.index(service) - 1], 1.0)
    with faults.bad_version(run.stack, name):
        run.sender.send(per_request=run.articles)
        faults.until(lambda: _is_paused(run, name), 60, f"the breaker of {service} trips")
        run.sender.wait()
    letters = len(run.system.records(f"dead-letters.{service}"))
    run.seen.append(f"breaker tripped, {letters} dead letters")
    if letters:
        run.broken_promises.append(f"{letters} dead letters of a bad deploy")
    mended = threading.Thread(target=run.stack.start_program, args=(name,), daemon=True)
    mended.start()
    faults.until(lambda: _is_paused(run, name), 60, "the mended version keeps to the pause")
    done = run.system.babelwire("resume", service)
    if done.returncode:
        run.broken_promises.append(f"babelwire resume: {done.stderr.strip()[-200:]}")
    mended.join()


def _is_paused(run: Run, name: str) -> bool:
    return _PAUSED in run.system.not_ready().get(name, "")
