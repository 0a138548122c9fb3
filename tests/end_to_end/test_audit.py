"""`babelwire audit` on the running system: all accounted for, on the way, and really missing."""

import asyncio
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka import TopicPartition
from tests.system import Eventually, System

from babelwire_contracts.captures import ARTICLE_JSON, Capture, CaptureMethod
from babelwire_contracts.codec import encode
from babelwire_contracts.identity import capture_id
from babelwire_messaging.clients import reader
from babelwire_messaging.settings import KafkaSettings

pytestmark = pytest.mark.stack


def audit(system: System) -> dict[str, Any]:
    """What the command says; its exit code must agree."""
    done = system.babelwire("audit", "--json")
    account: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (1 if account["missing"] else 0), done.stderr
    assert sum(account["outcomes"].values()) + account["in_flight"] + len(account["missing"]) == account["captures"]
    return account


def article(tag: str, number: int) -> dict[str, Any]:
    return {
        "title": f"Kiln {number} of {tag}",
        "body": f"Kiln {number} was found under the car park of {tag} by a student of history.",
        "url": f"https://kilns.example/{tag}/{number}",
    }


def unaccounted_seconds(system: System) -> float:
    lines = system.http.get(f"{system.ingest}/metrics").text.splitlines()
    (line,) = [line for line in lines if line.startswith("babelwire_oldest_unaccounted_capture_seconds ")]
    return float(line.split()[1])


@pytest.fixture
def without(system: System, request: pytest.FixtureRequest) -> Iterator[None]:
    """The system without one of its services."""
    program = f"{request.param}-1"
    system.stack.stop_program(program)
    try:
        yield
    finally:
        system.stack.start_program(program)
        system.until_ready()


def test_after_a_run_nothing_is_missing_and_the_counts_agree(system: System) -> None:
    before = audit(system)
    tag = uuid.uuid4().hex[:8]
    ids = system.post_articles([article(tag, number) for number in range(20)])
    ids += system.post_page(b"<html><a href='/'>x</a></html>", "text/html", url=f"https://kilns.example/{tag}/")
    system.outcomes(ids)
    after = audit(system)
    assert after["missing"] == []
    assert after["captures"] == before["captures"] + 21
    assert after["outcomes"]["rejected"] == before["outcomes"]["rejected"] + 1
    assert "missing" in system.babelwire("audit").stdout


@pytest.mark.parametrize("without", ["indexing"], indirect=True)
def test_what_waits_at_a_stage_is_in_flight_and_not_missing(
    system: System, without: None, eventually: Eventually
) -> None:
    ids = system.post_articles([article(uuid.uuid4().hex[:8], number) for number in range(5)])
    for _ in range(3):
        account = audit(system)
        assert account["in_flight"] >= len(ids)
        assert account["missing"] == []
    assert eventually(lambda: unaccounted_seconds(system) > 0)


def test_what_waited_ends(system: System, eventually: Eventually) -> None:
    assert eventually(lambda: audit(system)["in_flight"] == 0)
    assert eventually(lambda: unaccounted_seconds(system) == 0)


def skipped_by_ingest(system: System, capture: Capture) -> str:
    """Writes a capture that ingest's group is then committed past, as after a fault of an operator; its position."""
    system.write("pages.captured", encode(capture), KEY.encode(), [("capture-id", capture.capture_id.encode())])
    (record,) = [one for one in system.records("pages.captured") if capture.capture_id.encode() in (one.value or b"")]

    async def commit() -> None:
        async with reader(KafkaSettings(kafka_bootstrap=system.kafka), "ingest") as consumer:
            partition = TopicPartition("pages.captured", record.partition)
            consumer.assign([partition])
            await consumer.commit({partition: record.offset + 1})

    asyncio.run(commit())
    return f"pages.captured/{record.partition}/{record.offset}"


KEY = "https://kilns.example/lost"


def test_a_lost_capture_is_named_with_its_last_stage_until_it_is_replayed(system: System) -> None:
    now = datetime.now(UTC)
    body = json.dumps({"title": "Lost kiln", "body": f"Nobody saw it again after {now}."}).encode()
    capture = Capture(
        capture_id=capture_id(KEY, body, now),
        url=KEY,
        content_type=ARTICLE_JSON,
        body=body,
        method=CaptureMethod.ARTICLE,
        captured_at=now,
        accepted_at=now,
    )
    system.caught_up("ingest")
    system.stack.stop_program("ingest-1")
    try:
        position = skipped_by_ingest(system, capture)
    finally:
        system.stack.start_program("ingest-1")
        system.until_ready()
    (missing,) = audit(system)["missing"]
    assert missing["capture_id"] == capture.capture_id
    assert (missing["url"], missing["position"], missing["last_stage"]) == (KEY, position, "pages.captured")
    shown = system.babelwire("audit")
    assert shown.returncode == 1
    assert capture.capture_id in shown.stdout

    replayed = [("capture-id", capture.capture_id.encode()), ("replay-id", b"mended"), ("replay-of", position.encode())]
    system.write("pages.captured", encode(capture), KEY.encode(), replayed)
    system.outcomes([capture.capture_id])
    mended = audit(system)
    assert mended["missing"] == []
    assert mended["replays"] >= 1


def test_a_range_that_ends_before_it_begins_is_refused(system: System) -> None:
    done = system.babelwire("audit", "--from", "2026-03-02", "--to", "2026-03-01")
    assert done.returncode == 1
    assert "not after" in done.stderr
    assert system.babelwire("audit", "--from", "yesterday").returncode == 2
