"""`babelwire reindex` on the whole system: another index in the place of the one that search reads, and back."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from tests.chaos.articles import make_articles
from tests.system import Eventually, System

from babelwire_contracts.receipts import Outcome
from babelwire_indexing.template import ARTICLES

pytestmark = pytest.mark.stack

LIVE = ARTICLES.index


@pytest.fixture
def other(system: System) -> Iterator[str]:
    """The name of another index, which is gone afterwards, whatever the alias stands for then."""
    name = f"{LIVE}-{uuid.uuid4().hex[:8]}"
    yield name
    if behind(system) == [name]:
        system.babelwire("reindex", "--back-to", LIVE)
    system.babelwire("reindex", "--drop", name, "--yes")


def behind(system: System) -> list[str]:
    return list(system.http.get(f"{system.opensearch}/_alias/articles").json())


def found(system: System, title: str) -> list[str]:
    answer = system.http.get(f"{system.search}/api/search", params={"q": f'"{title}"'}).json()
    return [item["title"] for item in answer["items"]]


def reindexed(system: System, *arguments: str) -> dict[str, Any]:
    done = system.babelwire("reindex", "--json", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_another_index_takes_the_place_of_the_live_one_and_gives_it_back(
    system: System, eventually: Eventually, other: str
) -> None:
    tag = uuid.uuid4().hex[:8]
    before, after = make_articles(2, tag)
    (capture_id,) = system.post_articles([before])
    assert system.outcomes([capture_id])[capture_id].outcome is Outcome.INDEXED
    planned = reindexed(system, "--into", other, "--dry-run")
    assert (planned["done"], planned["old"], planned["into"]) == (False, LIVE, other)
    assert behind(system) == [LIVE]

    done = reindexed(system, "--into", other)
    assert (done["done"], done["behind"]) == (True, 0)
    assert behind(system) == [other]
    (capture_id,) = system.post_articles([after])
    assert system.outcomes([capture_id])[capture_id].outcome is Outcome.INDEXED
    eventually(lambda: found(system, before["title"]) and found(system, after["title"]))

    reindexed(system, "--back-to", LIVE)
    assert behind(system) == [LIVE]
    eventually(lambda: found(system, before["title"]) and found(system, after["title"]))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), f"the alias stands for {LIVE} already"),
        (("--back-to", "articles-v0"), "there is no index articles-v0"),
        (("--drop", LIVE, "--yes"), "is the index behind the alias"),
        (("--from", "articles.ingested"), "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(system: System, arguments: tuple[str, ...], words: str) -> None:
    done = system.babelwire("reindex", *arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
