"""Scenarios with many bad records at once: of a client's making, and of a bad deploy's."""

import asyncio
import json
import threading
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from tests.chaos import faults
from tests.chaos.articles import make_articles
from tests.chaos.scenario import Run, Scenario
from tests.system import System

from babelwire_contracts.captures import HTML, Capture, CaptureMethod
from babelwire_contracts.codec import encode
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.topics import PAGES_CAPTURED, SERVICES_PAUSED
from babelwire_messaging import headers
from babelwire_messaging.clients import producer
from babelwire_messaging.settings import KafkaSettings

BAD: Final = 60
"""More than the 50 of the last 200 records that make a service suspect itself."""

_NESTED: Final = 1002
_UNDECODABLE: Final = b'{"schema_version": 1, "poison": '
_BUGGY: Final = "translation_tagging"
_PAUSED: Final = "paused until"
_PAUSES: Final = 4
"""How often an operator may have to let held records through: a batch is held as far as it was judged."""


def poison_scenarios() -> Iterator[Scenario]:
    """60 poison pages and 60 broken records in one batch; a bug that fails on 60 and on what was well before."""
    yield Scenario(
        name="poison-batch",
        fault=f"{BAD} pages nested {_NESTED} deep and {BAD} broken records, each in one batch",
        when="a fifth handled",
        act=_poison_batch,
    )
    yield Scenario(
        name="held-records",
        fault=f"{_BUGGY} has a bug that {BAD} records show",
        when="half handled",
        act=_held_records,
        by_itself=False,
    )


def _poison_batch(run: Run) -> None:
    run.sender.send()
    run.until_done_with("ingest", 0.2)
    bad = write_poison(run.system)
    run.due |= dict.fromkeys(bad, Outcome.DEAD_LETTERED)
    run.seen.append(f"{len(bad)} bad records in one partition")
    run.checks += [lambda: not_once_each(run.system, "ingest", bad), lambda: never_paused(run.system)]


def write_poison(system: System) -> set[str]:
    """Writes bad records straight into one partition of `pages.captured`, as few batches. Returns their capture ids."""
    pages = {uuid.uuid4().hex: None for _ in range(BAD)}
    broken = {uuid.uuid4().hex: None for _ in range(BAD)}
    values = [(one, encode(_nested_page(one))) for one in pages] + [(one, _UNDECODABLE) for one in broken]
    asyncio.run(_write(system.kafka, values))
    return {*pages, *broken}


def _nested_page(capture_id: str) -> Capture:
    """A page that the door would refuse, and the parser cannot read."""
    now = datetime.now(UTC)
    body = b"<html><body>" + b"<div>" * _NESTED + b"deep" + b"</div>" * _NESTED + b"</body></html>"
    return Capture(
        capture_id=capture_id,
        url=f"https://poison.example/{capture_id}",
        content_type=HTML,
        body=body,
        method=CaptureMethod.PAGE,
        captured_at=now,
        accepted_at=now,
    )


async def _write(bootstrap: str, values: Sequence[tuple[str, bytes]]) -> None:
    client = producer(KafkaSettings(kafka_bootstrap=bootstrap), "chaos")
    await client.start()
    try:
        batch = client.create_batch()
        for capture_id, value in values:
            fields = [(headers.CAPTURE_ID, capture_id.encode())]
            batch.append(key=capture_id.encode(), value=value, timestamp=None, headers=fields)
        await (await client.send_batch(batch, PAGES_CAPTURED.name, partition=0))
    finally:
        await client.stop()


def not_once_each(system: System, service: str, capture_ids: set[str]) -> str | None:
    """Says so where a service's dead letters are not one of each of these captures."""
    letters = [
        dict(record.headers).get(headers.CAPTURE_ID, b"") for record in system.records(f"dead-letters.{service}")
    ]
    mine = sorted(one.decode() for one in letters if one.decode() in capture_ids)
    if mine != sorted(capture_ids):
        return f"{len(mine)} dead letters of {service} for {len(capture_ids)} bad records"
    return None


def never_paused(system: System) -> str | None:
    """Says so where any service has ever paused."""
    pauses = [record.value for record in system.records(SERVICES_PAUSED.name) if record.value is not None]
    return f"{len(pauses)} pauses, the first: {pauses[0].decode()[:300]}" if pauses else None


def _held_records(run: Run) -> None:
    name = faults.instance(_BUGGY)
    run.sender.send(run.articles // 2)
    run.until_done_with(_BUGGY, 0.5)
    run.stack.stop_program(name)
    bad = set(run.system.post_articles(marked_articles(BAD)))
    run.due |= dict.fromkeys(bad, Outcome.DEAD_LETTERED)
    marked = run.stack.settings.data_dir / "marked"
    marked.write_text("\n".join(bad))
    again = marked.with_name(f"{marked.name}.again")
    again.touch()
    with faults.bad_version(run.stack, name, marked):
        faults.until(lambda: _is_paused(run, name), 90, f"{_BUGGY} pauses")
        again.unlink()
        run.sender.send()
        for _ in range(_PAUSES):
            _let_held_through(run, name)
            if not _is_paused_again(run, name, bad):
                break
        run.sender.wait()
    mended = threading.Thread(target=run.stack.start_program, args=(name,), daemon=True)
    mended.start()
    mended.join()
    run.checks.append(lambda: not_once_each(run.system, _BUGGY, bad))


def marked_articles(number: int) -> list[dict[str, Any]]:
    """Articles without copies, of words of their own."""
    return [one for one in make_articles(number * 2, "marked") if not one["title"].startswith("Copy")][:number]


def _let_held_through(run: Run, name: str) -> None:
    """What an operator does: looks, then lets through. The look changes nothing."""
    looked = run.system.babelwire("resume", _BUGGY, "--dead-letter-held", "--dry-run", "--json")
    if looked.returncode:
        run.broken_promises.append(f"resume --dry-run: {(looked.stdout + looked.stderr).strip()[-300:]}")
        raise faults.FaultDidNotBite("babelwire resume --dead-letter-held --dry-run failed")
    shown = json.loads(looked.stdout)
    run.seen.append(f"held: {shown['errors']}")
    if not shown["errors"]:
        run.broken_promises.append(f"resume --dry-run does not name what failed: {looked.stdout[:300]}")
    if not _is_paused(run, name):
        run.broken_promises.append("resume --dry-run resumed the service")
    done = run.system.babelwire("resume", _BUGGY, "--dead-letter-held")
    if done.returncode:
        run.broken_promises.append(f"resume --dead-letter-held: {(done.stdout + done.stderr).strip()[-300:]}")


def _is_paused_again(run: Run, name: str, bad: set[str]) -> bool:
    """Waits until the bad records are through, or the service has paused once more."""
    faults.until(
        lambda: _is_paused(run, name) or not_once_each(run.system, _BUGGY, bad) is None,
        90,
        "held records are let through, or the service pauses again",
    )
    return not_once_each(run.system, _BUGGY, bad) is not None


def _is_paused(run: Run, name: str) -> bool:
    return _PAUSED in run.system.not_ready().get(name, "")
