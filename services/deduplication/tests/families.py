"""Families of near copies: texts that are one template with something of their own, as a machine writes them."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from babelwire_comparison.reduction import Reduced, parted, reduce_texts
from babelwire_contracts import identity
from babelwire_contracts.sections import Duplicate
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.observations import Observation

START = datetime(2026, 3, 1, tzinfo=UTC)
_SENTENCES = 24
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Text:
    """A text as written and as compared."""

    written: str
    reduced: Reduced


def reduced(written: Sequence[str]) -> list[Text]:
    texts = [parted("Headline", None, one) for one in written]
    return [Text(rest, one) for (_, rest), one in zip(texts, reduce_texts(texts), strict=True)]


def sentence(chance: random.Random) -> str:
    """Words that nobody else has written, from six to fourteen."""
    words = ("".join(chance.choices(_LETTERS, k=chance.randint(3, 8))) for _ in range(chance.randint(6, 14)))
    return " ".join(words).capitalize() + "."


def family(count: int, share: float, seed: int = 1) -> list[Text]:
    """Texts of which each sentence is the template's with this probability; two share about its square of all."""
    chance = random.Random(seed)
    template = [sentence(chance) for _ in range(_SENTENCES)]
    written = [[one if chance.random() < share else sentence(chance) for one in template] for _ in range(count)]
    return reduced([" ".join(sentences) for sentences in written])


def revision(article: int, minute: int, text: Text) -> Observation:
    """A revision of an article, captured at a minute."""
    captured_at = START + timedelta(minutes=minute)
    capture_id = identity.capture_id(str(article), text.reduced.text_hash, captured_at)
    return Observation(
        article_id=bytes.fromhex(identity.article_id(f"https://example.org/{article}")),
        capture_id=bytes.fromhex(capture_id),
        content_hash=bytes.fromhex(identity.content_hash("", None, text.written)),
        revision=identity.revision(captured_at, capture_id),
        content_generation=1,
        captured_at=captured_at,
        seen_at=captured_at,
        published_by=None,
        addressed=True,
        text=text.reduced,
        written=text.written,
        partition=0,
    )


def portions(seen: Iterable[Observation], chance: random.Random, most: int) -> Iterable[list[Observation]]:
    """Batches of random sizes."""
    waiting = list(seen)
    while waiting:
        size = chance.randint(1, most)
        yield waiting[:size]
        waiting = waiting[size:]


def at_rest(deduplicator: Deduplicator, shown: dict[str, Duplicate] | None = None, limit: int = 100) -> int:
    """Amends until nothing is left to look at, into `shown` where given. Returns how many amendments that took."""
    count = 0
    while deduplicator.to_amend:
        due = deduplicator.amend(limit)
        count += len(due.amended)
        if shown is not None:
            shown |= {item.fingerprint.article_id: item.section.duplicate for item in due.amended}
        deduplicator.settle(due)
    return count


def decided(batches: Iterable[list[Observation]], deduplicator: Deduplicator) -> dict[str, Duplicate]:
    """What is shown in the end of articles that came in these batches."""
    shown: dict[str, Duplicate] = {}
    for batch in batches:
        sections, _ = deduplicator.observe(batch)
        for seen, section in zip(batch, sections, strict=True):
            shown[seen.article_id.hex()] = section.duplicate
        at_rest(deduplicator, shown, 7)
    return shown
