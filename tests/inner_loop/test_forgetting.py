"""Deduplication forgets what has not come for as long as the window, and remembers the rest through a restart."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from tests.ingested import ingested
from tests.inner_loop.test_services_in_memory import House, until

from babelwire_contracts import identity
from babelwire_contracts.codec import decode
from babelwire_contracts.records import Amendment, DeduplicatedArticle, IngestedArticle
from babelwire_contracts.sections import DuplicateSection
from babelwire_contracts.topics import ARTICLES_DEDUPLICATED, ARTICLES_FINGERPRINTS, ARTICLES_INGESTED
from babelwire_deduplication import upkeep
from babelwire_deduplication.app import build_app
from babelwire_deduplication.settings import DeduplicationSettings
from babelwire_messaging.handling import Publish
from babelwire_messaging.partitioning import partition_of
from babelwire_messaging.producer import Producer
from babelwire_messaging.settings import KafkaSettings

DAY = 24 * 3600.0
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _busy_upkeep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "_SAVE_SECONDS", 0.01)
    monkeypatch.setattr(upkeep, "_FORGET_EVERY", 2)


@pytest.fixture
def house() -> House:
    return House()


def article(name: str, body: str, days: float = 0) -> IngestedArticle:
    """One whose id stands on partition 0: there it is forgotten by what comes after it."""
    addresses = (f"https://{name}.example/{number}" for number in range(1000))
    partitions = ARTICLES_INGESTED.partitions
    url = next(one for one in addresses if partition_of(identity.article_id(one).encode(), partitions) == 0)
    return ingested(url, name, body, NOON + timedelta(days=days))


def text(seed: int) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices("abcdefghijklmnop", k=6)) for _ in range(150))


class Deduplication:
    """The service on a broker in memory, with a folder for its state."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house = house
        self.folder = folder

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        app = build_app(DeduplicationSettings(state_dir=self.folder), self.house.broker)
        async with app.router.lifespan_context(app):
            yield

    async def send(self, sent: IngestedArticle) -> DuplicateSection:
        """Has an article decided on. Returns what is newly written of it."""
        before = len(self.sections(sent))
        producer = Producer("ingest", KafkaSettings(), self.house.broker)
        async with producer.running():
            await producer.publish([Publish(ARTICLES_INGESTED, sent.article_id, sent, sent.capture_id)])
        await until(partial(self._has, sent, before + 1))
        return self.sections(sent)[before]

    async def remembers(self, count: int) -> None:
        """Waits until so many articles are remembered."""
        await until(partial(self._remembers, count))

    def sections(self, of: IngestedArticle) -> list[DuplicateSection]:
        records = [record for record in self.house.on(ARTICLES_DEDUPLICATED) if record.key == of.article_id.encode()]
        return [decode(record.value, DeduplicatedArticle | Amendment).duplicate for record in records]

    def forgotten(self) -> set[bytes | None]:
        """The keys of the articles whose newest fingerprint is a tombstone."""
        latest = {record.key: record.value for record in self.house.on(ARTICLES_FINGERPRINTS)}
        return {key for key, value in latest.items() if value is None}

    async def has_forgotten(self, of: IngestedArticle) -> bool:
        """Whether that article, and no other, has been forgotten."""
        return self.forgotten() == {of.article_id.encode()}

    async def _has(self, of: IngestedArticle, count: int) -> bool:
        return len(self.sections(of)) >= count

    async def _remembers(self, count: int) -> bool:
        return REGISTRY.get_sample_value("babelwire_articles_remembered") == count


@pytest.fixture
def service(house: House, tmp_path: Path) -> Deduplication:
    return Deduplication(house, tmp_path)


async def test_what_has_not_come_for_as_long_as_the_window_is_forgotten_and_its_copies_stay(
    house: House, service: Deduplication
) -> None:
    original, copy, later = article("original", text(1)), article("copy", text(1), 30), article("later", text(2), 50)
    async with service.running():
        assert (await service.send(original)).duplicate.of is None
        house.broker.forward(30 * DAY)
        assert (await service.send(copy)).duplicate.of == original.article_id
        house.broker.forward(20 * DAY)
        await service.send(later)
        await until(partial(service.has_forgotten, original))
        await service.remembers(2)
        again = await service.send(copy)
        assert again == service.sections(copy)[0], "a decision whose evidence has been forgotten is another one"
    async with service.running():
        await service.remembers(2)
        assert await service.send(copy) == again
        assert (await service.send(original)).duplicate.of is None
        await service.remembers(3)
    assert service.forgotten() == set()


@pytest.mark.parametrize("folder", [True, False], ids=["its folder", "a temporary folder"])
async def test_a_start_after_one_that_was_broken_off_begins_from_what_is_saved(
    house: House, service: Deduplication, tmp_path: Path, folder: bool
) -> None:
    """The same app is entered again, as it is where an attempt to start fails halfway."""
    app = build_app(DeduplicationSettings(state_dir=tmp_path if folder else None), house.broker)
    original, copy = article("original", text(4)), article("copy", text(4), 1)
    async with app.router.lifespan_context(app):
        await service.send(original)
        await service.remembers(1)
    async with app.router.lifespan_context(app):
        await service.remembers(1)
        assert (await service.send(copy)).duplicate.of == original.article_id
        await service.remembers(2)


async def test_no_clock_makes_it_forget(house: House, service: Deduplication) -> None:
    """An archive of years ago is remembered as long as news of today, and nothing goes while nothing comes."""
    old, copy = article("old", text(3), -2000), article("copy of old", text(3), -1999)
    async with service.running():
        await service.send(old)
        house.broker.forward(100 * DAY)
        await service.remembers(1)
    async with service.running():
        await service.remembers(1)
        assert service.forgotten() == set()
        assert (await service.send(copy)).duplicate.of == old.article_id


@pytest.mark.parametrize("lost", [True, False], ids=["a lost disk", "its disk"])
async def test_a_restart_remembers_all(house: House, service: Deduplication, tmp_path: Path, lost: bool) -> None:
    articles = [article(f"one {number}", text(number)) for number in range(8)]
    copies = [article(f"copy {number}", text(number), 1) for number in range(8)]
    async with service.running():
        for one in [*articles, *copies[:4]]:
            await service.send(one)
        await service.remembers(12)
    written = len(house.on(ARTICLES_FINGERPRINTS))
    if lost:
        service.folder = tmp_path / "another"
    async with service.running():
        await service.remembers(12)
        for one, copy in zip(articles, copies, strict=True):
            assert (await service.send(copy)).duplicate.of == one.article_id
    for copy in copies[:4]:
        assert len({section.version for section in service.sections(copy)}) == 1, "a restart changed a decision"
    assert len(house.on(ARTICLES_FINGERPRINTS)) == written + 8


async def test_a_state_of_another_log_is_not_gone_on_with(house: House, service: Deduplication) -> None:
    async with service.running():
        await service.send(article("of the log before", text(9)))
        await service.remembers(1)
    service.house = House()
    async with service.running():
        assert (await service.send(article("of the new log", text(9), 1))).duplicate.of is None
        await service.remembers(1)
