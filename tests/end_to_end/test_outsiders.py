"""What one client or one feed does costs itself alone; `make chaos` has the long forms."""

import threading
import uuid
from collections.abc import Callable, Iterator

import pytest
from tests.chaos import faults, outsiders, poison
from tests.chaos.articles import make_articles
from tests.chaos.hostile_feeds import HOSTILE, FeedServer
from tests.system import Eventually, System

from babelwire_contracts.receipts import Outcome
from babelwire_contracts.topics import SERVICES_PAUSED

pytestmark = pytest.mark.stack

ARTICLES = 200
FEED_ARTICLES = 10


@pytest.fixture
def tag() -> str:
    return f"t{uuid.uuid4().hex[:8]}"


def all_indexed(system: System, capture_ids: list[str]) -> bool:
    return {receipt.outcome for receipt in system.outcomes(capture_ids, within=180).values()} == {Outcome.INDEXED}


def test_clients_that_send_their_bodies_slowly_cost_nobody_else_anything(system: System, tag: str) -> None:
    articles = make_articles(ARTICLES, tag)
    capture_ids: list[str] = []
    with outsiders.slow_clients(system, 8):
        for start in range(0, ARTICLES, 50):
            body = articles[start : start + 50]
            answer = system.http.post(f"{system.ingest}/articles", json=body)
            assert answer.status_code == 202, answer.text
            capture_ids += answer.json()["ids"]
    assert all_indexed(system, capture_ids)


@pytest.fixture
def pauses(system: System) -> Iterator[Callable[[], int]]:
    """How often any service has been paused; ends a pause of ingest that a test leaves behind."""

    def count() -> int:
        return sum(record.value is not None for record in system.records(SERVICES_PAUSED.name))

    before = count()
    yield lambda: count() - before
    if count() != before:
        system.babelwire("resume", "ingest")


def test_sixty_poison_pages_and_sixty_broken_records_in_one_batch_pause_nothing(
    system: System, tag: str, pauses: Callable[[], int]
) -> None:
    capture_ids = system.post_articles(make_articles(ARTICLES // 2, tag))
    bad = poison.write_poison(system)
    capture_ids += system.post_articles(make_articles(ARTICLES, tag)[ARTICLES // 2 :])
    ended = {receipt.outcome for receipt in system.outcomes(bad, within=180).values()}
    assert ended == {Outcome.DEAD_LETTERED}
    assert all_indexed(system, capture_ids)
    assert poison.not_once_each(system, "ingest", bad) is None
    assert pauses() == 0
    system.until_ready()


@pytest.fixture
def feeds_of_loopback(system: System) -> Iterator[None]:
    """In place of ingest, one that fetches from loopback, and polls in seconds."""
    name = faults.instance("ingest")
    with faults.in_place_of(system.stack, name, outsiders.FEED_ENVIRONMENT):
        faults.until(lambda: name not in system.not_ready(), 60, "ingest is ready")
        yield
        for item in system.http.get(f"{system.ingest}/feeds").json()["items"]:
            system.http.delete(f"{system.ingest}/feeds", params={"url": item["url"]})
    system.stack.start_program(name)


@pytest.mark.usefixtures("feeds_of_loopback")
def test_hostile_feeds_fail_alone_and_say_why(system: System, tag: str, eventually: Eventually) -> None:
    server = FeedServer(make_articles(FEED_ARTICLES, tag)[:7], per_poll=4)
    with server.running():
        for path in (*HOSTILE, "good"):
            outsiders.subscribe(system, server.url(path))
        live: list[str] = []
        sending = threading.Thread(target=lambda: live.extend(system.post_articles(make_articles(ARTICLES, f"{tag}l"))))
        sending.start()
        assert eventually(lambda: outsiders.feed_of(system, server, "good")["entries_seen"] >= 7)
        assert eventually(lambda: not outsiders.unpolled(system, server))
        sending.join()
        captured = outsiders.captures_from(system, server.url("good"))
        assert len(captured) == 7
        assert all_indexed(system, [*captured, *live])
