"""`babelwire replay --into`: what would come of a range, and nothing of it in the live system."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from tests.system import System

from babelwire_contracts.identity import article_id

pytestmark = pytest.mark.stack

ENGLISH = Path(__file__).parents[1].joinpath("benchmarks/vocabulary/en.txt").read_text(encoding="utf8").split()

OTHER_RULE = """
import sys
if "babelwire_ingest" in sys.orig_argv:
    from babelwire_ingest.parsing import text_cleaning
    by_the_book = text_cleaning.line
    text_cleaning.line = lambda text: by_the_book(text).replace("Ferry", "Boat")
"""


class Shadows:
    """Some articles, one of them a copy of one that was captured before the range begins."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.tag = f"shadow{uuid.uuid4().hex[:6]}"
        self._capture([self._article("before", "early")])
        self.since = datetime.now(UTC).isoformat()
        copy = self._article("copy", "early")
        self._capture([copy, self._article("ferry", "ferry", "Ferry of "), *(self._article(f"{n}") for n in range(8))])

    def url(self, name: str) -> str:
        return f"https://paper.example/{self.tag}/{name}"

    def _article(self, name: str, words: str = "", title: str = "Report of ") -> dict[str, Any]:
        # Plain English, so that a word of the title never decides in which language an article is.
        body = " ".join(random.Random(f"{self.tag}{words or name}").choices(ENGLISH, k=200)) + "."
        return {"title": title + (words or name), "body": body, "language": "en", "url": self.url(name)}

    def _capture(self, articles: list[dict[str, Any]]) -> None:
        self.system.outcomes(self.system.post_articles(articles))

    def process(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "babelwire_console", "replay", "--from", self.since, *arguments, "--json"]
        environment = os.environ | self.system.stack.env() | environment
        return subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The differences, and the sum."""
        done = self.process(*arguments, **environment)
        out, err = done.communicate(timeout=240)
        assert done.returncode == 0, err
        *differences, total = [json.loads(line) for line in out.splitlines()]
        return differences, total

    def live(self) -> tuple[Any, ...]:
        """All that a shadow must leave alone: topics and their ends, indices and their writes."""
        ends = {topic: len(self.system.records(topic)) for topic in ("pages.captured", "articles.tagged")}
        stats = self.system.http.get(f"{self.system.opensearch}/_stats/indexing").raise_for_status().json()["indices"]
        written = {name: one["primaries"]["indexing"]["index_total"] for name, one in stats.items()}
        template = self.system.http.get(f"{self.system.opensearch}/_index_template/articles").text
        return ends, {name: n for name, n in written.items() if name.startswith("articles")}, template

    def leftovers(self) -> list[str]:
        """Topics, groups and indices of shadows."""
        indices = self.system.http.get(f"{self.system.opensearch}/_cat/indices/articles-shadow-*?format=json").json()
        found = [name for name in asyncio.run(_topics_and_groups(self.system.kafka)) if name.startswith("shadow.")]
        return found + [index["index"] for index in indices]


async def _topics_and_groups(bootstrap: str) -> list[str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        return [*await admin.list_topics(), *(group for group, _kind in await admin.list_consumer_groups())]
    finally:
        await admin.close()


@pytest.fixture(scope="module")
def shadows(system: System) -> Shadows:
    return Shadows(system)


def test_the_same_code_makes_the_same_documents_and_leaves_nothing_behind(shadows: Shadows) -> None:
    before = shadows.live()
    differences, total = shadows.run("--topic", "pages.captured", "--into", "articles-shadow-same")
    assert differences == []
    assert total["copied"] == 10
    assert total["receipts"] == {"indexed": 10}
    assert total["documents"] == {"same": 10, "changed": 0, "only live": 0, "only shadow": 0, "newer live": 0}
    assert shadows.live() == before
    assert shadows.leftovers() == []


def test_a_changed_rule_shows_as_just_that_difference(shadows: Shadows, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(OTHER_RULE)
    arguments = ("--topic", "pages.captured", "--into", "articles-shadow-boat", "--keep")
    differences, total = shadows.run(*arguments, PYTHONPATH=str(tmp_path))
    assert differences == [
        {
            "article_id": article_id(shadows.url("ferry")),
            "verdict": "changed",
            "changes": {"title": {"live": "Ferry of ferry", "shadow": "Boat of ferry"}},
        }
    ]
    assert total["documents"]["same"] == 9
    assert total["fields"] == {"title": 1}
    assert shadows.leftovers() == ["articles-shadow-boat"]
    again = shadows.process(*arguments)
    assert "there is an index articles-shadow-boat already" in again.communicate(timeout=60)[1]
    assert again.returncode == 1
    shadows.system.http.delete(f"{shadows.system.opensearch}/articles-shadow-boat").raise_for_status()


def test_into_a_directory_goes_what_each_stage_would_publish(shadows: Shadows, tmp_path: Path) -> None:
    _, total = shadows.run("--topic", "articles.deduplicated", "--into", str(tmp_path / "out"))
    assert total["records"] == dict.fromkeys(("articles.tagged", "articles.indexed", "articles.traced"), 10)
    lines = (tmp_path / "out" / "articles.tagged.ndjson").read_text().splitlines()
    records = [json.loads(line) for line in lines]
    assert {record["key"] for record in records} >= {article_id(shadows.url(name)) for name in ("copy", "ferry", "0")}
    assert all(record["value"]["article_id"] == record["key"] and record["value"]["tags"] for record in records)
    assert shadows.leftovers() == []


def test_a_shadow_that_is_stopped_removes_what_it_made(shadows: Shadows) -> None:
    running = shadows.process("--topic", "articles.tagged", "--into", "articles-shadow-stopped")
    deadline = time.monotonic() + 60
    while not shadows.leftovers():
        assert time.monotonic() < deadline
        assert running.poll() is None
    running.send_signal(signal.SIGTERM)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "Traceback" not in err
    assert shadows.leftovers() == []


def test_what_is_neither_index_nor_directory_is_refused(shadows: Shadows) -> None:
    refused = shadows.process("--topic", "articles.tagged", "--into", "articles")
    assert "articles-shadow-" in refused.communicate(timeout=60)[1]
    assert refused.returncode == 1
