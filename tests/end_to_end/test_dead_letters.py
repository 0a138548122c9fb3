"""`babelwire dead-letters` on the running system: what was put right goes through, what was not is sent only once."""

import json
import os
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiokafka import ConsumerRecord
from tests.system import Eventually, System

from babelwire_contracts.captures import ARTICLE_JSON, Capture, CaptureMethod
from babelwire_contracts.codec import encode
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.services import PIPELINE
from babelwire_contracts.topics import PARTITIONS
from babelwire_messaging import headers
from babelwire_messaging.handling import Position
from babelwire_messaging.partitioning import partition_of

pytestmark = pytest.mark.stack

COMMAND = [sys.executable, "-m", "babelwire_console", "dead-letters"]
TRACE = b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"


def environment(system: System) -> dict[str, str]:
    return os.environ | system.stack.env() | {"COLUMNS": "200"}


def letters(system: System, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], env=environment(system), capture_output=True, text=True, check=False, timeout=90
    )


def rows(system: System, *arguments: str) -> list[dict[str, Any]]:
    done = letters(system, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def with_key(system: System, topic: str, key: str) -> list[ConsumerRecord]:
    return [record for record in system.records(topic) if record.key == key.encode()]


def capture(url: str, captured_at: datetime, *, title: str = "Ferry returns") -> Capture:
    article = {"title": title, "body": f"{title}: the old ferry of {url} crossed the lake again.", "url": url}
    return Capture(
        capture_id=uuid.uuid4().hex,
        url=url,
        content_type=ARTICLE_JSON,
        body=json.dumps(article).encode(),
        method=CaptureMethod.ARTICLE,
        captured_at=captured_at,
        accepted_at=captured_at,
    )


def lay(system: System, good: Capture, *, offset: int, error: type[Exception]) -> None:
    """Writes a dead letter of ingest by hand, and its receipt, for a capture that nothing is wrong with."""
    assert good.url is not None
    origin = Position("pages.captured", partition_of(good.url.encode(), PARTITIONS), offset)
    original = {"capture-id": good.capture_id.encode(), "traceparent": TRACE, "predecessor": b"feeds/0/1"}
    fields = headers.dead_letter("ingest", origin, original, error("the disk was full"))
    system.write("dead-letters.ingest", encode(good), good.url.encode(), fields)
    receipt = Receipt(
        capture_id=good.capture_id, outcome=Outcome.DEAD_LETTERED, service="ingest", at=good.captured_at, reason="full"
    )
    system.write("articles.indexed", encode(receipt), good.capture_id.encode())


def fresh_error() -> type[Exception]:
    """An error class of one test's own, by which it finds its letters."""
    return type(f"Error{uuid.uuid4().hex}", (Exception,), {})


def fresh_url() -> str:
    return f"https://letters.example/{uuid.uuid4().hex}"


def test_what_has_been_put_right_is_indexed_and_its_best_outcome_counts(system: System) -> None:
    error = fresh_error()
    url, now = fresh_url(), datetime.now(UTC)
    good = capture(url, now)
    lay(system, good, offset=0, error=error)
    [listed] = rows(system, "list", "--service", "ingest", "--error", error.__name__, "--from", now.isoformat())
    assert (listed["attempt"], listed["state"]) == (1, "open")

    planned = letters(system, "redrive", "--error", error.__name__, "--dry-run")
    assert error.__name__ in planned.stdout
    assert "behind newer" not in planned.stdout
    assert with_key(system, "pages.captured", url) == []

    [done] = rows(system, "redrive", "--error", error.__name__)
    assert done["result"] == "redriven"
    [sent] = with_key(system, "pages.captured", url)
    assert sent.value == encode(good)
    assert sent.partition == partition_of(url.encode(), PARTITIONS)
    assert dict(sent.headers) | {"redrive-id": b""} == {
        "capture-id": good.capture_id.encode(),
        "traceparent": TRACE,
        "predecessor": b"feeds/0/1",
        "dead-letter-attempt": b"1",
        "redrive-of": listed["position"].encode(),
        "redrive-id": b"",
    }
    for service in PIPELINE:
        system.caught_up(service)
    assert system.outcomes([good.capture_id])[good.capture_id].outcome is Outcome.INDEXED

    [again] = rows(system, "redrive", "--error", error.__name__, "--again")
    assert (again["result"], again["reason"]) == ("left", "redriven already")
    [listed] = rows(system, "list", "--error", error.__name__)
    assert listed["state"] == "redriven"
    assert letters(system, "redrive", listed["position"]).returncode == 1


def test_letters_of_one_key_keep_their_order_and_what_is_behind_newer_records_is_said(system: System) -> None:
    error = fresh_error()
    url, now = fresh_url(), datetime.now(UTC)
    newest = capture(url, now, title="Third")
    older = [capture(url, now - timedelta(hours=2 - n), title=title) for n, title in enumerate(["First", "Second"])]
    for offset, good in reversed(list(enumerate(older))):
        lay(system, good, offset=offset, error=error)
    for _ in range(3):  # so that one stands behind offset 1, where a letter says to come from
        system.write("pages.captured", encode(newest), url.encode(), [("capture-id", newest.capture_id.encode())])
    done = letters(system, "redrive", "--error", error.__name__, "--dry-run")
    assert "2 of them stand behind newer records of their key" in done.stdout

    assert [row["behind_newer"] for row in rows(system, "redrive", "--key", url)] == [True, True]
    sent = [json.loads(record.value)["capture_id"] for record in with_key(system, "pages.captured", url)]
    assert sent[2:] == [newest.capture_id, older[0].capture_id, older[1].capture_id]
    found = system.outcomes([newest.capture_id])[newest.capture_id]
    assert found.outcome is Outcome.INDEXED
    for service in PIPELINE:
        system.caught_up(service)
    assert {system.outcomes([one.capture_id])[one.capture_id].outcome for one in older} == {Outcome.SUPERSEDED}
    assert found.article_id is not None
    document = system.document(found.article_id)
    assert document is not None
    assert document["title"] == "Third"


def test_what_fails_again_is_counted_and_not_sent_in_a_loop(system: System, eventually: Eventually) -> None:
    key = f"poison-{uuid.uuid4().hex}"
    system.write("articles.tagged", b"no message", key.encode())

    def attempts(count: int) -> list[tuple[int, str]] | None:
        found = rows(system, "list", "--service", "indexing", "--key", key)
        return [(row["attempt"], row["state"]) for row in found] if len(found) == count else None

    assert eventually(lambda: attempts(1)) == [(1, "open")]
    assert [row["result"] for row in rows(system, "redrive", "--key", key)] == ["redriven"]
    assert eventually(lambda: attempts(2)) == [(1, "failed again"), (2, "open")]

    assert [row["reason"] for row in rows(system, "redrive", "--key", key)] == [
        "redriven already",
        "attempt 2 failed too; --again sends it once more",
    ]
    assert [row["result"] for row in rows(system, "redrive", "--key", key, "--again")] == ["left", "redriven"]
    assert eventually(lambda: attempts(3)) == [(1, "failed again"), (2, "failed again"), (3, "open")]
    assert len(with_key(system, "articles.tagged", key)) == 3


def test_two_redrives_at_once_send_each_letter_once(system: System) -> None:
    error = fresh_error()
    urls = [fresh_url() for _ in range(12)]
    for url in urls:
        lay(system, capture(url, datetime.now(UTC)), offset=0, error=error)
    command = [*COMMAND, "redrive", "--error", error.__name__, "--json"]
    both = [
        subprocess.Popen(command, env=environment(system), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [one.communicate(timeout=90) for one in both]
    assert [one.returncode for one in both] == [0, 0], outputs
    results = [json.loads(line)["result"] for output, _ in outputs for line in output.splitlines()]
    assert results.count("redriven") == 12
    assert all(len(with_key(system, "pages.captured", url)) == 1 for url in urls[:3])
    sent = [(record.key or b"").decode() for record in system.records("pages.captured")]
    assert sorted(key for key in sent if key in urls) == sorted(urls)


def test_what_a_crash_left_unsaid_is_not_sent_again_and_what_is_in_hand_waits(system: System) -> None:
    error = fresh_error()
    sent_already, in_hand = capture(fresh_url(), datetime.now(UTC)), capture(fresh_url(), datetime.now(UTC))
    for good in (sent_already, in_hand):
        lay(system, good, offset=0, error=error)
    position = {row["capture_id"]: row["position"] for row in rows(system, "list", "--error", error.__name__)}
    for good in (sent_already, in_hand):
        of = position[good.capture_id].encode()
        fields = [("redrive-mark", b"claimed"), ("redrive-of", of), ("redrive-id", b"a-crash")]
        system.write("dead-letters.ingest", None, (good.url or "").encode(), fields)
    of = position[sent_already.capture_id].encode()
    system.write("pages.captured", encode(sent_already), (sent_already.url or "").encode(), [("redrive-of", of)])

    reasons = {row["position"]: row["reason"] for row in rows(system, "redrive", "--error", error.__name__, "--again")}
    assert reasons[position[sent_already.capture_id]] == "redriven already"
    assert "has it in hand" in reasons[position[in_hand.capture_id]]
    assert with_key(system, "pages.captured", in_hand.url or "") == []


def test_an_old_value_does_not_go_back_to_a_compacted_topic(system: System, eventually: Eventually) -> None:
    key = f"letters-{uuid.uuid4().hex}"
    system.write("feeds.subscribed", b"no message", key.encode())
    found = eventually(lambda: rows(system, "list", "--service", "ingest", "--key", key))
    system.write("feeds.subscribed", None, key.encode())
    [row] = rows(system, "redrive", found[0]["position"], "--dry-run")
    assert "feeds.subscribed is compacted and has a newer value of this key" in row["reason"]
    assert letters(system, "redrive", found[0]["position"]).returncode == 1


def test_what_is_wrong_is_said_in_one_line(system: System) -> None:
    unknown = letters(system, "redrive", "dead-letters.indexing/0/999999")
    assert (unknown.returncode, "no dead letter stands at" in unknown.stderr) == (1, True)
    zoneless = letters(system, "list", "--from", "2026-11-27T10:00:00")
    assert (zoneless.returncode, "no time zone" in zoneless.stderr) == (2, True)
    both = letters(system, "redrive", "dead-letters.indexing/0/1", "--service", "indexing")
    assert both.returncode == 2
