"""Whatever is killed, nothing is lost and nothing is there twice."""

import threading
import time
import uuid
from typing import Any

import pytest
from tests.system import SERVED, Eventually, System

from babelwire_contracts.identity import article_id
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.services import PIPELINE, SERVICES
from babelwire_contracts.topics import FLOW

pytestmark = pytest.mark.stack

ARTICLES = 500
WORDS = (
    "harbour council bridge market river teacher winter engine letter garden museum station forest valley bakery "
    "island tunnel theatre ferry concert orchard lantern quarry cinema railway meadow printer compass window anchor"
).split()


def articles(tag: str, number: int) -> list[dict[str, Any]]:
    """Articles that share no shingle, so that none is a duplicate of another."""
    made = []
    for index in range(number):
        words = [
            f"{WORDS[(index * 7 + step * (index % 11 + 3)) % len(WORDS)]}{tag[:3]}{index}x{step}" for step in range(60)
        ]
        made.append(
            {
                "title": f"Report {index} of {tag}",
                "body": " ".join(words[:30]) + ".\n\n" + " ".join(words[30:]) + ".",
                "url": f"https://paper.example/{tag}/{index}",
                "published_at": "2026-03-01T08:00:00Z",
                "language": "en",
            }
        )
    return made


def check_none_lost_none_double(system: System, tag: str, ids: list[str]) -> None:
    best = system.outcomes(ids, within=180)
    # A request that was answered 503 may have been written all the same: sent again, its captures are unchanged.
    assert {receipt.outcome for receipt in best.values()} <= {Outcome.INDEXED, Outcome.UNCHANGED}
    system.refresh()
    found = system.http.get(
        f"{system.search}/api/search", params={"q": f'"of {tag}"', "size": 1, "duplicates": "show"}
    ).json()
    assert found["total"] == ARTICLES
    for index in (0, ARTICLES // 2, ARTICLES - 1):
        document = system.document(article_id(f"https://paper.example/{tag}/{index}"))
        assert document is not None
        assert document["title"] == f"Report {index} of {tag}"


@pytest.mark.parametrize("victim", [*PIPELINE, "kafka", "opensearch"])
def test_kill_9_in_mid_run(system: System, victim: str) -> None:
    tag = f"{victim.replace('_', '')}{uuid.uuid4().hex[:6]}"
    wanted = articles(tag, ARTICLES)
    ids: list[str] = []

    def send() -> None:
        for start in range(0, ARTICLES, 50):
            ids.extend(system.post_articles(wanted[start : start + 50]))
            time.sleep(0.05)

    sender = threading.Thread(target=send)
    sender.start()
    while len(ids) < ARTICLES // 3 and sender.is_alive():
        time.sleep(0.01)
    system.kill(victim)
    sender.join(timeout=120)
    assert not sender.is_alive()
    # A request that died with ingest is sent again, so some captures have two ids: both must end.
    assert len(ids) >= ARTICLES
    check_none_lost_none_double(system, tag, ids)
    system.until_ready()


@pytest.mark.parametrize("infrastructure", ["kafka", "opensearch"])
def test_restart_under_the_services(system: System, infrastructure: str) -> None:
    tag = f"re{infrastructure}{uuid.uuid4().hex[:6]}"
    wanted = articles(tag, ARTICLES)
    ids = system.post_articles(wanted[:200])
    system.stack.stop_program(infrastructure)
    if infrastructure == "opensearch":
        ids += system.post_articles(wanted[200:400])
    system.stack.start_program(infrastructure)
    ids += system.post_articles(wanted[len(ids) :])
    check_none_lost_none_double(system, tag, ids)
    system.until_ready()


@pytest.mark.parametrize(
    ("topic", "service"),
    [
        *((topic.name, service) for service, topic in FLOW),
        *((topic, name) for name in SERVED for topic in (*SERVICES[name].keeps, *SERVICES[name].follows)),
    ],
)
def test_poison_is_one_dead_letter_and_what_is_behind_it_goes_on(
    system: System, eventually: Eventually, topic: str, service: str
) -> None:
    key = uuid.uuid4().hex.encode()
    system.write(topic, b'{"schema_version": 1, "poison": ', key)
    tag = f"poison{uuid.uuid4().hex[:6]}"
    ids = system.post_articles(articles(tag, 20))
    assert {receipt.outcome for receipt in system.outcomes(ids).values()} == {Outcome.INDEXED}
    letters = eventually(lambda: [r for r in system.records(f"dead-letters.{service}") if r.key == key])
    assert len(letters) == 1
    assert letters[0].value == b'{"schema_version": 1, "poison": '
    assert dict(letters[0].headers)["dead-letter-topic"].decode() == topic
    system.until_ready()
