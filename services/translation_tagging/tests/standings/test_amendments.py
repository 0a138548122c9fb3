"""Which articles are read again and amended, as partitions come and go and things go wrong."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from babelwire_contracts.codec import encode
from babelwire_contracts.content import Content, Publisher
from babelwire_contracts.publishers import PublisherStanding
from babelwire_contracts.records import DeduplicatedArticle
from babelwire_contracts.sections import Duplicate, DuplicateSection, SectionVersion
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Position, Publish
from babelwire_messaging.turns import Turns
from babelwire_observability.supervision import Supervisor
from babelwire_translation_tagging.standings import amendments as timing
from babelwire_translation_tagging.standings.amendments import Amendments
from babelwire_translation_tagging.standings.publishers import Publishers
from babelwire_translation_tagging.tagger import Tagger

from .seen import DOMAIN, article_id

WITHIN = 20.0
OTHER = "thewiderwindow.example"


def silent(number: int, domain: str = DOMAIN) -> bytes:
    """An article that says nothing of itself, as it lies in the log."""
    version = SectionVersion(revision="r", content_generation=1)
    content = Content(
        revision="r",
        generation=1,
        content_hash="h",
        captured_at=datetime(2026, 3, 14, 9, 30, tzinfo=UTC),
        title="The ferry stays",
        body="The council voted on Tuesday evening to keep the old ferry in service for another winter.",
        publisher=Publisher(name="A paper", domain=domain),
    )
    duplicate = DuplicateSection(version=version, duplicate=Duplicate())
    return encode(
        DeduplicatedArticle(
            article_id=article_id(number), capture_id=f"{number:032x}", content=content, duplicate=duplicate
        )
    )


@dataclass
class World:
    """What lies outside: the log of articles by partition, marks, and what is published."""

    log: dict[int, list[bytes]] = field(default_factory=dict)
    owned_now: frozenset[int] = frozenset({0, 1})
    position: int = 0
    marks: dict[int, Mapping[int, int]] = field(default_factory=dict)
    published: list[Publish] = field(default_factory=list)
    readings: list[set[int]] = field(default_factory=list)
    trouble: Exception | None = None
    during: Callable[[], None] = lambda: None

    async def read(self, partitions: Collection[int]) -> AsyncGenerator[tuple[int, Sequence[bytes]], None]:
        self.readings.append(set(partitions))
        for number in sorted(partitions):
            yield number, self.log.get(number, [])
            self.during()

    async def set(self, partition: int, offsets: Mapping[int, int]) -> None:
        self.marks[partition] = dict(offsets)

    async def publish(self, messages: Sequence[Publish]) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.published += messages

    def owned(self) -> frozenset[int]:
        return self.owned_now

    def read_to(self) -> dict[int, int]:
        return {0: self.position}

    def amended(self) -> list[str]:
        return [each.key for each in self.published]


class House:
    """The amendments of one instance in that world."""

    def __init__(self, tagger: Tagger) -> None:
        self.world = World()
        self.publishers = Publishers()
        self.amendments = Amendments(
            self.publishers,
            tagger,
            Turns(),
            past=self.world,
            marks=self.world,
            read_to=self.world.read_to,
            outbox=self.world,
            ownership=self.world,
            supervisor=Supervisor("translation_tagging"),
        )

    def learn(self, domain: str, n: int = 1, *, translates: bool = True) -> None:
        """A standing comes through the table."""
        standing = PublisherStanding(domain=domain, translates=translates, n=n)
        if self.publishers.learn(standing, Position("publishers.standing", 0, self.world.position)):
            self.amendments.changed(domain)
        self.world.position += 1

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[World]:
        async with self.amendments.running():
            yield self.world


@pytest.fixture
def house(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> House:
    for name, seconds in (("_GATHER_SECONDS", 0.01), ("_RETRY_SECONDS", 0.01)):
        monkeypatch.setattr(timing, name, seconds)
    return House(tagger)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN):
        while not condition():  # noqa: ASYNC110 - amendments set no event of a test's
            await asyncio.sleep(0.005)


async def test_one_reading_does_for_several_publishers_and_partitions(house: House) -> None:
    house.world.log = {0: [silent(1), silent(2, "third.example")], 1: [silent(3, OTHER), b"{broken"]}
    house.amendments.own({0: {}, 1: {}})
    house.learn(DOMAIN)
    house.learn(OTHER)
    async with house.running() as world:
        await until(lambda: world.marks == {0: {0: 2}, 1: {0: 2}})
    assert sorted(world.amended()) == sorted([article_id(1), article_id(3)])
    assert world.readings == [{0, 1}]


async def test_what_the_marks_say_is_done_is_not_done_again(house: House) -> None:
    house.world.log = {0: [silent(1), silent(3, OTHER)], 1: [silent(2)]}
    house.learn(DOMAIN)
    house.learn(OTHER)
    house.amendments.own({0: {0: 1}, 1: {0: 2}})
    async with house.running() as world:
        await until(lambda: world.marks)
    assert world.amended() == [article_id(3)]
    assert world.readings == [{0}]


async def test_what_changes_in_the_midst_of_a_reading_is_read_again(house: House) -> None:
    house.world.log = {0: [silent(1)]}
    house.amendments.own({0: {}})
    house.learn(DOMAIN)

    def withdrawn() -> None:
        house.world.during = lambda: None
        house.learn(DOMAIN, 2, translates=False)

    house.world.during = withdrawn
    async with house.running() as world:
        await until(lambda: world.marks == {0: {0: 2}})
    assert world.readings == [{0}, {0}]
    assert [each.message.tags.version.n for each in world.published] == [1, 2]  # type: ignore[union-attr]


async def test_a_partition_that_is_lost_is_neither_read_nor_noted(house: House) -> None:
    house.world.log = {0: [silent(1)], 1: [silent(2)]}
    house.amendments.own({0: {}, 1: {}})
    house.learn(DOMAIN)
    house.world.owned_now = frozenset({1})
    house.amendments.own({1: {}})
    async with house.running() as world:
        await until(lambda: world.marks)
    assert (world.amended(), world.readings, set(world.marks)) == ([article_id(2)], [{1}], {1})


async def test_a_partition_that_is_lost_in_the_midst_of_a_reading_is_not_noted(house: House) -> None:
    house.world.log = {0: [silent(1)], 1: [silent(2)]}
    house.amendments.own({0: {}, 1: {}})
    house.learn(DOMAIN)

    def lost() -> None:
        house.world.owned_now = frozenset({1})

    house.world.during = lost
    async with house.running() as world:
        await until(lambda: world.marks)
        await asyncio.sleep(0.05)
    assert set(world.marks) == {1}


async def test_it_says_how_many_wait_and_goes_on_where_it_can(house: House) -> None:
    house.world.log = {0: [silent(1)]}
    house.amendments.own({0: {}})
    house.learn(DOMAIN)
    house.world.trouble = TransientError("Kafka is away")
    async with house.running() as world:
        await until(lambda: house.amendments.not_ready() == "amendments of 1 publishers: Kafka is away")
        assert world.marks == {}
        world.trouble = None
        await until(lambda: world.marks)
        await until(lambda: house.amendments.not_ready() is None)
    assert world.amended() == [article_id(1)]


async def test_an_unforeseen_failure_leaves_nothing_undone(house: House) -> None:
    house.world.log = {0: [silent(1)]}
    house.amendments.own({0: {}})
    house.learn(DOMAIN)
    house.world.trouble = RuntimeError("a bug")
    async with house.running() as world:
        await asyncio.sleep(0.1)
        world.trouble = None
        await until(lambda: world.marks)
    assert world.amended() == [article_id(1)]
