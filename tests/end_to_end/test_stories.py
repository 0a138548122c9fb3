"""One story over three languages, through the running system, from vectors made by hand."""

import asyncio
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.system import SERVED, Eventually, System

from babelwire_contracts.codec import decode, encode
from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.identity import article_id
from babelwire_contracts.records import TaggedArticle
from babelwire_contracts.topics import ARTICLES_EMBEDDED, ARTICLES_TAGGED
from babelwire_messaging.marks import Marks
from babelwire_messaging.settings import KafkaSettings

pytestmark = pytest.mark.stack

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOLD = {
    "en": (
        "At least 120 hurt as a 5.8 quake hits Malatya",
        "The quake in Malatya hurt 120 people, said Serhat Ozkaymak. ",
    ),
    "tr": (
        "Malatya'da 5,8 büyüklüğünde deprem",
        "Serhat Özkaymak, Malatya'daki depremde 120 kişinin yaralandığını söyledi. ",
    ),
    "ru": (
        "Землетрясение в Малатье: 120 пострадавших",
        "В Малатье 120 пострадавших, магнитуда 5,8, сказал Серхат Озкаймак. ",
    ),
}
LATER = ("Malatya, a day later", "In Malatya 120 people wait for tents after the 5.8 quake, Serhat Ozkaymak said. ")


class Telling:
    """Articles of one event, with vectors near to one another; a fourth comes when it is told to."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.host = f"{uuid.uuid4().hex[:8]}.example"
        texts = TOLD | {"later": LATER}
        self.articles = {
            name: {
                "url": f"https://{self.host}/{name}",
                "title": title,
                "body": words * 3,
                "published_at": NOW.isoformat(),
            }
            for name, (title, words) in texts.items()
        }
        system.outcomes(system.post_articles(list(self.articles.values())))

    def id(self, name: str) -> str:
        return article_id(str(self.articles[name]["url"]))

    def embed(self, name: str, side: int) -> None:
        """Writes the vector of an article as embedding does."""
        key = self.id(name).encode()
        (record,) = [
            one
            for one in self.system.records(ARTICLES_TAGGED.name)
            if one.key == key and b"content" in (one.value or b"")
        ]
        tagged = decode(record.value or b"", TaggedArticle)
        numbers = [0] * 32
        numbers[0], numbers[side] = 120, 30
        message = EmbeddedArticle(
            article_id=tagged.article_id,
            capture_id=tagged.capture_id,
            revision=tagged.content.revision,
            content_hash=tagged.content.content_hash,
            text_hash=tagged.content.content_hash,
            title=tagged.content.title,
            text=f"{tagged.content.title}\n\n{tagged.content.body}",
            language="en" if name == "later" else name,
            publisher=self.host,
            published_at=NOW,
            captured_at=tagged.content.captured_at,
            model="by-hand-00000000",
            vector=bytes(numbers),
        )
        self.system.write(ARTICLES_EMBEDDED.name, encode(message), key)

    def story(self, name: str) -> str | None:
        found: dict[str, Any] = self.system.document(self.id(name)) or {}
        return found.get("story_id")


@pytest.fixture(scope="module")
def telling(system: System) -> Iterator[Telling]:
    """The system with the stories service beside it, which begins with what comes from now on."""
    kafka = KafkaSettings(kafka_bootstrap=system.kafka)
    ends = {each.partition: end for each, end in system.ends(ARTICLES_EMBEDDED.name).items()}
    asyncio.run(Marks(kafka).set("stories", ARTICLES_EMBEDDED, ends))
    system.stack.start([*SERVED, "stories"])
    system.until_ready()
    yield Telling(system)
    system.stack.start(SERVED)


def test_one_event_is_one_story_in_three_languages_and_after_a_kill(telling: Telling, eventually: Eventually) -> None:
    system = telling.system
    for side, name in enumerate(TOLD, 1):
        telling.embed(name, side)
        eventually(lambda: telling.story("en"))
    eventually(lambda: {telling.story(name) for name in TOLD} == {telling.id("en")})
    system.kill("stories")
    telling.embed("later", 4)
    eventually(lambda: telling.story("later") == telling.id("en"))
    assert {telling.story(name) for name in TOLD} == {telling.id("en")}
    system.refresh()
    told = system.http.get(f"{system.search}/api/stories/{telling.id('en')}").raise_for_status().json()
    assert (told["articles"], {each["value"] for each in told["languages"]}) == (4, set(TOLD))
    moved = system.http.get(f"{system.search}/stories/{telling.id('ru')}")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/stories/{telling.id('en')}")


def test_the_journey_says_what_an_article_joined_and_by_what(telling: Telling, eventually: Eventually) -> None:
    def joined() -> str | None:
        journey = json.loads(telling.system.babelwire("journey", telling.id("tr"), "--json").stdout)
        return next((step["decision"] for step in journey["steps"] if "of the story" in step["decision"]), None)

    told = eventually(joined)
    assert f"of the story {telling.id('en')}, with {telling.id('en')}: cosine 0.9" in told
    assert "both name Malatya" in told
    assert "0.0 days apart" in told
