"""A small world in which instances of deduplication read, decide, crash and hand over partitions."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from babelwire_comparison.reduction import reduce_texts
from babelwire_contracts import identity
from babelwire_contracts.codec import decode, encode
from babelwire_contracts.corrections import Verdict
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import Duplicate, DuplicateSection, Revised
from babelwire_deduplication.decision_log import Due
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.translations import Proposal

from .stored import Stored

PARTITIONS = 3
START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = 24 * 60

Pair = tuple[bytes, bytes]


def some_texts() -> list[str]:
    """Texts of sentences from one pool: some are copies of each other, some of a third one only, some too short."""
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghijklmnop", k=5)) for _ in range(400)]
    sentences = [" ".join(chance.choices(words, k=12)) for _ in range(14)]
    picks = [range(6), range(5), range(2, 8), range(4, 10), range(6, 12), range(8, 14), [0, 9, 12, 13], range(3, 5)]
    bodies = ["\n\n".join(sentences[index] for index in pick) for pick in picks]
    return [*bodies, bodies[0].upper(), "Too short."]


WRITTEN = some_texts()
TEXTS = reduce_texts([("Headline", body) for body in WRITTEN])


def observation(
    article: int, minute: int, text: int, *, published: int | None = None, content: int = 0, addressed: bool = True
) -> Observation:
    """A revision of an article, captured at a minute; `published` is a minute too."""
    url = f"https://example.org/{article}"
    captured_at = START + timedelta(minutes=minute)
    article_id = identity.article_id(url)
    capture_id = identity.capture_id(url, f"{text}/{content}".encode(), captured_at)
    return Observation(
        article_id=bytes.fromhex(article_id),
        capture_id=bytes.fromhex(capture_id),
        content_hash=bytes.fromhex(identity.content_hash(f"Headline {content}", None, f"body {text}")),
        revision=identity.revision(captured_at, capture_id),
        content_generation=1,
        captured_at=captured_at,
        seen_at=captured_at,
        published_by=None if published is None else START + timedelta(minutes=published),
        addressed=addressed,
        text=TEXTS[text],
        written=WRITTEN[text],
        partition=article % PARTITIONS,
    )


def pair(one: int, other: int) -> Pair:
    """The ids of two articles, the smaller first."""
    first, second = sorted(observation(article, 0, 0).article_id for article in (one, other))
    return first, second


@dataclass
class Instance:
    """One instance, its disk, and how far it has read the fingerprints and heeded the corrections."""

    store: Stored = field(default_factory=Stored)
    read: int = 0
    heeded: int = 0
    proposed: int = 0

    def __post_init__(self) -> None:
        self.deduplicator = Deduplicator(1, self.store)
        if saved := self.store.saved():
            self.deduplicator.restore(saved)
            self.read = saved.positions[0]


class World:
    """Partitions of articles, topics of fingerprints and of corrections, and a topic of decisions."""

    def __init__(self, instances: int, *, passing_over_echoes: bool = True) -> None:
        self.passing_over_echoes = passing_over_echoes
        self.passed_over = 0
        self.owner = {partition: partition % instances for partition in range(PARTITIONS)}
        self.fingerprints: list[tuple[Fingerprint, int]] = []
        self.decided: list[tuple[str, DuplicateSection]] = []
        self.corrections: list[tuple[Pair, Verdict | None]] = []
        self.proposals: list[tuple[bytes, Proposal | None]] = []
        self.marks = dict.fromkeys(range(PARTITIONS), 0)
        self.instances = [Instance() for _ in range(instances)]
        for index in range(instances):
            self._take_over(index)

    def owned(self, index: int) -> list[int]:
        return [partition for partition, owner in self.owner.items() if owner == index]

    def deliver(self, batch: list[Observation], *, crash: bool = False) -> None:
        """Delivers a batch to the owners of its partitions; with `crash` they die before they forward anything."""
        for index in range(len(self.instances)):
            mine = [seen for seen in batch if self.owner[seen.partition] == index]
            if mine:
                sections, fingerprints = self.instances[index].deduplicator.observe(mine)
                self._write(fingerprints)
                if crash:
                    self.restart(index)
                else:
                    self.decided.extend(
                        (seen.article_id.hex(), section) for seen, section in zip(mine, sections, strict=True)
                    )

    def follow(self, index: int, records: int | None = None) -> None:
        """Makes an instance read on in the fingerprints."""
        instance = self.instances[index]
        end = len(self.fingerprints) if records is None else instance.read + records
        for fingerprint, partition in self.fingerprints[instance.read : end]:
            value = encode(fingerprint)
            if self.passing_over_echoes and instance.deduplicator.is_echo(fingerprint.article_id, value):
                self.passed_over += 1
            else:
                instance.deduplicator.apply([(decode(value, Fingerprint), partition)])
        instance.read = min(end, len(self.fingerprints))

    def save(self, index: int) -> None:
        """Makes an instance save what it remembers."""
        instance = self.instances[index]
        instance.deduplicator.save({0: instance.read})

    def correct(self, one: int, other: int, verdict: Verdict | None) -> None:
        """An operator says something of two articles, or takes it back."""
        self.corrections.append((pair(one, other), verdict))

    def propose(self, article: int, of: int | None) -> None:
        """It turns out that an article is a translation of another one, or of none."""
        proposal = None if of is None else Proposal(observation(of, 0, 0).article_id, 0.99, "by its numbers")
        self.proposals.append((observation(article, 0, 0).article_id, proposal))

    def heed(self, index: int) -> None:
        """Makes an instance read on in the corrections and the proposals."""
        instance = self.instances[index]
        for (one, other), verdict in self.corrections[instance.heeded :]:
            instance.deduplicator.correct(one, other, verdict)
        instance.heeded = len(self.corrections)
        for article, proposal in self.proposals[instance.proposed :]:
            instance.deduplicator.propose(article, proposal)
        instance.proposed = len(self.proposals)

    def standing(self) -> dict[Pair, Verdict]:
        """What holds of each pair in the end."""
        return {both: verdict for both, verdict in dict(self.corrections).items() if verdict is not None}

    def proposed(self) -> dict[bytes, Proposal]:
        """What is proposed in the end."""
        return {article: proposal for article, proposal in dict(self.proposals).items() if proposal is not None}

    def amend(self, index: int, *, crash_after: int | None = None) -> int:
        """Makes an instance amend, and die after step 1 (due), 2 (amended) or 0 (nothing) where given."""
        deduplicator = self.instances[index].deduplicator
        count = 0
        while deduplicator.to_amend:
            due = deduplicator.amend(2)
            count += len(due.amended)
            for step in self._steps(deduplicator, due)[:crash_after]:
                step()
            if crash_after is not None:
                self.restart(index)
                return count
        for partition in self.owned(index):
            self.marks[partition] = self.instances[index].read
        return count

    def _steps(self, deduplicator: Deduplicator, due: Due) -> list[Callable[[], None]]:
        return [
            lambda: self._write([*(item.fingerprint for item in due.amended), *due.said]),
            lambda: self.decided.extend((item.fingerprint.article_id, item.section) for item in due.amended),
            lambda: self._write(deduplicator.settle(due)),
        ]

    def restart(self, index: int, *, lost: bool = False) -> None:
        """A new process takes its partitions over, with what its disk has, unless that is `lost`."""
        self.instances[index] = Instance(Stored() if lost else self.instances[index].store)
        self._take_over(index)

    def hand_over(self, partition: int, index: int) -> None:
        """A rebalance moves a partition."""
        before, self.owner[partition] = self.owner[partition], index
        if before != index:
            self._take_over(before)
        self._take_over(index)

    def settle(self) -> int:
        """Runs until nothing changes. Returns the number of amendments."""
        total = 0
        for _ in range(20):
            for index in range(len(self.instances)):
                self.heed(index)
                self.follow(index)
            count = sum(self.amend(index) for index in range(len(self.instances)))
            total += count
            if not count and all(instance.read == len(self.fingerprints) for instance in self.instances):
                return total
        raise AssertionError("decisions never come to rest")

    def documents(self) -> dict[str, Duplicate]:
        """What the index shows of copies."""
        return {article_id: section.duplicate for article_id, section in self.sections().items()}

    def revised(self) -> dict[str, Revised | None]:
        """What the index shows of revisions."""
        return {article_id: section.revised for article_id, section in self.sections().items()}

    def sections(self) -> dict[str, DuplicateSection]:
        """What the index shows: of each article, the section of the highest version."""
        shown: dict[str, DuplicateSection] = {}
        for article_id, section in self.decided:
            other = shown.get(article_id)
            if other is not None and other.version == section.version:
                assert other == section, "one version, two decisions"
            if other is None or other.version < section.version:
                shown[article_id] = section
        return shown

    def _take_over(self, index: int) -> None:
        """Loads what is gained; then reads on, from where the former owner may not have looked at it yet."""
        instance = self.instances[index]
        deduplicator, share = instance.deduplicator, instance.deduplicator.share
        gained = share.own(self.owned(index))
        self.heed(index)
        latest = {fingerprint.article_id: at for at, (fingerprint, _) in enumerate(self.fingerprints)}
        for at in sorted(latest.values()):
            if self.fingerprints[at][1] in gained:
                deduplicator.apply([self.fingerprints[at]])
        wanted = share.look_again()
        begin = min([instance.read, *(self.marks[partition] for partition in gained)])
        for at in sorted(latest.values()):
            article_id = bytes.fromhex(self.fingerprints[at][0].article_id)
            if at >= begin or (gained and article_id in wanted):
                deduplicator.apply([self.fingerprints[at]])
        instance.read = len(self.fingerprints)
        deduplicator.begin_anew()

    def _write(self, fingerprints: list[Fingerprint]) -> None:
        self.fingerprints.extend((fingerprint, _partition(fingerprint.article_id)) for fingerprint in fingerprints)


_PARTITION_OF = {identity.article_id(f"https://example.org/{article}"): article % PARTITIONS for article in range(100)}


def _partition(article_id: str) -> int:
    return _PARTITION_OF[article_id]
