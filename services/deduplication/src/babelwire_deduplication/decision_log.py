"""What is recorded of decisions, and the fingerprints that bring it to all instances."""

from dataclasses import dataclass
from typing import NamedTuple

from msgspec.structs import replace

from babelwire_comparison.reduction import SCHEME
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.message import MADE_WITH
from babelwire_contracts.records import Amendment
from babelwire_contracts.sections import Duplicate, DuplicateSection, Revised, SectionVersion
from babelwire_deduplication.decisions import UNDECIDED, digest
from babelwire_deduplication.memory import Memory
from babelwire_deduplication.own_writes import OwnWrites
from babelwire_deduplication.rows import NO_TEXT
from babelwire_deduplication.timestamps import SECOND, from_microseconds


@dataclass(frozen=True, slots=True)
class Amended:
    """A decision that changed after its article went by, and the fingerprint that records it."""

    section: DuplicateSection
    fingerprint: Fingerprint

    @property
    def amendment(self) -> Amendment:
        """The decision as a record."""
        known = self.fingerprint
        return Amendment(article_id=known.article_id, capture_id=known.capture_id, duplicate=self.section)


class Due(NamedTuple):
    """What has to be published: decisions that changed, and fingerprints that others have to read anew."""

    amended: list[Amended]
    said: list[Fingerprint]


def section_of(version: SectionVersion, decision: Duplicate, revised: Revised | None = None) -> DuplicateSection:
    """The section that carries a decision, and what the revision changed."""
    return DuplicateSection(schema_version=MADE_WITH, version=version, duplicate=decision, revised=revised)


class DecisionLog:
    """Records decisions on remembered articles, under the next version where they differ from what was recorded."""

    def __init__(self, generation: int, memory: Memory) -> None:
        self._generation = generation
        self._memory = memory
        self._articles = memory.articles
        self.own_writes = OwnWrites()

    def record(self, slot: int, decision: Duplicate) -> SectionVersion:
        """Keeps a decision, under the next version where it differs from the one recorded. Returns the version.

        Raises as the store does; nothing is recorded then.
        """
        kept = self._memory.kept(slot)
        row, decided = self._articles[slot], digest(decision)
        recorded = row.decision
        version = self._articles.version(slot, kept.revision)
        if recorded == UNDECIDED:
            row.decision = decided
        elif recorded != decided or row.contested:
            n, generation = version.n + 1, version.generation
            if generation < self._generation:
                n, generation = 0, self._generation
            version = counted(version, generation, n)
            self._articles.record(slot, version, decided)
        row.contested = False
        if kept.decision != decision:
            self._memory.texts.put(self._articles.id(slot), replace(kept, decision=decision))
        return version

    def is_due(self, slot: int, decision: Duplicate) -> bool:
        """Whether a decision has yet to be published, or it is not certain that it was."""
        row = self._articles[slot]
        return row.contested or row.amendment_due or row.decision != digest(decision)

    def amended(self, slot: int, decision: Duplicate) -> Amended:
        """Records a decision and marks its amendment as due."""
        self.record(slot, decision)
        self._articles[slot].amendment_due = True
        fingerprint = self.fingerprint(slot)
        return Amended(section_of(fingerprint.version, decision, fingerprint.revised), fingerprint)

    def fingerprint(self, slot: int) -> Fingerprint:
        """The fingerprint of an article with the decision recorded, now expected back. Raises as the store does."""
        row = self._articles[slot]
        kept = self._memory.kept(slot)
        first_captured_at = from_microseconds(row.first_captured_at)
        text = self._articles.text(slot)
        assert first_captured_at is not None
        assert kept.decision is not None
        fingerprint = Fingerprint(
            article_id=self._articles.article_id(slot),
            capture_id=kept.capture_id.hex(),
            version=self._articles.version(slot, kept.revision),
            content_hash=kept.content_hash.hex(),
            scheme=SCHEME,
            text_hash=row.text_hash,
            sketch=b"" if text == NO_TEXT else self._memory.candidates.sketch(text).tobytes(),
            frame=row.frame,
            text=kept.text,
            first_captured_at=first_captured_at,
            published_by=from_microseconds(row.published_by),
            addressed=row.addressed,
            seen_at=from_microseconds(row.seen * SECOND),
            decision=kept.decision,
            revised=kept.revised,
            amendment_due=row.amendment_due,
        )
        self.own_writes.expect(fingerprint)
        return fingerprint


def same_made(offered: SectionVersion, known: SectionVersion) -> bool:
    """Whether two versions are of the same content by the same generation, whatever their count of changes."""
    return counted(known, known.generation, 0) == counted(offered, offered.generation, 0)


def counted(version: SectionVersion, generation: int, n: int) -> SectionVersion:
    """The version of the same content with another generation and count of changes."""
    return SectionVersion(
        revision=version.revision, content_generation=version.content_generation, generation=generation, n=n
    )
