"""What is remembered, followed through its compacted topic."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from typing import Final

import structlog

from babelwire_contracts.stories import StoryMember
from babelwire_contracts.topics import ARTICLES_STORIES
from babelwire_messaging.clients import Clients
from babelwire_messaging.handling import Position
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_observability.supervision import Supervisor
from babelwire_stories.errors import MemberMalformed
from babelwire_stories.memory import Memory

log = structlog.get_logger(__name__)

_ID: Final = re.compile(r"[0-9a-f]{32}")
_AT_ONCE: Final = 50
"""Placing this many takes some milliseconds, after which others have their turn."""


class MemberTable:
    """Keeps a memory as the topic has it; what this instance has decided itself comes back as known."""

    def __init__(
        self, memory: Memory, kafka: KafkaSettings, service: str, *, most: int, supervisor: Supervisor, clients: Clients
    ) -> None:
        self._memory = memory
        self._most = most
        self._changed = False
        self._is_owner = False
        self._table = Table(
            ARTICLES_STORIES, StoryMember, kafka, service, self._take, supervisor=supervisor, clients=clients
        )

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once all that was written before is known. Raises as `Table.following`."""
        async with self._table.following():
            yield

    async def take_over(self) -> None:
        """Returns when the memory is ready for decisions: all that was written before the call is known and placed."""
        await self._table.catch_up()
        if self._memory.is_ahead:
            # Something was decided here and never written, and another may have decided on it since.
            self._memory.clear()
            self._table.seek({0: 0})
            self._changed = True
            await self._table.catch_up()
        if self._changed:
            await self._settle()
        self._is_owner = True

    def give_up(self) -> None:
        """From here on others decide."""
        self._is_owner = False

    def not_ready(self) -> str | None:
        """Why less may be known than was written, or None."""
        return self._table.not_ready()

    async def _settle(self) -> None:
        self._changed = False
        self._memory.settled()
        while len(self._memory) > self._most:
            self._memory.forget(self._memory.eldest())
        for number, slot in enumerate(self._memory.unplaced()):
            self._memory.place(slot)
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)

    def _take(self, key: str, member: StoryMember | None, _position: Position) -> None:
        """Takes over a record that is news. Raises `MemberMalformed`, `VectorIsNoVector`."""
        if member is not None and key != member.article_id:
            raise MemberMalformed(f"the story of {member.article_id} stands under the key {key[:40]!r}")
        if not _ID.fullmatch(key):
            raise MemberMalformed(f"{key[:40]!r} is no article id")
        if not self._memory.came(key, member.version if member is not None else None):
            return
        if member is not None:
            self._memory.recall(member)
        elif (slot := self._memory.find(key)) is not None:
            self._memory.drop(slot)
        self._changed = True
        if self._is_owner:
            # Who decided before was still at it.
            log.warning("story_decided_by_another", article=key)
            self._memory.settled()
            for slot in self._memory.unplaced():
                self._memory.place(slot)
