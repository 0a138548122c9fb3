"""What is learnt of a publisher reaches articles that went by, and stays as it is whatever is started or sent again."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.system import System, eventually

from babelwire_contracts.codec import decode
from babelwire_contracts.identity import article_id
from babelwire_contracts.publishers import PublisherStanding

pytestmark = pytest.mark.stack

NUMBERED = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
BODY = (
    "The council of the {0} island voted on Tuesday evening to keep the old ferry in service for another {1} winters, "
    "the mayor told reporters. Nobody on the {1} quays had expected the {0} boilers to last so long.\n\n"
    "Repairs will cost {0} thousand crowns and take {1} weeks, according to the yard that built the ship."
)
TRANSLATED, SILENT, ORIGINAL = range(28), (28, 29), 30


class Paper:
    """Thirty articles of one publisher, of which two say nothing, and one that is no translation."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.since = datetime.now(UTC).isoformat()
        self.domain = f"paper-{uuid.uuid4().hex[:8]}.example"
        sources = {number: {"origin": {"name": "El Mundo"}} for number in TRANSLATED}
        sources[ORIGINAL] = {"origin": {"name": "The Guardian"}}
        self.captures = system.post_articles(
            [self.article(number) | sources.get(number, {}) for number in range(ORIGINAL + 1)]
        )
        system.outcomes(self.captures)

    def url(self, number: int) -> str:
        return f"https://{self.domain}/{number}"

    def article(self, number: int) -> dict[str, Any]:
        body = BODY.format(NUMBERED[number % 16], NUMBERED[15 - number // 2])
        return {"url": self.url(number), "title": f"The ferry stays for winter number {number}", "body": body}

    def translation(self, number: int) -> dict[str, Any]:
        found = eventually(lambda: self.system.document(article_id(self.url(number))))
        translation: dict[str, Any] = found["translation"]
        return translation

    def has_heard(self) -> bool:
        return all(self.translation(number)["status"] == "translated_by_publisher" for number in SILENT)

    def standings(self) -> list[PublisherStanding]:
        records = [one for one in self.system.records("publishers.standing") if one.key == self.domain.encode()]
        return [decode(record.value, PublisherStanding) for record in records]

    def settle(self) -> None:
        for service in ("deduplication", "translation_tagging", "indexing"):
            self.system.caught_up(service)

    def documents(self) -> dict[str, Any]:
        """What the index has of all of them, versions and all, without when and from which record it was written."""
        ids = [article_id(self.url(number)) for number in range(ORIGINAL + 1)]
        self.system.refresh()
        query = {"size": 100, "query": {"ids": {"values": ids}}}
        answer = self.system.http.post(f"{self.system.opensearch}/articles/_search", json=query).raise_for_status()
        hits = {hit["_id"]: hit["_source"] for hit in answer.json()["hits"]["hits"]}
        assert hits.keys() == set(ids)
        aside = {"indexed_at", "source"}
        return {key: {name: value for name, value in one.items() if name not in aside} for key, one in hits.items()}


@pytest.fixture(scope="module")
def paper(system: System) -> Iterator[Paper]:
    yield Paper(system)


def test_those_that_say_nothing_become_translations_by_amendments(paper: Paper) -> None:
    eventually(paper.has_heard)
    assert paper.translation(ORIGINAL)["status"] == "original"
    assert paper.standings()[-1].translates
    journey = json.loads(paper.system.babelwire("journey", paper.url(SILENT[0]), "--json").stdout)
    steps = [step for step in journey["steps"] if step["topic"] == "articles.tagged"]
    (before, amended) = [step for step in steps if "passed on" not in step["decision"]]
    assert "unknown" in before["decision"]
    assert amended["decision"].startswith("amended: ")
    assert amended["evidence"][0]["words"].startswith(f"nine in ten or more of the other articles of {paper.domain} ")
    assert {"field": "translation.status", "old": "unknown", "new": "translated_by_publisher"} in amended["changed"]
    shown = paper.system.babelwire("journey", paper.url(SILENT[0])).stdout
    assert "nine in ten or more of the other articles of" in " ".join(shown.split())


def test_neither_a_restart_nor_a_replay_changes_a_document(paper: Paper) -> None:
    eventually(paper.has_heard)
    paper.settle()
    documents, standings = paper.documents(), paper.standings()
    paper.system.stack.stop_program("translation-tagging-1")
    paper.system.stack.start_program("translation-tagging-1")
    paper.system.until_ready()
    replayed = paper.system.babelwire("replay", "--topic", "articles.deduplicated", "--from", paper.since, "--json")
    assert json.loads(replayed.stdout)["state"] == "finished", replayed.stderr
    paper.settle()
    assert paper.documents() == documents
    assert paper.standings() == standings
