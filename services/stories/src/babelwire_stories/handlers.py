"""Handles batches of `articles.embedded` and of `stories.arrivals`."""

import asyncio
from collections.abc import Sequence

import msgspec

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.message import MADE_WITH
from babelwire_contracts.records import Amendment
from babelwire_contracts.sections import StorySection
from babelwire_contracts.stories import Joined
from babelwire_contracts.topics import ARTICLES_STORIES, ARTICLES_TAGGED, STORIES_ARRIVALS, TRANSLATIONS_PROPOSED
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Answer, Publish, Record
from babelwire_stories.memory import Memory
from babelwire_stories.ports import Outbox
from babelwire_stories.teller import Decision, Teller
from babelwire_stories.translated.finder import Changes, Finder


class EmbeddedHandler:
    """Brings articles with vectors into one order."""

    async def handle(self, records: Sequence[Record[EmbeddedArticle]]) -> list[Answer]:
        """Each record as it came, for the one writer of stories."""
        return [[Publish(STORIES_ARRIVALS, record.value.article_id, record.value)] for record in records]


class ArrivalHandler:
    """Decides on articles in their order.

    What changed of the stories of others is published before a batch's own articles: an arrival that is handled again
    after a crash finds either all of that or not its own article, which is then decided anew. So are proposals of
    translations.
    """

    def __init__(self, teller: Teller, finder: Finder, memory: Memory, outbox: Outbox) -> None:
        self._teller = teller
        self._finder = finder
        self._unproposed: Changes = {}
        self._memory = memory
        self._outbox = outbox
        self._unsaid: dict[str, None] = {}

    async def handle(self, records: Sequence[Record[EmbeddedArticle]]) -> list[Answer]:
        """An amendment and what is remembered of each article; nothing of an older revision.

        `VectorIsNoVector` answers for a vector that cannot be compared. Raises `TransientError`.
        """
        decided: list[Decision | PermanentError] = []
        for record in records:
            decided.append(self._decide(record.value))
            await asyncio.sleep(0)
        own = {record.value.article_id for record in records}
        others = [slot for slot in map(self._memory.find, self._unsaid.keys() - own) if slot is not None]
        proposals = [Publish(TRANSLATIONS_PROPOSED, *proposed) for proposed in self._unproposed.items()]
        await self._outbox.publish([message for slot in others for message in self._messages(slot)] + proposals)
        self._unsaid.clear()
        self._unproposed.clear()
        return [self._answer(record.value, each) for record, each in zip(records, decided, strict=True)]

    def give_up(self) -> bool:
        """Forgets what was still to be said: somebody else decides now. Returns whether any of it were proposals."""
        self._unsaid.clear()
        were_there = bool(self._unproposed)
        self._unproposed.clear()
        return were_there

    def _decide(self, article: EmbeddedArticle) -> Decision | PermanentError:
        try:
            decision = self._teller.tell(article) if article.vector else self._teller.withdraw(article)
        except PermanentError as error:
            return error
        for slot in decision.changed:
            self._memory.expect(slot)
            self._unsaid[self._memory.article_id(slot)] = None
        self._unproposed |= self._finder.arrive(article)
        return decision

    def _answer(self, article: EmbeddedArticle, decision: Decision | PermanentError) -> Answer:
        """What is known of an article by now, which those behind it in the batch may have changed."""
        if isinstance(decision, PermanentError):
            return decision
        slot = self._memory.find(article.article_id)
        if slot is None:
            return [Publish(ARTICLES_STORIES, article.article_id, None)] if decision.is_withdrawn else []
        return self._messages(slot, decision.joined) if slot in decision.changed else []

    def _messages(self, slot: int, joined: Joined | None = None) -> list[Publish]:
        member = self._memory.member(slot)
        section = StorySection(schema_version=MADE_WITH, version=member.version, story_id=member.story_id)
        amendment = Amendment(
            article_id=member.article_id,
            capture_id=member.capture_id,
            story=section,
            joined=msgspec.UNSET if joined is None else joined,
        )
        return [
            Publish(ARTICLES_TAGGED, member.article_id, amendment, member.capture_id),
            Publish(ARTICLES_STORIES, member.article_id, member, member.capture_id),
        ]
