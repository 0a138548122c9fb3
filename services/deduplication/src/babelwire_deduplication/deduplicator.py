"""The decisions themselves: a function of the fingerprints known, never of the order they came in."""

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Final

import numpy as np

from babelwire_comparison.reduction import SCHEME, Reduced
from babelwire_contracts.corrections import Verdict
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import Duplicate, DuplicateSection, Revised, SectionVersion
from babelwire_deduplication.articles import NO_TEXT, TICKS, UNDECIDED, Articles, digest, id_bytes, seniority_time
from babelwire_deduplication.candidates import Candidates, features_of
from babelwire_deduplication.decision_log import Amended, DecisionLog, same_made, section_of
from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.groups import Asker, Groups
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.ports import TextStore
from babelwire_deduplication.postings import Features
from babelwire_deduplication.revisions import Revision, united
from babelwire_deduplication.texts import Kept, Texts, packed
from babelwire_deduplication.timestamps import NEVER, to_microseconds

WINDOW: Final = timedelta(days=45)
"""Two articles are compared when no more than this lies between their times, unless set otherwise."""


class _Changes:
    """What has come of the texts of articles and is not taken in yet; `decided` is what others say of them."""

    def __init__(self) -> None:
        self.features: dict[int, Features | None] = {}
        self.reduced: dict[int, Reduced] = {}
        self.kept: dict[int, Kept] = {}
        self.decided: dict[int, str | None] = {}


class Deduplicator:
    """All fingerprints of all instances, and what each article is decided to be among them.

    Not safe across threads.
    """

    def __init__(self, generation: int, store: TextStore, window: timedelta = WINDOW) -> None:
        self._generation = generation
        self._articles = Articles()
        candidates = Candidates(self._articles, window // timedelta(microseconds=1) * TICKS)
        self._texts = Texts(store)
        self._groups = Groups(self._articles, candidates, self._texts)
        self._decision_log = DecisionLog(generation, self._articles, candidates, self._texts)
        self._own_writes = self._decision_log.own_writes
        self._begun = False
        self._changes = _Changes()
        self._corrections: deque[tuple[bytes, bytes, Verdict | None]] = deque()

    def __len__(self) -> int:
        return len(self._articles)

    def knows(self, article_id: bytes) -> bool:
        """Whether any revision of an article is remembered; may be asked while another thread is at work here."""
        return self._articles.find(article_id) is not None

    @property
    def compared(self) -> int:
        """Pairs of texts that have been compared so far."""
        return self._groups.compared

    def observe(self, observations: Sequence[Observation]) -> tuple[list[DuplicateSection], list[Fingerprint]]:
        """Remembers a batch, then decides on each of its articles.

        Returns one section per observation, and the fingerprints to publish before any of them. A revision older than
        the one remembered gets a decision of its own, and changes nothing but the time of the first capture and what
        the newest is compared with. Raises as the store does; the batch can then be observed again.
        """
        self._heed_corrections()
        newest: dict[int, SectionVersion] = {}
        offers = [self._remember(observation, newest) for observation in observations]
        kept = self._take().kept
        deciding = list(dict.fromkeys(slot for slot, offered in offers if newest.get(slot) == offered))
        decided = dict(zip(deciding, self._groups.decide(deciding), strict=True))
        sections = []
        fingerprints: dict[int, Fingerprint] = {}
        for observation, (slot, offered) in zip(observations, offers, strict=True):
            if newest.get(slot) != offered:
                sections.append(section_of(offered, self._decide_apart(slot, observation)))
                continue
            version = self._decision_log.record(slot, decided[slot], observation.revision)
            if slot not in kept:
                kept[slot] = self._kept(slot)
            fingerprints[slot] = self._decision_log.fingerprint(slot, decided[slot], version, kept[slot])
            sections.append(section_of(version, decided[slot], kept[slot].revised))
        for slot in dict.fromkeys(slot for slot, _offered in offers):
            row = self._articles.rows[slot]
            if row["contested"] and row["text"] != NO_TEXT:
                # An older revision showed an earlier capture, or other changes, which a successor has to know of.
                (decision,) = self._groups.decide([slot])
                self._groups.touch([slot])
                fingerprints[slot] = self._decision_log.amended(slot, decision).fingerprint
        return sections, list(fingerprints.values())

    def apply(self, fingerprints: Iterable[tuple[Fingerprint, int]]) -> None:
        """Takes in fingerprints as read from partitions of their topic, this instance's own among them.

        Each must have passed `fingerprint_check.check`. Before `begin_anew` was called for the first time, what they
        say of copies is taken for granted, until `amend` has decided it again. Raises as the store does; they can then
        be applied again.
        """
        for fingerprint, partition in fingerprints:
            slot = self._apply(fingerprint, partition)
            if slot is not None:
                self._changes.decided[slot] = fingerprint.decision.of
        changes = self._take()
        if self._begun:
            try:
                self._groups.decide([slot for slot in changes.features if self._articles.text(slot) != NO_TEXT])
            finally:
                self._groups.touch(slot for slot in changes.decided if self._articles.rows[slot]["contested"])
            return
        for slot in changes.features:
            of = changes.decided[slot]
            self._groups.believe(slot, self._articles.find(id_bytes(of)) if of else None, leads=of is None)

    def correct(self, one: bytes, other: bytes, verdict: Verdict | None) -> None:
        """Notes an operator's verdict on two articles, known or not, which the next call goes by; None withdraws it.

        This alone may be called while another thread is at work here.
        """
        self._corrections.append((one, other, verdict))

    def is_echo(self, article_id: str, value: bytes) -> bool:
        """Whether a record is a fingerprint of this instance's own making that `apply` would learn nothing from.

        True once for each. Ask in the order of the topic: what was read of the article before must have been applied.
        """
        return self._own_writes.is_echo(article_id, value)

    def begin_anew(self) -> None:
        """Call when partitions have changed hands, once all that was published before has been applied or is lost.

        Expects back none of it, and has `amend` look at every article that is or was a duplicate, or has one.
        """
        self._begun = True
        self._own_writes.clear()
        self._groups.touch(self._articles.in_question())

    @property
    def to_amend(self) -> bool:
        """Whether `amend` has anything left to look at."""
        return self._groups.any_touched or bool(self._corrections)

    def amend(self, owned: Collection[int], limit: int) -> list[Amended]:
        """Decides again where something changed; returns what is new about articles in the owned partitions.

        Looks at `limit` articles: call while `to_amend`. What it answers counts as published from now on, but for
        `amendment_due`, which `settle` takes back. Raises as the store does, and looks at the same articles again.
        """
        self._heed_corrections()
        self._take()
        slots = self._groups.touched(limit)
        amended: list[Amended] = []
        try:
            for slot, decision in zip(slots, self._groups.decide(slots), strict=True):
                if int(self._articles.rows[slot]["partition"]) in owned and self._decision_log.is_due(slot, decision):
                    amended.append(self._decision_log.amended(slot, decision))
        except TextAway:
            self._groups.touch(slots)
            raise
        return amended

    def reopen(self, amended: Iterable[Amended]) -> None:
        """Marks amendments to be made again where it is not certain that they were published and settled."""
        for item in amended:
            slot = self._slot(item)
            self._articles.rows[slot]["amendment_due"] = True
            self._groups.touch([slot])

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

    def _heed_corrections(self) -> None:
        while self._corrections:
            self._groups.correct(*self._corrections.popleft())

    def _decide_apart(self, slot: int, observation: Observation) -> Duplicate:
        out_by = min(to_microseconds(observation.published_by), int(self._articles.rows[slot]["first_captured_at"]))
        time = seniority_time(out_by, observation.addressed, observation.article_id)
        seniority = time, not observation.addressed, observation.article_id
        text = observation.text
        return self._groups.decide_apart(Asker(slot, observation.content_hash, text.text_hash, seniority, text))

    def _remember(self, observation: Observation, newest: dict[int, SectionVersion]) -> tuple[int, SectionVersion]:
        """Takes in an observation. Returns its slot and version; what is the newest of its slot goes to `newest`."""
        slot = self._articles.find(observation.article_id)
        captured = to_microseconds(observation.captured_at)
        offered = self._version_of(observation)
        kept = Kept(packed(observation.written))
        if slot is None:
            slot = self._add(observation.article_id, captured)
        else:
            known = self._articles.version(slot)
            if offered <= known:
                if same_made(offered, known):
                    newest[slot] = offered
                    self._capture_earlier(slot, captured)
                    if self._articles.text(slot) == NO_TEXT and slot not in self._changes.features:
                        self._change(slot, observation, Kept(kept.text, self._kept(slot).revised))
                else:
                    revises = self._revise(slot, known, Revision(offered, kept))
                    self._articles.rows[slot]["contested"] |= self._capture_earlier(slot, captured) or revises
                return slot, offered
            revised = united(Revision(offered, kept), Revision(known, self._kept(slot)))
            kept = Kept(kept.text, revised)
            self._capture_earlier(slot, captured)
        row = self._articles.rows[slot]
        row["partition"] = observation.partition
        row["amendment_due"] = False
        self._change(slot, observation, kept)
        self._articles.set_revision(slot, observation.revision, observation.capture_id)
        self._articles.record(slot, offered, UNDECIDED)
        newest[slot] = offered
        return slot, offered

    def _revise(self, slot: int, known: SectionVersion, older: Revision) -> bool:
        """Takes in what an older state of an article says of its changes. Returns whether that is anything new."""
        kept = self._kept(slot)
        revised = united(Revision(known, kept), older)
        if revised == kept.revised:
            return False
        self._changes.kept[slot] = Kept(kept.text, revised)
        return True

    def _change(self, slot: int, observation: Observation, kept: Kept) -> None:
        text = observation.text
        self._changes.kept[slot] = kept
        if self._place(slot, observation, text.text_hash, features_of(text.text_hash, text.sketch)):
            self._changes.reduced[slot] = text

    def _place(
        self,
        slot: int,
        seen: Observation | Fingerprint,
        text_hash: bytes,
        features: Features | None,
    ) -> bool:
        """Takes in what orders an article and what is compared of it. Returns whether its text is another by that."""
        row = self._articles.rows[slot]
        published_by = to_microseconds(seen.published_by)
        content_hash = seen.content_hash if isinstance(seen.content_hash, bytes) else id_bytes(seen.content_hash)
        same_text = (
            slot not in self._changes.features and features is not None and self._groups.has_text(slot, features)
        )
        same_text = same_text and row["content_hash"].tobytes() == content_hash
        if not (same_text and row["published_by"] == published_by and row["addressed"] == seen.addressed):
            self._groups.withdraw(slot)
        row["content_hash"], row["text_hash"] = content_hash, text_hash
        row["published_by"], row["addressed"] = published_by, seen.addressed
        self._articles.set_time(slot)
        if not same_text:
            self._changes.features[slot] = features
        return not same_text

    def _take(self) -> _Changes:
        """Takes in the texts that came; what the store raises leaves them to the next call. Returns what changed."""
        changes = self._changes
        if changes.kept:
            self._texts.put({self._articles.id(slot): kept for slot, kept in changes.kept.items()})
        self._changes = _Changes()
        self._groups.enter(changes.features, changes.reduced)
        return changes

    def _add(self, article_id: bytes, captured: int) -> int:
        slot = self._articles.add(article_id)
        self._articles.rows[slot]["first_captured_at"] = captured
        self._articles.rows["published_by"][slot] = NEVER
        self._articles.set_time(slot)
        return slot

    def _capture_earlier(self, slot: int, captured: int) -> bool:
        """Keeps the time of the first capture. Returns whether this one is earlier than those before."""
        row = self._articles.rows[slot]
        if captured >= row["first_captured_at"]:
            return False
        if captured < self._articles.out_by(slot):
            self._groups.withdraw(slot)
        row["first_captured_at"] = captured
        self._articles.set_time(slot)
        return True

    def _kept(self, slot: int) -> Kept:
        kept = self._changes.kept.get(slot)
        return self._texts.kept(self._articles.id(slot)) if kept is None else kept

    def _version_of(self, observation: Observation) -> SectionVersion:
        return SectionVersion(
            revision=observation.revision,
            content_generation=observation.content_generation,
            generation=self._generation,
        )

    def _apply(self, fingerprint: Fingerprint, partition: int) -> int | None:
        """Takes in a fingerprint. Returns its slot where it is newer than what was known."""
        article_id = id_bytes(fingerprint.article_id)
        slot = self._articles.find(article_id)
        captured = to_microseconds(fingerprint.first_captured_at)
        is_comparable = fingerprint.scheme == SCHEME
        kept = Kept(fingerprint.text if is_comparable else b"", fingerprint.revised)
        if slot is not None:
            known = Revision(self._articles.version(slot), self._kept(slot))
            came = Revision(fingerprint.version, kept)
            is_newer = came.version > known.version
            revised = united(came, known) if is_newer else united(known, came)
            self._capture_earlier(slot, captured)
            self._own_writes.came(fingerprint.article_id, fingerprint.version)
            if not is_newer:
                self._compare_records(slot, fingerprint, known, revised)
                return None
            kept = Kept(kept.text, revised)
            self._own_writes.overtaken(fingerprint.article_id)
        else:
            slot = self._add(article_id, captured)
        row = self._articles.rows[slot]
        row["partition"] = partition
        row["amendment_due"] = fingerprint.amendment_due
        row["contested"] = kept.revised != fingerprint.revised
        features = None
        if is_comparable:
            features = features_of(fingerprint.text_hash, np.frombuffer(fingerprint.sketch, dtype="<u4"))
        self._changes.kept[slot] = kept
        if self._place(slot, fingerprint, fingerprint.text_hash, features):
            self._changes.reduced.pop(slot, None)
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
            self._changes.kept[slot] = Kept(known.kept.text, revised)
            conflicting = True
        if conflicting:
            row["contested"] = True
            self._groups.touch([slot])
