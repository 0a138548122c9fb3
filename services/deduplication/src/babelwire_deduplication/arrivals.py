"""What comes of an article, observed here or told by another instance, and what it changes of what is remembered."""

from datetime import datetime
from typing import Final

from msgspec.structs import replace

from babelwire_comparison.reduction import SCHEME
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import Revised, SectionVersion
from babelwire_deduplication.articles import id_bytes
from babelwire_deduplication.decision_log import same_made
from babelwire_deduplication.decisions import UNDECIDED, digest, text_of
from babelwire_deduplication.features import features_in
from babelwire_deduplication.memory import Memory
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.own_writes import OwnWrites
from babelwire_deduplication.revisions import Revision, united
from babelwire_deduplication.rows import NO_TEXT
from babelwire_deduplication.texts import Kept, packed
from babelwire_deduplication.timestamps import SECOND, to_microseconds

_LATEST: Final = (1 << 32) - 1
"""Seconds since 1970 that can be kept; that is until 2106."""


class Arrivals:
    """Takes in observations and fingerprints one by one; texts are taken in by `Memory.take`."""

    def __init__(self, generation: int, memory: Memory, own_writes: OwnWrites) -> None:
        self._generation = generation
        self._memory = memory
        self._articles = memory.articles
        self._own_writes = own_writes
        self.behind: set[int] = set()
        """Articles of which an older version than is remembered was read last, as what was written is read again."""

    def observe(self, observation: Observation, newest: dict[int, SectionVersion]) -> tuple[int, SectionVersion]:
        """Takes in an observation. Returns its slot and version; what is the newest of its slot goes to `newest`."""
        slot = self._memory.find(observation.article_id)
        captured = to_microseconds(observation.captured_at)
        offered = self._version_of(observation)
        if slot is None:
            slot = self._memory.add(observation.article_id, captured, observation.partition)
            self._see(slot, observation.seen_at)
            kept = _kept(observation)
        else:
            self._see(slot, observation.seen_at)
            known = self._memory.version(slot)
            if offered <= known and same_made(offered, known):
                newest[slot] = offered
                self._memory.capture_earlier(slot, captured)
                if self._articles.text(slot) == NO_TEXT and slot not in self._memory.changes.features:
                    kept = replace(self._memory.kept(slot), text=packed(observation.written))
                    self._memory.change(slot, observation, kept)
                return slot, offered
            kept = _kept(observation)
            if offered <= known:
                revises = self._revise(slot, known, Revision(offered, kept))
                self._articles[slot].contested |= self._memory.capture_earlier(slot, captured) or revises
                return slot, offered
            before = self._memory.kept(slot)
            revised = united(Revision(offered, kept), Revision(known, before))
            kept = replace(kept, revised=revised, decision=before.decision)
            self._memory.capture_earlier(slot, captured)
        self._articles[slot].amendment_due = False
        self._memory.change(slot, observation, kept)
        self._articles.record(slot, offered, UNDECIDED)
        newest[slot] = offered
        return slot, offered

    def _revise(self, slot: int, known: SectionVersion, older: Revision) -> bool:
        """Takes in what an older state of an article says of its changes. Returns whether that is anything new."""
        kept = self._memory.kept(slot)
        revised = united(Revision(known, kept), older)
        if revised == kept.revised:
            return False
        self._memory.texts.put(self._articles.id(slot), replace(kept, revised=revised))
        return True

    def _see(self, slot: int, seen_at: datetime) -> None:
        """Keeps when an article last came."""
        seen = min(max(to_microseconds(seen_at) // SECOND, 0), _LATEST)
        row = self._articles[slot]
        row.seen = max(row.seen, seen)

    def _version_of(self, observation: Observation) -> SectionVersion:
        return SectionVersion(
            revision=observation.revision,
            content_generation=observation.content_generation,
            generation=self._generation,
        )

    def apply(self, fingerprint: Fingerprint, partition: int, *, is_again: bool) -> tuple[int, bool]:
        """Takes in the fingerprint of an article owned here. Returns its slot, and whether it was newer than known.

        Where what was written before is read again, an older version is a conflict only if it stands last.
        """
        slot = self._memory.find(id_bytes(fingerprint.article_id))
        if slot is None:
            return self._enter(fingerprint, partition, kept_of(fingerprint)), True
        kept = kept_of(fingerprint)
        known = Revision(self._memory.version(slot), self._memory.kept(slot))
        came = Revision(fingerprint.version, kept)
        is_newer = came.version > known.version
        revised = united(came, known) if is_newer else united(known, came)
        self._memory.capture_earlier(slot, to_microseconds(fingerprint.first_captured_at))
        self._own_writes.came(fingerprint.article_id, fingerprint.version)
        self.behind.discard(slot)
        if not is_newer:
            if is_again and came.version < known.version:
                self.behind.add(slot)
            else:
                self._compare_records(slot, fingerprint, known, revised)
            return slot, False
        self._own_writes.overtaken(fingerprint.article_id)
        self._place(slot, fingerprint, replace(kept, revised=revised))
        return slot, True

    def take_over(self, fingerprint: Fingerprint, partition: int) -> int:
        """Takes in a fingerprint by one who knows its article better than this instance. Returns its slot."""
        slot = self._memory.find(id_bytes(fingerprint.article_id))
        if slot is None:
            return self._enter(fingerprint, partition, kept_of(fingerprint))
        captured = to_microseconds(fingerprint.first_captured_at)
        if captured != self._articles[slot].first_captured_at:
            self._memory.groups.withdraw(slot)
            self._articles[slot].first_captured_at = captured
        self._place(slot, fingerprint, kept_of(fingerprint))
        return slot

    def _enter(self, fingerprint: Fingerprint, partition: int, kept: Kept) -> int:
        captured = to_microseconds(fingerprint.first_captured_at)
        slot = self._memory.add(id_bytes(fingerprint.article_id), captured, partition)
        self._place(slot, fingerprint, kept)
        return slot

    def _place(self, slot: int, fingerprint: Fingerprint, kept: Kept) -> None:
        """Takes over what a fingerprint says of its article."""
        row = self._articles[slot]
        self._see(slot, fingerprint.seen_at or fingerprint.first_captured_at)
        row.frame = fingerprint.frame
        row.amendment_due = fingerprint.amendment_due
        row.contested = kept.revised != fingerprint.revised
        features = features_in(fingerprint) if fingerprint.scheme == SCHEME else None
        if self._memory.place(slot, fingerprint, kept, fingerprint.text_hash, features):
            self._memory.changes.reduced.pop(slot, None)
        self._articles.record(slot, fingerprint.version, digest(fingerprint.decision))
        self._memory.changes.decided[slot] = text_of(fingerprint.decision)

    def _compare_records(self, slot: int, fingerprint: Fingerprint, known: Revision, revised: Revised | None) -> None:
        """Two owners can overlap for a moment in a rebalance; what they left behind in conflict is decided anew."""
        row = self._articles[slot]
        if fingerprint.version == known.version:
            conflicting = row.decision not in (UNDECIDED, digest(fingerprint.decision))
            conflicting |= fingerprint.revised != known.kept.revised
        else:
            conflicting = fingerprint.article_id not in self._own_writes
        if revised != known.kept.revised:
            self._memory.texts.put(self._articles.id(slot), replace(known.kept, revised=revised))
            conflicting = True
        if conflicting:
            row.contested = True
            self._memory.groups.touch([slot])


def kept_of(fingerprint: Fingerprint) -> Kept:
    """What is kept of an article by its fingerprint; no text of another scheme."""
    text = fingerprint.text if fingerprint.scheme == SCHEME else b""
    return Kept(
        revision=fingerprint.version.revision,
        capture_id=id_bytes(fingerprint.capture_id),
        content_hash=id_bytes(fingerprint.content_hash),
        text=text,
        revised=fingerprint.revised,
        decision=fingerprint.decision,
    )


def _kept(observation: Observation) -> Kept:
    return Kept(
        revision=observation.revision,
        capture_id=observation.capture_id,
        content_hash=observation.content_hash,
        text=packed(observation.written),
    )
