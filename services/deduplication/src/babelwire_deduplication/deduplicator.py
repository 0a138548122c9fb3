"""The decisions themselves: a function of the fingerprints known, never of the order they came in."""

import itertools
from collections.abc import Collection, Iterable, Sequence

from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import DuplicateSection, SectionVersion
from babelwire_deduplication.articles import NO_TEXT, UNDECIDED, digest, id_bytes
from babelwire_deduplication.classify import Classifier
from babelwire_deduplication.decision_log import Amended, DecisionLog, same_made, section_of
from babelwire_deduplication.fingerprint_state import FingerprintState
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.signatures import SCHEME, ComparedText
from babelwire_deduplication.timestamps import to_microseconds


class Deduplicator:
    """All fingerprints of all instances, and what each article is decided to be among them.

    Not safe across threads.
    """

    def __init__(self, generation: int) -> None:
        self._generation = generation
        self._state = FingerprintState()
        self._articles = self._state.articles
        self._classifier = Classifier(self._state)
        self._decision_log = DecisionLog(generation, self._state)
        self._own_writes = self._decision_log.own_writes

    def __len__(self) -> int:
        return len(self._articles)

    @property
    def compared(self) -> int:
        """Pairs of texts that have been compared so far."""
        return self._state.texts.compared

    def observe(self, observations: Sequence[Observation]) -> tuple[list[DuplicateSection], list[Fingerprint]]:
        """Remembers a batch, then decides on each of its articles.

        Returns one section per observation, and the fingerprints to publish before any of them. A revision older than
        the one remembered gets a decision of its own and changes nothing but the time of the first capture.
        """
        texts: list[tuple[int, ComparedText | None]] = []
        newest: dict[int, SectionVersion] = {}
        offers = [self._remember(observation, texts, newest) for observation in observations]
        self._state.set_texts(texts)
        sections = []
        fingerprints: dict[int, Fingerprint] = {}
        for observation, (slot, offered) in zip(observations, offers, strict=True):
            if newest.get(slot) != offered:
                decision = self._classifier.decide_apart(slot, observation)
                sections.append(section_of(offered, decision))
                continue
            decision = self._classifier.decide(slot)
            version = self._decision_log.record(slot, decision, observation.revision)
            fingerprints[slot] = self._decision_log.fingerprint(slot, decision, version, observation.text)
            self._state.dirty.discard(slot)
            sections.append(section_of(version, decision))
        for slot, _offered in offers:
            if self._articles.rows[slot]["contested"] and self._articles.rows[slot]["text"] != NO_TEXT:
                # An older revision showed an earlier capture, which a successor has to know of.
                fingerprints[slot] = self._decision_log.amended(slot, self._classifier.decide(slot)).fingerprint
                self._state.dirty.add(slot)
        return sections, list(fingerprints.values())

    def apply(self, fingerprints: Iterable[tuple[Fingerprint, int]]) -> None:
        """Takes in fingerprints as read from partitions of their topic, this instance's own among them.

        Each must have passed `fingerprint_check.check`.
        """
        texts: list[tuple[int, ComparedText | None]] = []
        for fingerprint, partition in fingerprints:
            self._apply(fingerprint, partition, texts)
        self._state.set_texts(texts)

    def is_echo(self, article_id: str, value: bytes) -> bool:
        """Whether a record is a fingerprint of this instance's own making that `apply` would learn nothing from.

        True once for each. Ask in the order of the topic: what was read of the article before must have been applied.
        """
        return self._own_writes.is_echo(article_id, value)

    def begin_anew(self) -> None:
        """Call when partitions have changed hands, once all that was published before has been applied or is lost.

        Expects back none of it, and has `amend` look at every article that is or was a duplicate, or has one.
        """
        self._own_writes.clear()
        self._state.touch_all()

    @property
    def to_amend(self) -> bool:
        """Whether `amend` has anything left to look at."""
        return bool(self._state.dirty)

    def amend(self, owned: Collection[int], limit: int) -> list[Amended]:
        """Decides again where something changed; returns what is new about articles in the owned partitions.

        Looks at `limit` articles: call while `to_amend`. What it answers counts as published from now on, but for
        `amendment_due`, which `settle` takes back.
        """
        amended: list[Amended] = []
        dirty = self._state.dirty
        looked_at = list(itertools.islice(dirty, limit))
        for slot in looked_at:
            row = self._articles.rows[slot]
            if int(row["partition"]) in owned and row["text"] != NO_TEXT:
                decision = self._classifier.decide(slot)
                if self._decision_log.is_due(slot, decision):
                    amended.append(self._decision_log.amended(slot, decision))
        dirty.difference_update(looked_at)
        return amended

    def reopen(self, amended: Iterable[Amended]) -> None:
        """Marks amendments to be made again where it is not certain that they were published and settled."""
        for item in amended:
            slot = self._slot(item)
            self._articles.rows[slot]["amendment_due"] = True
            self._state.dirty.add(slot)

    def settle(self, amended: Iterable[Amended]) -> list[Fingerprint]:
        """Notes that amendments were published. Returns the fingerprints that say so, of those still current."""
        settled = []
        for item in amended:
            slot = self._slot(item)
            if self._articles.version(slot) == item.fingerprint.version:
                self._articles.rows[slot]["amendment_due"] = False
                settled.append(self._decision_log.remade(slot, item.fingerprint.decision))
        return settled

    def _slot(self, item: Amended) -> int:
        slot = self._articles.find(id_bytes(item.fingerprint.article_id))
        assert slot is not None
        return slot

    def _remember(
        self, observation: Observation, texts: list[tuple[int, ComparedText | None]], newest: dict[int, SectionVersion]
    ) -> tuple[int, SectionVersion]:
        """Takes in an observation. Returns its slot and version; what is the newest of its slot goes to `newest`.

        Its text, where it is to replace what is remembered, goes to `texts`.
        """
        slot = self._articles.find(observation.article_id)
        captured = to_microseconds(observation.captured_at)
        offered = self._version_of(observation)
        if slot is None:
            slot = self._articles.add(observation.article_id)
            self._articles.rows[slot]["first_captured_at"] = captured
        else:
            known = self._articles.version(slot)
            earlier = self._state.capture_earlier(slot, captured)
            if offered <= known:
                if same_made(offered, known):
                    newest[slot] = offered
                    if self._articles.rows[slot]["text"] == NO_TEXT:
                        texts.append((slot, observation.text))
                else:
                    self._articles.rows[slot]["contested"] |= earlier
                return slot, offered
        self._state.groups.leave(slot)
        row = self._articles.rows[slot]
        row["content_hash"] = observation.content_hash
        row["published_by"] = to_microseconds(observation.published_by)
        row["partition"] = observation.partition
        row["amendment_due"] = False
        self._articles.set_revision(slot, observation.revision, observation.capture_id)
        self._articles.record(slot, offered, UNDECIDED)
        texts.append((slot, observation.text))
        newest[slot] = offered
        return slot, offered

    def _version_of(self, observation: Observation) -> SectionVersion:
        return SectionVersion(
            revision=observation.revision,
            content_generation=observation.content_generation,
            generation=self._generation,
        )

    def _apply(self, fingerprint: Fingerprint, partition: int, texts: list[tuple[int, ComparedText | None]]) -> None:
        article_id = id_bytes(fingerprint.article_id)
        slot = self._articles.find(article_id)
        captured = to_microseconds(fingerprint.first_captured_at)
        if slot is not None:
            known = self._articles.version(slot)
            self._state.capture_earlier(slot, captured)
            self._own_writes.came(fingerprint.article_id, fingerprint.version)
            if fingerprint.version <= known:
                self._compare_records(slot, fingerprint, known)
                return
            self._own_writes.overtaken(fingerprint.article_id)
        else:
            slot = self._articles.add(article_id)
            self._articles.rows[slot]["first_captured_at"] = captured
        self._state.groups.leave(slot)
        row = self._articles.rows[slot]
        row["content_hash"] = id_bytes(fingerprint.content_hash)
        row["published_by"] = to_microseconds(fingerprint.published_by)
        row["partition"] = partition
        row["amendment_due"] = fingerprint.amendment_due
        row["contested"] = False
        self._articles.set_revision(slot, fingerprint.version.revision, id_bytes(fingerprint.capture_id))
        self._articles.record(slot, fingerprint.version, digest(fingerprint.decision))
        comparable = fingerprint.scheme == SCHEME
        text = ComparedText(fingerprint.text_hash, fingerprint.signature, fingerprint.shingles)
        texts.append((slot, text if comparable else None))

    def _compare_records(self, slot: int, fingerprint: Fingerprint, known: SectionVersion) -> None:
        """Two owners can overlap for a moment in a rebalance; what they left behind in conflict is decided anew."""
        row = self._articles.rows[slot]
        if fingerprint.version == known:
            conflicting = int(row["decision"]) not in (UNDECIDED, digest(fingerprint.decision))
        else:
            conflicting = fingerprint.article_id not in self._own_writes
        if conflicting:
            row["contested"] = True
            self._state.dirty.add(slot)
