"""`babelwire journey` and `/api/articles/{id}/journey`: every record of an article, whatever became of it."""

import json
import uuid
from typing import Any

import pytest
from tests.system import Eventually, System, eventually

from babelwire_contracts.identity import article_id

pytestmark = pytest.mark.stack

BODY = (
    "The paddle ferry crossed the lake again on Monday, nine years after inspectors condemned its boiler.\n\n"
    "Volunteers rebuilt the engine in a barn outside the village and paid for the copper with a weekly bread sale.\n\n"
    "The first crossing carried sixty passengers, a brass band and a goat that nobody admitted to owning. {mark}"
)


class Ferry:
    """One article with two revisions, a replay, an amendment and a dead letter."""

    def __init__(self, system: System, eventually: Eventually) -> None:
        tag = uuid.uuid4().hex[:8]
        self.url = f"https://lake-{tag}.example/ferry"
        self.id = article_id(self.url)
        article = {"url": self.url, "body": BODY.format(mark=tag), "published_at": "2026-03-02T08:00:00Z"}
        (self.first,) = system.post_articles([article | {"title": "Ferry returns"}])
        system.outcomes([self.first])
        (self.second,) = system.post_articles([article | {"title": "Ferry returns to the lake"}])
        system.outcomes([self.second])
        copied = article | {"url": f"https://earlier-{tag}.example/ferry", "published_at": "2026-03-01T08:00:00Z"}
        self.copy = article_id(copied["url"])
        (copy,) = system.post_articles([copied | {"title": "Ferry returns to the lake"}])
        system.outcomes([copy])
        (captured,) = [
            record
            for record in system.records("pages.captured")
            if dict(record.headers).get("capture-id") == self.first.encode()
        ]
        self.replayed = f"pages.captured/{captured.partition}/{captured.offset}"
        marks = [("replay-id", b"by-hand"), ("replay-of", self.replayed.encode())]
        system.write("pages.captured", captured.value, captured.key or b"", [*captured.headers, *marks])
        system.write("articles.tagged", b'{"cut off', self.id.encode())
        self.journey: dict[str, Any] = eventually(lambda: self.complete(system))

    def complete(self, system: System) -> dict[str, Any] | None:
        """The journey, once all that was written has come to its end."""
        journey: dict[str, Any] = json.loads(system.babelwire("journey", self.id, "--json").stdout)
        steps = journey["steps"]
        amended = [step for step in steps if step["topic"] == "articles.tagged" and "passed on" in step["decision"]]
        ended = [step for step in steps if step["replay"] and step["topic"] == "articles.indexed"]
        return journey if amended and ended and any(step["dead_letter"] for step in steps) else None

    def steps(self, topic: str, **wanted: Any) -> list[dict[str, Any]]:
        """The steps on a topic that have some values."""
        found = [step for step in self.journey["steps"] if step["topic"] == topic]
        return [step for step in found if all(step[name] == value for name, value in wanted.items())]


@pytest.fixture(scope="module")
def ferry(system: System) -> Ferry:
    return Ferry(system, eventually)


def test_both_revisions_went_all_the_way_and_the_change_of_title_is_told(ferry: Ferry) -> None:
    for capture in (ferry.first, ferry.second):
        for topic in ("pages.captured", "articles.ingested", "articles.deduplicated", "articles.tagged"):
            assert ferry.steps(topic, capture_id=capture), (topic, capture)
        assert ferry.steps("articles.indexed", capture_id=capture)[0]["record"]["outcome"] == "indexed"
    parsed = ferry.steps("articles.ingested", capture_id=ferry.second)[0]
    assert {"field": "title", "old": "Ferry returns", "new": "Ferry returns to the lake"} in parsed["changed"]
    assert ferry.journey["title"] == "Ferry returns to the lake"
    ends = {end["capture_id"]: end for end in ferry.journey["captures"]}
    assert {ends[ferry.first]["outcome"], ends[ferry.second]["outcome"]} == {"indexed"}
    assert ends[ferry.first]["revision"] < ends[ferry.second]["revision"]


def test_the_amendment_says_which_article_it_has_become_a_copy_of(ferry: Ferry) -> None:
    amended = [step for step in ferry.steps("articles.deduplicated") if step["decision"].startswith("amended: ")]
    assert ferry.copy in amended[-1]["decision"]
    assert "duplicate.of" in {change["field"] for change in amended[-1]["changed"]}
    assert amended[-1]["evidence"][0]["of"] == ferry.copy


def test_the_replay_shows_as_one_and_ends_as_superseded(ferry: Ferry) -> None:
    (again,) = [step for step in ferry.steps("pages.captured") if step["replay"]]
    assert again["replay"] == {"id": "by-hand", "of": ferry.replayed}
    receipts = [step for step in ferry.steps("articles.indexed", capture_id=ferry.first) if step["replay"]]
    assert [step["record"]["outcome"] for step in receipts] == ["superseded"]


def test_the_dead_letter_is_there_with_its_reason_and_where_it_stood(ferry: Ferry) -> None:
    (letter,) = [step for step in ferry.journey["steps"] if step["dead_letter"]]
    assert letter["dead_letter"]["dead-letter-error"] == "UndecodableMessage"
    where = "/".join(letter["dead_letter"][f"dead-letter-{name}"] for name in ("topic", "partition", "offset"))
    assert where in {step["position"] for step in ferry.journey["steps"]}


def test_the_url_and_the_api_tell_the_same(system: System, ferry: Ferry) -> None:
    assert json.loads(system.babelwire("journey", ferry.url, "--json").stdout) == ferry.journey
    assert system.http.get(f"{system.search}/api/articles/{ferry.id}/journey").json() == ferry.journey


def test_people_read_captures_evidence_and_changes(system: System, ferry: Ferry) -> None:
    shown = system.babelwire("journey", ferry.id).stdout
    for words in (f"capture {ferry.first}", "title: Ferry returns → Ferry returns to the lake", "[replay by-hand of"):
        assert words in shown


def test_nobody_knows_an_article_that_never_was(system: System) -> None:
    assert system.babelwire("journey", "0" * 32).returncode == 1
    answer = system.http.get(f"{system.search}/api/articles/{'0' * 32}/journey")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_rejected_url_tells_its_reason(system: System, eventually: Eventually) -> None:
    url = f"https://lake-{uuid.uuid4().hex[:8]}.example/"
    (capture,) = system.post_page(b"<html><body><a href='/a'>a</a></body></html>", "text/html", url=url)
    system.outcomes([capture])
    for name in (url, article_id(url)):
        journey = json.loads(system.babelwire("journey", name, "--json").stdout)
        assert [step["topic"] for step in journey["steps"]] == ["pages.captured", "articles.indexed"]
        assert journey["steps"][-1]["decision"].startswith("rejected by ingest: ")
