"""What deduplication makes of the set: the service's own decisions, as one instance takes them."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from tests.quality.copies.dataset import Article

from babelwire_comparison.reduction import Reduced, parted, reduce_texts
from babelwire_contracts.identity import content_hash
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.observations import Observation

_BATCH = 200
_PARTITIONS = 6
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def groups(articles: Sequence[Article], seed: int = 1) -> dict[str, str]:
    """The group of each article: the one that it and its copies are decided to copy, else its own."""
    order = list(range(len(articles)))
    random.Random(seed).shuffle(order)
    deduplicator = Deduplicator(1, Stored())
    copies: dict[str, str | None] = {}
    ids = {_id(number).hex(): articles[number].id for number in order}
    for at in range(0, len(order), _BATCH):
        batch = order[at : at + _BATCH]
        texts = reduce_texts([_parted(articles[one]) for one in batch])
        observed = [_observation(number, articles[number], text) for number, text in zip(batch, texts, strict=True)]
        sections, _ = deduplicator.observe(observed)
        copies |= {_id(number).hex(): section.duplicate.of for number, section in zip(batch, sections, strict=True)}
        while deduplicator.to_amend:
            for amended in deduplicator.amend(range(_PARTITIONS), 1000):
                copies[amended.fingerprint.article_id] = amended.section.duplicate.of
    return {ids[article]: ids[_representative(article, copies)] for article in copies}


class Stored(dict[bytes, bytes]):
    """Texts of articles, in memory."""

    def put(self, texts: Sequence[tuple[bytes, bytes]]) -> None:
        self.update(texts)

    def get(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:  # type: ignore[override]
        return {one: self[one] for one in article_ids if one in self}


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
        published_by=at,
        addressed=True,
        text=text,
        written=_parted(article)[1],
        partition=number % _PARTITIONS,
    )


def _id(number: int) -> bytes:
    return number.to_bytes(16, "big")
