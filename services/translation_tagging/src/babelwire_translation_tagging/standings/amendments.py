"""Amends the tags of articles that went by before something was learnt of their publisher."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Final

import msgspec
import structlog

from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.publishers import PublisherStanding
from babelwire_contracts.records import Amendment
from babelwire_contracts.sections import SectionVersion
from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish
from babelwire_messaging.turns import Turns
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor
from babelwire_translation_tagging.errors import ContentMalformed
from babelwire_translation_tagging.handlers import DeduplicatedView, content_of
from babelwire_translation_tagging.ports import Outbox, Ownership, PastArticles, StandingMarks
from babelwire_translation_tagging.standings.hearing import domain_of, registrable
from babelwire_translation_tagging.standings.publishers import Publishers
from babelwire_translation_tagging.tagger import Tagger

log = structlog.get_logger(__name__)

_GATHER_SECONDS: Final = 0.5
"""Waits this long for further changes, so that one reading does for several."""

_A_SECOND: Final = 500
"""Amendments, at most."""

_READ_A_SECOND: Final = 20_000
"""Records looked at, at most: live articles come first."""

_MARK_SECONDS: Final = 10.0
_RETRY_SECONDS: Final = 1.0


class _Publisher(msgspec.Struct, frozen=True):
    domain: str | None = None


class _Content(msgspec.Struct, frozen=True):
    publisher: _Publisher = _Publisher()


class _Glance(msgspec.Struct, frozen=True):
    content: _Content = _Content()


_glance: Final = msgspec.json.Decoder(_Glance)


class Amendments:
    """One task that brings the articles of the owned partitions up to what is known of their publishers.

    For each partition it is kept in mind of which publishers its articles have not heard yet. The marks say up to which
    standings all have, so that the next owner knows what is left; whatever is done twice gives the same amendments.
    `read_to` says how far the standings have been read.
    """

    def __init__(
        self,
        publishers: Publishers,
        tagger: Tagger,
        turns: Turns,
        *,
        past: PastArticles,
        marks: StandingMarks,
        read_to: Callable[[], Mapping[int, int]],
        outbox: Outbox,
        ownership: Ownership,
        supervisor: Supervisor,
    ) -> None:
        self._publishers = publishers
        self._tagger = tagger
        self._turns = turns
        self._past = past
        self._marks = marks
        self._read_to = read_to
        self._outbox = outbox
        self._ownership = ownership
        self._supervisor = supervisor
        self._due: dict[int, set[str]] = {}
        self._marked: dict[int, dict[int, int]] = {}
        self._woken = asyncio.Event()
        self._waiting: str | None = None

    def not_ready(self) -> str | None:
        """Why articles are not being amended, and of how many publishers, or None."""
        return self._waiting and f"amendments of {self._count()} publishers: {self._waiting}"

    def changed(self, domain: str) -> None:
        """Something new is known of a publisher."""
        for domains in self._due.values():
            domains.add(domain)
        self._wake()

    def own(self, marked: Mapping[int, Mapping[int, int]]) -> None:
        """Takes partitions over, once all standings are known: what was learnt after their marks is due."""
        self._marked = {number: dict(offsets) for number, offsets in marked.items()}
        self._due = {number: self._due.get(number, set()) | self._after(marks) for number, marks in marked.items()}
        self._wake()

    def _after(self, marks: Mapping[int, int]) -> set[str]:
        known = self._publishers.standings()
        return {one.domain for one, position in known if position.offset >= marks.get(position.partition, 0)}

    def running(self) -> AbstractAsyncContextManager[None]:
        """Amends while entered."""
        return self._supervisor.keeping("amendments", self._run)

    def _wake(self) -> None:
        metrics.PUBLISHERS_TO_AMEND.set(self._count())
        self._woken.set()

    def _count(self) -> int:
        return len(set().union(*self._due.values()))

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_MARK_SECONDS):
                    await self._woken.wait()
            await asyncio.sleep(_GATHER_SECONDS)
            self._woken.clear()
            try:
                await self._amend()
                await self._mark()
            except TransientError as error:
                self._waiting = str(error)
                self._woken.set()
                log.warning("amendments_wait", publishers=self._count(), error=str(error))
                await asyncio.sleep(_RETRY_SECONDS)
            except Exception:
                self._woken.set()
                raise
            else:
                self._waiting = None

    async def _amend(self) -> None:
        """One reading for all that is due now. What becomes due meanwhile stays so."""
        reading = {number: (domains, self._now(domains)) for number, domains in self._due.items() if domains}
        if not reading:
            return
        count = 0
        wanted = {number: now for number, (_domains, now) in reading.items()}
        async with contextlib.aclosing(self._past.read(reading.keys())) as past:
            async for partition, values in past:
                amended = await self._turns.take(partial(self._amended, values, wanted[partition]), long=True)
                await self._outbox.publish(amended)
                count += len(amended)
                await asyncio.sleep(max(len(amended) / _A_SECOND, len(values) / _READ_A_SECOND))
        for domains, read in reading.values():
            domains -= {domain for domain, standing in read.items() if self._publishers.standing(domain) == standing}
        metrics.PUBLISHERS_TO_AMEND.set(self._count())
        log.info("articles_amended", publishers=len(set().union(*wanted.values())), articles=count)

    def _now(self, domains: set[str]) -> dict[str, PublisherStanding]:
        known = {domain: self._publishers.standing(domain) for domain in domains}
        return {domain: standing for domain, standing in known.items() if standing is not None}

    def _amended(self, values: Sequence[bytes], wanted: Mapping[str, PublisherStanding]) -> list[Publish]:
        """The amendments of those articles that hear something of their publisher, each once."""
        made = [self._amendment(value, wanted) for value in values if _publisher(value) in wanted]
        found = {(each.capture_id, version): each for version, each in filter(None, made)}
        return [Publish(ARTICLES_TAGGED, each.article_id, each, each.capture_id) for each in found.values()]

    def _amendment(
        self, value: bytes, wanted: Mapping[str, PublisherStanding]
    ) -> tuple[SectionVersion, Amendment] | None:
        try:
            message = decode(value, DeduplicatedView)
            content = content_of(message)
        except (UndecodableMessage, SchemaFromTheFuture, ContentMalformed):
            # The stage has said so, or will.
            return None
        standing = wanted.get(domain_of(content) or "")
        tags = self._tagger.examine(content, standing).tags
        if not tags.version.n:
            return None
        amendment = Amendment(article_id=message.article_id, capture_id=message.capture_id, tags=tags)
        return tags.version, amendment

    async def _mark(self) -> None:
        """Notes how far the standings have been heard of by all articles of each partition where nothing is due."""
        positions = dict(self._read_to())
        settled = [
            number
            for number in self._due.keys() & self._ownership.owned()
            if not self._due[number] and self._marked.get(number) != positions and any(positions.values())
        ]
        for number in sorted(settled):
            await self._marks.set(number, positions)
            self._marked[number] = positions


def _publisher(value: bytes) -> str | None:
    """The publisher's domain in an article, without decoding more; None where it is none, or cannot be read."""
    try:
        domain = _glance.decode(value).content.publisher.domain
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return registrable(domain) if domain else None
