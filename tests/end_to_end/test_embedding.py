"""Articles get vectors from the real model behind the pipeline, and the same text gets no second one."""

import asyncio
import json
import uuid
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from tests.system import SERVED, Eventually, System

from babelwire_contracts.codec import decode
from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.identity import article_id
from babelwire_contracts.topics import ARTICLES_EMBEDDED, ARTICLES_TAGGED
from babelwire_messaging.marks import Marks
from babelwire_messaging.settings import KafkaSettings
from babelwire_vectors import VectorSettings, cosine
from babelwire_vectors.weights.fetching import fetch

pytestmark = [pytest.mark.stack, pytest.mark.installs]

TEXTS = {
    "en": ("Strong earthquake shakes the coast", "A strong earthquake shook the coast last night; houses collapsed. "),
    "tr": ("Kıyıda şiddetli deprem", "Dün gece kıyıda şiddetli bir deprem oldu, onlarca ev yıkıldı. "),
    "de": ("Leitzins gesenkt", "Die Zentralbank hat ihren Leitzins um einen halben Prozentpunkt gesenkt. "),
}


@pytest.fixture(scope="module")
def embedding(system: System) -> Iterator[System]:
    """The system with embedding beside it, which begins with what comes from now on."""
    fetch(VectorSettings().directory)
    kafka = KafkaSettings(kafka_bootstrap=system.kafka)
    ends = {each.partition: end for each, end in system.ends(ARTICLES_TAGGED.name).items()}
    asyncio.run(Marks(kafka).set("embedding", ARTICLES_TAGGED, ends))
    system.stack.start([*SERVED, "embedding"])
    system.until_ready()
    yield system
    system.stack.start(SERVED)


def vectors(system: System, url: str) -> list[EmbeddedArticle]:
    key = article_id(url).encode()
    return [decode(one.value, EmbeddedArticle) for one in system.records(ARTICLES_EMBEDDED.name) if one.key == key]


def article(language: str, host: str) -> dict[str, Any]:
    title, sentence = TEXTS[language]
    return {"url": f"https://{host}/{language}", "title": title, "body": sentence * 3, "language": language}


def test_articles_get_vectors_and_the_same_text_no_second_one(embedding: System, eventually: Eventually) -> None:
    host = f"{uuid.uuid4().hex[:8]}.example"
    articles = {language: article(language, host) for language in TEXTS}
    embedding.outcomes(embedding.post_articles(list(articles.values())))
    found = {
        language: eventually(lambda url=each["url"]: vectors(embedding, url))[0]  # type: ignore[misc]
        for language, each in articles.items()
    }
    assert {language: each.language for language, each in found.items()} == {language: language for language in TEXTS}
    english, turkish, german = (found[language].vector for language in ("en", "tr", "de"))
    assert cosine(english, turkish) > cosine(english, german) + 0.2

    pid = embedding.stack.pid("embedding-1")
    assert pid is not None
    models = psutil.Process(pid).children(recursive=True)
    for process in models:
        process.suspend()
    try:
        embedding.outcomes(embedding.post_articles([articles["tr"]]))
        _, again = eventually(lambda: known if len(known := vectors(embedding, articles["tr"]["url"])) == 2 else None)
    finally:
        for process in models:
            process.resume()
    assert (again.vector, again.revision > found["tr"].revision) == (turkish, True)

    (row,) = [row for row in printed(embedding, "status") if row["part"] == "embedding"]
    assert (row["state"], "waiting: fresh 0, backfill 0, replay 0" in row["detail"]) == ("ready", True)
    (journey,) = printed(embedding, "journey", articles["tr"]["url"])
    decided = [step["decision"] for step in journey["steps"] if step["stage"] == "embedding"]
    assert [words.split(" of ")[0] for words in decided].count("waits for a vector") == 2
    assert any(words.startswith(f"given a vector by {again.model}") for words in decided)
    assert printed(embedding, "audit")[0]["waiting"]["embedding"] == 0


def printed(system: System, *arguments: str) -> list[dict[str, Any]]:
    """What a command prints with `--json`."""
    done = system.babelwire(*arguments, "--json")
    return [json.loads(line) for line in done.stdout.splitlines()]
