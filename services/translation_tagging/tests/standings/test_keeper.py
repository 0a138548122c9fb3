"""The owner of a publisher writes what follows, once, and nobody else does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

import pytest

from babelwire_contracts.publishers import PublisherObservation, PublisherStanding
from babelwire_contracts.topics import ARTICLES_DEDUPLICATED
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Position, Publish
from babelwire_messaging.partitioning import partition_of
from babelwire_observability.supervision import Supervisor
from babelwire_translation_tagging.standings import keeper as timing
from babelwire_translation_tagging.standings.keeper import Keeper
from babelwire_translation_tagging.standings.publishers import Publishers

from .seen import DOMAIN, articles

WITHIN = 20.0
OWNED = partition_of(DOMAIN.encode(), ARTICLES_DEDUPLICATED.partitions)
OTHERS = frozenset(range(ARTICLES_DEDUPLICATED.partitions)) - {OWNED}


@dataclass
class World:
    """What the keeper publishes, which comes back through the table."""

    publishers: Publishers = field(default_factory=Publishers)
    owned_now: frozenset[int] = frozenset({OWNED})
    published: list[Publish] = field(default_factory=list)
    read: int = 0
    trouble: Exception | None = None

    def __post_init__(self) -> None:
        for one in articles(30):
            self.publishers.observe(one.domain, one.article_id, one)

    async def publish(self, messages: Sequence[Publish]) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.published += messages

    def owned(self) -> frozenset[int]:
        return self.owned_now

    async def catch_up(self) -> None:
        for offset, one in enumerate(self.published[self.read :], self.read):
            if isinstance(one.message, PublisherStanding):
                self.publishers.learn(one.message, Position(one.topic.name, 0, offset))
            else:
                assert one.message is None or isinstance(one.message, PublisherObservation)
                domain, _, article_id = one.key.partition(":")
                self.publishers.observe(domain, article_id, one.message)
        self.read = len(self.published)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    for name, seconds in (("_GATHER_SECONDS", 0.01), ("_RETRY_SECONDS", 0.01)):
        monkeypatch.setattr(timing, name, seconds)
    return World()


@contextlib.asynccontextmanager
async def keeping(world: World) -> AsyncIterator[Keeper]:
    keeper = Keeper(world.publishers, world, world, world.catch_up, Supervisor("translation_tagging"))
    async with keeper.running():
        yield keeper


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN):
        while not condition():  # noqa: ASYNC110 - the keeper sets no event of a test's
            await asyncio.sleep(0.005)


async def test_an_owner_says_once_what_follows(world: World) -> None:
    async with keeping(world) as keeper:
        keeper.own(frozenset({OWNED}))
        await until(lambda: world.published)
        for _ in range(5):
            keeper.changed(DOMAIN)
            await asyncio.sleep(0.03)
    (said,) = world.published
    assert said.message == PublisherStanding(domain=DOMAIN, translates=True, n=1)


async def test_nobody_else_says_it(world: World) -> None:
    world.owned_now = OTHERS
    async with keeping(world) as keeper:
        keeper.own(OTHERS)
        keeper.changed(DOMAIN)
        await asyncio.sleep(0.1)
        assert world.published == []
        world.owned_now = frozenset({OWNED})
        keeper.own(world.owned_now)
        await until(lambda: world.published)


async def test_nothing_is_said_while_partitions_change_hands(world: World) -> None:
    async with keeping(world) as keeper:
        keeper.own(OTHERS)
        keeper.changed(DOMAIN)
        await asyncio.sleep(0.1)
        assert world.published == []
        keeper.own(frozenset({OWNED}))
        await until(lambda: world.published)


async def test_partitions_that_come_back_are_taken_over_anew(world: World) -> None:
    async with keeping(world) as keeper:
        keeper.own(frozenset({OWNED}))
        keeper.give_up()
        await asyncio.sleep(0.1)
        assert world.published == []
        keeper.own(frozenset({OWNED}))
        await until(lambda: world.published)


@pytest.mark.parametrize("trouble", [TransientError("Kafka is away"), RuntimeError("a bug")])
async def test_what_could_not_be_said_is_said_later(world: World, trouble: Exception) -> None:
    world.trouble = trouble
    async with keeping(world) as keeper:
        keeper.own(frozenset({OWNED}))
        await asyncio.sleep(0.1)
        expected = "publishers: Kafka is away" if isinstance(trouble, TransientError) else None
        assert keeper.not_ready() == expected
        world.trouble = None
        await until(lambda: world.published)
        await until(lambda: keeper.not_ready() is None)
