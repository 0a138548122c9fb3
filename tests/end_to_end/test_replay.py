"""`babelwire replay` against the running system: whatever is replayed, in whatever order, the documents stay."""

import asyncio
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer, ConsumerRecord
from tests.system import SERVED, System

from babelwire_contracts.identity import article_id
from babelwire_contracts.services import PIPELINE
from babelwire_contracts.topics import FLOW

pytestmark = pytest.mark.stack

TOPICS = [topic.name for _, topic in FLOW]
HAVE_GENERATIONS = ["ingest", "deduplication", "translation_tagging"]
WORDS = (
    "harbour council bridge market river teacher winter engine letter garden museum station forest valley bakery"
).split()


def text(tag: str, number: int) -> str:
    """Words that no other text has."""
    return " ".join(f"{WORDS[(number * 7 + step) % len(WORDS)]}{tag[-6:]}{number}x{step}" for step in range(60)) + "."


class Replays:
    """The system with some articles in it: originals, copies, near copies, and later revisions."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.tag = f"replay{uuid.uuid4().hex[:6]}"
        # Decisions on what other tests wrote may still be amended.
        self.settle()
        self.since = datetime.now(UTC).isoformat()
        self.ids = system.post_articles([*self._articles()])
        system.outcomes(self.ids)
        self.settle()

    def url(self, number: int) -> str:
        return f"https://paper.example/{self.tag}/{number}"

    def _articles(self) -> Iterator[dict[str, Any]]:
        for number in range(60):
            body = f"{text(self.tag, number)}\n\n{text(self.tag, number + 1000)}"
            story = {"title": f"Report {number} of {self.tag}", "body": body, "language": "en"}
            yield story | {"url": self.url(number), "captured_at": "2026-02-01T08:00:00Z"}
            if number < 15:
                yield story | {"url": f"https://copy.example/{self.tag}/{number}"}
            elif number < 25:
                near = body + "\n\nReported by the desk."
                yield story | {"url": f"https://near.example/{self.tag}/{number}", "body": near}
            elif number < 40:
                later = {"captured_at": "2026-02-02T08:00:00Z", "body": body + f"\n\nCorrected {number}."}
                yield story | {"url": self.url(number)} | later

    def run(self, *arguments: str, returns: int = 0) -> dict[str, Any]:
        """What `babelwire replay --json` says at its end."""
        done = self.process(*arguments)
        out, err = done.communicate(timeout=120)
        assert done.returncode == returns, err
        result: dict[str, Any] = json.loads(out) if out else {"stderr": err}
        return result

    def process(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "babelwire_console", "replay", *arguments, "--json"]
        environment = os.environ | self.system.stack.env() | {"COLUMNS": "200"}
        return subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    def settle(self) -> None:
        """Returns when every stage has read all, and none has written more meanwhile."""
        before = None
        while True:
            for stage in PIPELINE:
                self.system.caught_up(stage)
            now = self.system.ends(*TOPICS)
            if now == before:
                return
            before = now

    def documents(self) -> dict[str, dict[str, Any]]:
        """All documents of the index by id."""
        http, base = self.system.http, f"{self.system.opensearch}/articles"
        http.post(f"{base}/_refresh").raise_for_status()
        found: dict[str, dict[str, Any]] = {}
        after: list[str] = []
        while True:
            query: dict[str, Any] = {"size": 2000, "sort": ["article_id"]} | ({"search_after": after} if after else {})
            hits = http.post(f"{base}/_search", json=query).raise_for_status().json()["hits"]["hits"]
            if not hits:
                return found
            found |= {hit["_id"]: hit["_source"] for hit in hits}
            after = hits[-1]["sort"]

    def digest(self, *, versions: bool = True) -> str:
        """A hash over all documents, without when, from which record and in which generation they were written."""
        aside = {"indexed_at", "source"} | (set() if versions else {"sections"})
        kept = [{name: value for name, value in one.items() if name not in aside} for one in self.documents().values()]
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()

    def originals(self, topic: str) -> list[ConsumerRecord]:
        """The records of a topic, since this class began, that no replay had a hand in."""
        began = int(datetime.fromisoformat(self.since).timestamp() * 1000)
        return [r for r in self.system.records(topic) if r.timestamp >= began and "replay-id" not in dict(r.headers)]

    def replays(self, topic: str, replay_id: str) -> list[ConsumerRecord]:
        return [
            record
            for record in self.system.records(topic)
            if dict(record.headers).get("replay-id") == replay_id.encode() and "replay-of" in dict(record.headers)
        ]


@pytest.fixture(scope="module")
def replays(system: System) -> Replays:
    return Replays(system)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_replayed_twice_and_in_any_order_changes_no_document(replays: Replays, topic: str) -> None:
    before, originals = replays.digest(), replays.originals(topic)
    for _ in range(2):
        result = replays.run("--topic", topic, "--from", replays.since, "--rate", "2000")
        assert result["state"] == "finished"
        assert result["published"] == len(originals)
        written = replays.replays(topic, result["replay_id"])
        # Key, bytes, headers and partition as they were, and the place of the original.
        assert {
            (dict(r.headers)["replay-of"].decode(), r.key, r.value, r.partition, r.headers[:-2]) for r in written
        } == {(f"{r.topic}/{r.partition}/{r.offset}", r.key, r.value, r.partition, r.headers) for r in originals}
        replays.settle()
        assert replays.digest() == before
    shuffled = random.Random(topic).sample(originals, len(originals))
    asyncio.run(_write(replays.system.kafka, shuffled))
    replays.settle()
    assert replays.digest() == before


async def _write(bootstrap: str, records: list[ConsumerRecord]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        for record in records:
            headers = [*record.headers, ("replay-id", b"by-hand")]
            await producer.send(record.topic, record.value, record.key, record.partition, headers=headers)
        await producer.flush()
    finally:
        await producer.stop()


def test_a_dry_run_counts_exactly_and_writes_nothing(replays: Replays) -> None:
    ends = replays.system.ends(*TOPICS)
    result = replays.run("--topic", "articles.ingested", "--from", replays.since, "--dry-run")
    assert result["state"] == "dry run"
    assert result["would_publish"] == len(replays.originals("articles.ingested"))
    assert result["replays_skipped"] > 0
    assert replays.system.ends(*TOPICS) == ends


def test_one_article_and_one_key(replays: Replays) -> None:
    wanted = article_id(replays.url(30))
    result = replays.run("--topic", "articles.tagged", "--article", wanted)
    assert result["published"] == 2
    assert {record.key for record in replays.replays("articles.tagged", result["replay_id"])} == {wanted.encode()}
    assert replays.run("--topic", "pages.captured", "--article", wanted, "--limit", "1")["published"] == 1
    assert replays.run("--topic", "pages.captured", "--key", replays.url(30), "--dry-run")["would_publish"] == 2


def test_a_stopped_replay_goes_on_where_it_stopped(replays: Replays) -> None:
    topic = "articles.deduplicated"
    running = replays.process("--topic", topic, "--from", replays.since, "--rate", "16")
    assert running.stderr is not None
    replay_id = running.stderr.readline().split()[1]
    deadline = time.monotonic() + 60
    while not replays.replays(topic, replay_id):
        assert time.monotonic() < deadline
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    result = json.loads(out)
    total = len(replays.originals(topic))
    assert (result["replay_id"], result["state"]) == (replay_id, "stopped")
    assert 0 < result["published"] < total
    assert replays.run("--resume", replay_id, "--rate", "2000")["published"] == total
    places = [dict(r.headers)["replay-of"] for r in replays.replays(topic, replay_id)]
    assert len(places) == len(set(places)) == total
    again = replays.run("--resume", replay_id)
    assert (again["state"], again["published"]) == ("finished", total)
    assert len(replays.replays(topic, replay_id)) == total


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--topic", "dead-letters.indexing"], "redrive"),
        (["--topic", "articles.indexed"], "the receipt"),
        (["--topic", "articles.fingerprints"], "compacted"),
        (["--topic", "articles.corrections"], "compacted"),
        (["--topic", "nothing"], "there is no topic"),
        (["--resume", "nothing"], "no replay"),
    ],
)
def test_what_cannot_be_replayed_is_one_clear_line(replays: Replays, arguments: list[str], expected: str) -> None:
    message = replays.run(*arguments, returns=1)["stderr"]
    assert expected in message
    assert "Traceback" not in message


OTHER_RULE = """
import sys
if "babelwire_ingest" in sys.orig_argv:
    import msgspec
    from babelwire_ingest.parsing import parser
    by_the_book = parser._article
    def shouted(*arguments):
        article = by_the_book(*arguments)
        title = article.content.title.upper()
        return msgspec.structs.replace(article, content=msgspec.structs.replace(article.content, title=title))
    parser._article = shouted
"""


def generations(number: int) -> dict[str, str]:
    return {f"BABELWIRE_{stage.upper()}_GENERATION": str(number) for stage in HAVE_GENERATIONS}


def test_a_raised_generation_overrides_and_going_back_is_a_raise_too(replays: Replays, tmp_path: Path) -> None:
    system = replays.system
    mine = {article_id(replays.url(number)) for number in range(60)}
    before = replays.digest(versions=False)

    def deployed(environment: dict[str, str], scale: int = 1) -> None:
        system.stack.start(SERVED, environment=environment, scale=dict.fromkeys(PIPELINE, scale))
        system.until_ready()
        replays.run("--topic", "pages.captured", "--from", replays.since, "--rate", "2000")
        replays.settle()

    def titles_and_generations() -> set[tuple[bool, int, int, int]]:
        found = []
        for identity, document in replays.documents().items():
            if identity in mine:
                held = document["sections"]
                shown = [held["content"], held["duplicate"]["shown"], held["tags"]["shown"]]
                # A default is left out of what is stored.
                found.append((document["title"].isupper(), *(each.get("generation", 1) for each in shown)))
        assert len(found) == len(mine)
        return set(found)

    (tmp_path / "sitecustomize.py").write_text(OTHER_RULE)
    try:
        deployed(generations(2) | {"PYTHONPATH": str(tmp_path)})
        assert titles_and_generations() == {(True, 2, 2, 2)}
        raised = replays.digest()
        deployed({})
        assert replays.digest() == raised
        # Back to the code of before, by three instances of each service: what one made at first.
        deployed(generations(3), scale=3)
        assert titles_and_generations() == {(False, 3, 3, 3)}
        assert replays.digest(versions=False) == before
    finally:
        system.stack.start(SERVED)
        system.until_ready()
