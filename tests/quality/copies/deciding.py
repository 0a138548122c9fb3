"""What deduplication makes of the set: the service's own decisions, as one instance takes them."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from tests.quality.copies.dataset import Article

from babelwire_comparison.reduction import Reduced, parted, reduce_texts
from babelwire_contracts.codec import encode
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.identity import content_hash
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.ports import Change

_BATCH = 200
_PARTITIONS = 6
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def groups(articles: Sequence[Article], seed: int = 1, instances: int = 1) -> dict[str, str]:
    """The group of each article: the one that it and its copies are decided to copy, else its own.

    They come in an order by chance, to instances that share the partitions and read each other's fingerprints.
    """
    order = list(range(len(articles)))
    random.Random(seed).shuffle(order)
    service = _Service(instances)
    for at in range(0, len(order), _BATCH):
        batch = order[at : at + _BATCH]
        texts = reduce_texts([_parted(articles[one]) for one in batch])
        service.take([_observation(number, articles[number], text) for number, text in zip(batch, texts, strict=True)])
    service.rest()
    ids = {_id(number).hex(): articles[number].id for number in order}
    return {ids[article]: ids[_representative(article, service.copies)] for article in service.copies}


class _Service:
    """Instances of deduplication and the log of their fingerprints; `copies` is what is shown in the end."""

    def __init__(self, instances: int) -> None:
        self.copies: dict[str, str | None] = {}
        self._log: list[tuple[Fingerprint, int]] = []
        self._instances = [Deduplicator(1, Stored()) for _ in range(instances)]
        self._read = [0] * instances
        for index, deduplicator in enumerate(self._instances):
            deduplicator.share.own(range(index, _PARTITIONS, instances))
            deduplicator.begin_anew()

    def take(self, observed: Sequence[Observation]) -> None:
        """Has articles decided on by those who own them, and what was decided before by what they bring."""
        for index, deduplicator in enumerate(self._instances):
            mine = [one for one in observed if one.partition % len(self._instances) == index]
            sections, fingerprints = deduplicator.observe(mine)
            shown = zip(mine, sections, strict=True)
            self.copies |= {one.article_id.hex(): section.duplicate.of for one, section in shown}
            self._write(fingerprints)
            self._amend(index)

    def rest(self) -> None:
        """Has all fingerprints read by all, until none is written any more."""
        while any(read < len(self._log) for read in self._read):
            for index in range(len(self._instances)):
                self._amend(index)

    def _amend(self, index: int) -> None:
        deduplicator = self._instances[index]
        came, self._read[index] = self._log[self._read[index] :], len(self._log)
        deduplicator.apply(one for one in came if not deduplicator.is_echo(one[0].article_id, encode(one[0])))
        while deduplicator.to_amend:
            due = deduplicator.amend(1000)
            self._write([*(amended.fingerprint for amended in due.amended), *due.said])
            self.copies |= {one.fingerprint.article_id: one.section.duplicate.of for one in due.amended}
            self._write(deduplicator.settle(due))
        deduplicator.save({})

    def _write(self, fingerprints: Sequence[Fingerprint]) -> None:
        self._log += [(one, int(one.article_id, 16) % _PARTITIONS) for one in fingerprints]


class Stored(dict[bytes, bytes]):
    """Texts of articles, in memory."""

    def texts(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        return {one: self[one] for one in article_ids if one in self}

    def save(self, change: Change) -> None:
        self.update(change.texts)

    def saved(self) -> None:
        return None


def _parted(article: Article) -> tuple[str, str]:
    return parted(article.text.title, article.text.lead, article.text.body)


def _representative(article: str, copies: Mapping[str, str | None]) -> str:
    while (of := copies[article]) is not None:
        article = of
    return article


def _observation(number: int, article: Article, text: Reduced) -> Observation:
    words = article.text
    at = _FIRST + timedelta(minutes=number)
    return Observation(
        article_id=_id(number),
        capture_id=_id(number),
        content_hash=bytes.fromhex(content_hash(words.title, words.lead, words.body)),
        revision=f"{at:%Y%m%d%H%M}-{number}",
        content_generation=1,
        captured_at=at,
        seen_at=at,
        published_by=at,
        addressed=True,
        text=text,
        written=_parted(article)[1],
        partition=number % _PARTITIONS,
    )


def _id(number: int) -> bytes:
    return number.to_bytes(16, "big")
