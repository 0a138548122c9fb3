"""What comes of an article, observed here or told by another instance, and what it changes of what is remembered."""

import numpy as np

from babelwire_comparison.reduction import SCHEME
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import Revised, SectionVersion
from babelwire_deduplication.articles import NO_TEXT, UNDECIDED, digest, id_bytes
from babelwire_deduplication.decision_log import same_made
from babelwire_deduplication.features import features_of
from babelwire_deduplication.memory import Memory
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.own_writes import OwnWrites
from babelwire_deduplication.revisions import Revision, united
from babelwire_deduplication.texts import Kept, packed
from babelwire_deduplication.timestamps import to_microseconds


class Arrivals:
    """Takes in observations and fingerprints one by one; texts are taken in by `Memory.take`."""

    def __init__(self, generation: int, memory: Memory, own_writes: OwnWrites) -> None:
        self._generation = generation
        self._memory = memory
        self._articles = memory.articles
        self._own_writes = own_writes

    def observe(self, observation: Observation, newest: dict[int, SectionVersion]) -> tuple[int, SectionVersion]:
        """Takes in an observation. Returns its slot and version; what is the newest of its slot goes to `newest`."""
        slot = self._articles.find(observation.article_id)
        captured = to_microseconds(observation.captured_at)
        offered = self._version_of(observation)
        if slot is None:
            slot = self._memory.add(observation.article_id, captured)
            kept = Kept(packed(observation.written))
        else:
            known = self._articles.version(slot)
            if offered <= known and same_made(offered, known):
                newest[slot] = offered
                self._memory.capture_earlier(slot, captured)
                if self._articles.text(slot) == NO_TEXT and slot not in self._memory.changes.features:
                    revised = self._memory.kept(slot).revised
                    self._memory.change(slot, observation, Kept(packed(observation.written), revised))
                return slot, offered
            kept = Kept(packed(observation.written))
            if offered <= known:
                revises = self._revise(slot, known, Revision(offered, kept))
                self._articles.rows[slot]["contested"] |= self._memory.capture_earlier(slot, captured) or revises
                return slot, offered
            revised = united(Revision(offered, kept), Revision(known, self._memory.kept(slot)))
            kept = Kept(kept.text, revised)
            self._memory.capture_earlier(slot, captured)
        row = self._articles.rows[slot]
        row["partition"] = observation.partition
        row["amendment_due"] = False
        self._memory.change(slot, observation, kept)
        self._articles.set_revision(slot, observation.revision, observation.capture_id)
        self._articles.record(slot, offered, UNDECIDED)
        newest[slot] = offered
        return slot, offered

    def _revise(self, slot: int, known: SectionVersion, older: Revision) -> bool:
        """Takes in what an older state of an article says of its changes. Returns whether that is anything new."""
        kept = self._memory.kept(slot)
        revised = united(Revision(known, kept), older)
        if revised == kept.revised:
            return False
        self._memory.changes.kept[slot] = Kept(kept.text, revised)
        return True

    def _version_of(self, observation: Observation) -> SectionVersion:
        return SectionVersion(
            revision=observation.revision,
            content_generation=observation.content_generation,
            generation=self._generation,
        )

    def apply(self, fingerprint: Fingerprint, partition: int) -> int | None:
        """Takes in a fingerprint. Returns its slot where it is newer than what was known."""
        article_id = id_bytes(fingerprint.article_id)
        slot = self._articles.find(article_id)
        captured = to_microseconds(fingerprint.first_captured_at)
        is_comparable = fingerprint.scheme == SCHEME
        kept = Kept(fingerprint.text if is_comparable else b"", fingerprint.revised)
        if slot is not None:
            known = Revision(self._articles.version(slot), self._memory.kept(slot))
            came = Revision(fingerprint.version, kept)
            is_newer = came.version > known.version
            revised = united(came, known) if is_newer else united(known, came)
            self._memory.capture_earlier(slot, captured)
            self._own_writes.came(fingerprint.article_id, fingerprint.version)
            if not is_newer:
                self._compare_records(slot, fingerprint, known, revised)
                return None
            kept = Kept(kept.text, revised)
            self._own_writes.overtaken(fingerprint.article_id)
        else:
            slot = self._memory.add(article_id, captured)
        row = self._articles.rows[slot]
        row["partition"] = partition
        row["amendment_due"] = fingerprint.amendment_due
        row["contested"] = kept.revised != fingerprint.revised
        features = None
        if is_comparable:
            features = features_of(fingerprint.text_hash, np.frombuffer(fingerprint.sketch, dtype="<u4"))
        self._memory.changes.kept[slot] = kept
        if self._memory.place(slot, fingerprint, fingerprint.text_hash, features):
            self._memory.changes.reduced.pop(slot, None)
        self._articles.set_revision(slot, fingerprint.version.revision, id_bytes(fingerprint.capture_id))
        self._articles.record(slot, fingerprint.version, digest(fingerprint.decision))
        return slot

    def _compare_records(self, slot: int, fingerprint: Fingerprint, known: Revision, revised: Revised | None) -> None:
        """Two owners can overlap for a moment in a rebalance; what they left behind in conflict is decided anew."""
        row = self._articles.rows[slot]
        if fingerprint.version == known.version:
            conflicting = int(row["decision"]) not in (UNDECIDED, digest(fingerprint.decision))
            conflicting |= fingerprint.revised != known.kept.revised
        else:
            conflicting = fingerprint.article_id not in self._own_writes
        if revised != known.kept.revised:
            self._memory.changes.kept[slot] = Kept(known.kept.text, revised)
            conflicting = True
        if conflicting:
            row["contested"] = True
            self._memory.groups.touch([slot])
