"""What refuses everything, a service or OpenSearch, costs nothing but time; `make chaos` has the long forms."""

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.chaos import faults
from tests.chaos.articles import make_articles
from tests.system import SERVED, Eventually, System

from babelwire_contracts.identity import article_id
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.services import PIPELINE

pytestmark = pytest.mark.stack

ARTICLES = 400
COMPARED = ("url", "title", "body", "published_at", "captured_at", "language", "translation", "origin")


@pytest.fixture
def tag() -> str:
    return f"t{uuid.uuid4().hex[:8]}"


def all_indexed(system: System, capture_ids: list[str]) -> bool:
    return {receipt.outcome for receipt in system.outcomes(capture_ids, within=180).values()} == {Outcome.INDEXED}


def test_a_bad_deploy_pauses_the_service_and_the_mended_version_goes_on_after_resume(system: System, tag: str) -> None:
    name = "translation-tagging-1"
    letters = len(system.records("dead-letters.translation_tagging"))

    def paused() -> bool:
        return "paused until `babelwire resume translation_tagging`" in system.not_ready().get(name, "")

    system.stack.stop_program(name)
    capture_ids = system.post_articles(make_articles(ARTICLES, tag))
    system.caught_up("deduplication")
    with faults.bad_version(system.stack, name):
        faults.until(paused, 60, "the breaker trips")
    assert len(system.records("dead-letters.translation_tagging")) == letters
    mended = threading.Thread(target=system.stack.start_program, args=(name,), daemon=True)
    mended.start()
    faults.until(paused, 60, "the mended version keeps to the pause")
    assert system.babelwire("resume", "translation_tagging").returncode == 0
    assert all_indexed(system, capture_ids)
    mended.join()
    system.until_ready()


def test_an_index_blocked_for_writes_is_waited_for(system: System, tag: str, eventually: Eventually) -> None:
    def block(value: bool | None) -> None:
        settings = {"index.blocks.write": value}
        system.http.put(f"{system.opensearch}/articles/_settings", json=settings).raise_for_status()

    block(True)
    try:
        capture_ids = system.post_articles(make_articles(50, tag))
        assert "cluster_block_exception" in eventually(lambda: system.not_ready().get("indexing-1"))
    finally:
        block(None)
    assert all_indexed(system, capture_ids)
    system.until_ready()


@pytest.fixture
def three_of_each(system: System) -> Iterator[Callable[[], None]]:
    """Scales the services of the pipeline up; back to one each afterwards."""
    yield lambda: system.stack.start(services=SERVED, scale=dict.fromkeys(PIPELINE, 3))
    system.stack.start(services=SERVED)
    system.until_ready()


def test_three_instances_make_the_documents_that_one_makes(
    system: System, three_of_each: Callable[[], None], eventually: Eventually
) -> None:
    # Digits alone, for the letters of made-up words decide what language they are told to be.
    tags = [f"t{uuid.uuid4().int % 10**9:09d}" for _ in range(2)]
    by_one = system.post_articles(make_articles(ARTICLES, tags[0]))
    assert all_indexed(system, by_one)
    three_of_each()
    by_three = system.post_articles(make_articles(ARTICLES, tags[1]))
    assert all_indexed(system, by_three)
    # A copy whose eldest came after it is told by an amendment, which may be under way when both are indexed.
    assert eventually(lambda: copies_of(system, tags[0]) == ARTICLES // 10)
    expected = documents_of(system, tags[0])
    assert eventually(lambda: documents_of(system, tags[1]) == expected)


def copies_of(system: System, tag: str) -> int:
    """How many documents of a tag copy another."""
    return sum(document["duplicate"]["kind"] != "none" for document in documents_of(system, tag))


def documents_of(system: System, tag: str) -> list[dict[str, Any]]:
    """The documents of a tag, in order, without the tag and what is computed from its letters."""
    urls = [article["url"] for article in make_articles(ARTICLES, tag)]
    numbers = {article_id(url): number for number, url in enumerate(urls)}
    answer = system.http.post(f"{system.opensearch}/articles/_mget", json={"ids": list(numbers)}).raise_for_status()
    documents = []
    for found in answer.json()["docs"]:
        source = found["_source"]
        duplicate = {"kind": source["duplicate"]["kind"], "of": numbers.get(source["duplicate"].get("of"))}
        kept = {name: source.get(name) for name in COMPARED}
        documents.append(json.loads(json.dumps(kept).replace(tag, "")) | {"duplicate": duplicate})
    return documents
