"""The decisions themselves: a function of the fingerprints known, never of the order they came in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from babelwire_contracts.content import Precision
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.records import DuplicateAmendment
from babelwire_contracts.sections import Duplicate, DuplicateSection, SectionVersion
from babelwire_deduplication import decisions
from babelwire_deduplication.articles import UNDECIDED, Articles, digest, id_bytes
from babelwire_deduplication.moments import from_microseconds, to_microseconds
from babelwire_deduplication.signatures import SCHEME, ComparedText
from babelwire_deduplication.texts import Texts

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Observation:
    """One revision of one article, as read from a partition. Ids and hash are raw bytes; see `Fingerprint`."""

    article_id: bytes
    capture_id: bytes
    content_hash: bytes
    revision: str
    content_generation: int
    captured_at: datetime
    published_by: datetime | None
    text: ComparedText
    partition: int


@dataclass(frozen=True, slots=True)
class Amended:
    """A decision that changed after its article went by, and the fingerprint that records it."""

    amendment: DuplicateAmendment
    fingerprint: Fingerprint


def published_by(published_at: datetime | None, precision: Precision | None) -> datetime | None:
    """The latest moment that a date allows: the end of the day where only the day is known."""
    if published_at is None or precision is not Precision.DAY:
        return published_at
    return published_at + _DAY


class Deduplicator:
    """All fingerprints of all instances, and what each article is decided to be among them.

    The representative of a group is the article that was out first: by its own date or its first capture, whichever is
    earlier, then by id. All others of the group are duplicates of it. Not safe across threads.
    """

    def __init__(self, generation: int) -> None:
        self._generation = generation
        self._articles = Articles()
        self._texts = Texts()
        self._touched: set[int] = set()
        self._unechoed: dict[bytes, SectionVersion] = {}

    def __len__(self) -> int:
        return len(self._articles)

    def observe(self, observations: Sequence[Observation]) -> tuple[list[DuplicateSection], list[Fingerprint]]:
        """Remembers a batch, then decides on each of its articles.

        Answers one section per observation, and the fingerprints to publish before any of them. A revision older than
        the one remembered gets a decision of its own and changes nothing but the time of the first capture.
        """
        texts: list[tuple[int, ComparedText]] = []
        newest: dict[int, SectionVersion] = {}
        offers = [self._remember(observation, texts, newest) for observation in observations]
        self._set_texts(texts)
        representatives: dict[int, int] = {}
        sections = []
        fingerprints: dict[int, Fingerprint] = {}
        for observation, (slot, offered) in zip(observations, offers, strict=True):
            if newest.get(slot) != offered:
                decision = self._decide_apart(slot, observation)
                sections.append(DuplicateSection(version=offered, duplicate=decision))
                continue
            decision = self._decide(slot, representatives)
            version = self._record(slot, decision, observation.revision)
            fingerprints[slot] = self._fingerprint(slot, decision, version, observation.text)
            sections.append(DuplicateSection(version=version, duplicate=decision))
        for slot, _offered in offers:
            if self._articles.rows[slot]["contested"]:
                # An older revision showed an earlier capture, which a successor has to know of.
                fingerprints[slot] = self._amended(slot, self._decide(slot, representatives)).fingerprint
                self._touch(int(self._articles.rows[slot]["text"]))
        return sections, list(fingerprints.values())

    def apply(self, fingerprints: Iterable[tuple[Fingerprint, int]]) -> None:
        """Takes in fingerprints as read from partitions of their topic, this instance's own among them."""
        texts: list[tuple[int, ComparedText]] = []
        for fingerprint, partition in fingerprints:
            self._apply(fingerprint, partition, texts)
        self._set_texts(texts)

    def forget_unechoed(self) -> None:
        """Expects back nothing of what was published before; call once all of that has been applied or is lost."""
        self._unechoed.clear()

    def touch_all(self) -> None:
        """Has the next calls of `amend` look at every article that is or was a duplicate, or has one."""
        self._touched.update(self._articles.texts_in_question())
        self._touched.update(self._texts.grouped())

    @property
    def to_amend(self) -> bool:
        """Whether `amend` has anything left to look at."""
        return bool(self._touched)

    def amend(self, owned: Collection[int], limit: int) -> list[Amended]:
        """Decides again where something changed; answers what is new about articles in the owned partitions.

        Looks at about `limit` articles: call while `to_amend`. What it answers counts as published from now on, but for
        `amendment_due`, which `settle` takes back.
        """
        amended: list[Amended] = []
        representatives: dict[int, int] = {}
        seen = 0
        while self._touched and seen < limit:
            group = self._texts.group(self._touched.pop())
            if group in representatives:
                continue
            members = self._articles.having(self._texts.members(group))
            seen += len(members)
            for slot in members:
                if int(self._articles.rows[slot]["partition"]) in owned:
                    decision = self._decide(slot, representatives)
                    if self._is_due(slot, decision):
                        amended.append(self._amended(slot, decision))
        return amended

    def settle(self, amended: Iterable[Amended]) -> list[Fingerprint]:
        """Notes that amendments were published. Answers the fingerprints that say so, of those still current."""
        settled = []
        for item in amended:
            slot = self._articles.find(id_bytes(item.fingerprint.article_id))
            assert slot is not None
            if self._articles.version(slot) == item.fingerprint.version:
                self._articles.rows[slot]["amendment_due"] = False
                settled.append(self._remade(slot, item.fingerprint.decision))
        return settled

    def _remember(
        self, observation: Observation, texts: list[tuple[int, ComparedText]], newest: dict[int, SectionVersion]
    ) -> tuple[int, SectionVersion]:
        """Takes in an observation. Answers its slot and version; what is the newest of its slot goes to `newest`.

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
            earlier = self._capture_earlier(slot, captured)
            if offered <= known:
                if _same_made(offered, known):
                    newest[slot] = offered
                else:
                    self._articles.rows[slot]["contested"] |= earlier
                return slot, offered
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

    def _capture_earlier(self, slot: int, captured: int) -> bool:
        row = self._articles.rows[slot]
        if captured >= row["first_captured_at"]:
            return False
        row["first_captured_at"] = captured
        self._touch(int(row["text"]))
        return True

    def _touch(self, text: int) -> None:
        if text >= 0:
            self._touched.add(text)

    def _set_texts(self, texts: Sequence[tuple[int, ComparedText]]) -> None:
        taken, joined = self._texts.take([text for _slot, text in texts])
        self._touched.update(joined)
        for (slot, _text), text in zip(texts, taken, strict=True):
            before = self._articles.assign_text(slot, text)
            if not (self._articles.settled_alone(slot) and self._texts.is_alone(text)):
                self._touched.add(text)
            if before is not None:
                self._leave(before)

    def _leave(self, text: int) -> None:
        """One article less has a text: its group can be without its representative, or fall apart."""
        self._touched.add(text)
        left = self._texts.release(text)
        if not self._articles.having([text]):
            self._touched.discard(text)
        self._touched.update(left)

    def _decide(self, slot: int, representatives: dict[int, int]) -> Duplicate:
        text = int(self._articles.rows[slot]["text"])
        group = self._texts.group(text)
        representative = representatives.get(group)
        if representative is None:
            members = self._articles.having(self._texts.members(group))
            representative = members[0] if len(members) == 1 else min(members, key=self._seniority)
            representatives[group] = representative
        if representative == slot:
            return decisions.NOT_A_DUPLICATE
        return self._copy_of(representative, self._articles.rows[slot]["content_hash"].tobytes(), text)

    def _seniority(self, slot: int) -> tuple[int, bytes]:
        row = self._articles.rows[slot]
        return min(int(row["published_by"]), int(row["first_captured_at"])), row["article_id"].tobytes()

    def _copy_of(self, representative: int, content_hash: bytes, text: int) -> Duplicate:
        of = self._articles.article_id(representative)
        row = self._articles.rows[representative]
        if row["text"] == text:
            same = row["content_hash"].tobytes() == content_hash
            return decisions.same_content(of) if same else decisions.same_text(of)
        return self._near_copy_of(representative, self._texts.reduced(text))

    def _near_copy_of(self, representative: int, text: ComparedText) -> Duplicate:
        row = self._articles.rows[representative]
        found = self._texts.compare(text, np.array([row["text"]], dtype=np.int32))
        return decisions.near(
            self._articles.article_id(representative),
            float(found.jaccard[0]),
            float(found.containment[0]),
            bool(found.near[0]),
        )

    def _decide_apart(self, itself: int, observation: Observation) -> Duplicate:
        """The decision on a revision that is no longer the newest, as if it were."""
        groups = self._texts.groups_near(observation.text)
        texts: set[int] = set().union(*(self._texts.members(group) for group in groups))
        others = [slot for slot in self._articles.having(texts) if slot != itself]
        first = min(others, key=self._seniority, default=itself)
        out_by = to_microseconds(observation.published_by), int(self._articles.rows[itself]["first_captured_at"])
        if not others or (min(out_by), observation.article_id) < self._seniority(first):
            return decisions.NOT_A_DUPLICATE
        text = int(self._articles.rows[first]["text"])
        if self._texts.reduced(text).text_hash == observation.text.text_hash:
            return self._copy_of(first, observation.content_hash, text)
        return self._near_copy_of(first, observation.text)

    def _record(self, slot: int, decision: Duplicate, revision: str | None = None) -> SectionVersion:
        """Keeps a decision, under the next version where it differs from the one recorded. Answers the version."""
        row, decided = self._articles.rows[slot], digest(decision)
        recorded = int(row["decision"])
        version = self._articles.version(slot, revision)
        if recorded != UNDECIDED and (recorded != decided or row["contested"]):
            n, generation = version.n + 1, version.generation
            if generation < self._generation:
                n, generation = 0, self._generation
            version = _with(version, generation, n)
        self._articles.record(slot, version, decided)
        row["contested"] = False
        return version

    def _is_due(self, slot: int, decision: Duplicate) -> bool:
        row = self._articles.rows[slot]
        return bool(row["contested"] or row["amendment_due"] or int(row["decision"]) != digest(decision))

    def _amended(self, slot: int, decision: Duplicate) -> Amended:
        self._record(slot, decision)
        self._articles.rows[slot]["amendment_due"] = True
        fingerprint = self._remade(slot, decision)
        amendment = DuplicateAmendment(
            article_id=fingerprint.article_id,
            capture_id=fingerprint.capture_id,
            duplicate=DuplicateSection(version=fingerprint.version, duplicate=decision),
        )
        return Amended(amendment, fingerprint)

    def _remade(self, slot: int, decision: Duplicate) -> Fingerprint:
        text = self._texts.reduced(int(self._articles.rows[slot]["text"]))
        return self._fingerprint(slot, decision, self._articles.version(slot), text)

    def _fingerprint(self, slot: int, decision: Duplicate, version: SectionVersion, text: ComparedText) -> Fingerprint:
        row = self._articles.rows[slot]
        first_captured_at = from_microseconds(int(row["first_captured_at"]))
        assert first_captured_at is not None
        self._unechoed[row["article_id"].tobytes()] = version
        return Fingerprint(
            article_id=self._articles.article_id(slot),
            capture_id=self._articles.capture_id(slot),
            version=version,
            content_hash=row["content_hash"].tobytes().hex(),
            scheme=SCHEME,
            text_hash=text.text_hash,
            signature=text.signature,
            shingles=text.shingles,
            first_captured_at=first_captured_at,
            published_by=from_microseconds(int(row["published_by"])),
            decision=decision,
            amendment_due=bool(row["amendment_due"]),
        )

    def _version_of(self, observation: Observation) -> SectionVersion:
        return SectionVersion(
            revision=observation.revision,
            content_generation=observation.content_generation,
            generation=self._generation,
        )

    def _apply(self, fingerprint: Fingerprint, partition: int, texts: list[tuple[int, ComparedText]]) -> None:
        article_id = id_bytes(fingerprint.article_id)
        slot = self._articles.find(article_id)
        captured = to_microseconds(fingerprint.first_captured_at)
        if slot is not None:
            known = self._articles.version(slot)
            self._capture_earlier(slot, captured)
            if self._unechoed.get(article_id) == fingerprint.version:
                del self._unechoed[article_id]
            if fingerprint.version <= known:
                self._compare_records(slot, fingerprint, known)
                return
        else:
            slot = self._articles.add(article_id)
            self._articles.rows[slot]["first_captured_at"] = captured
        row = self._articles.rows[slot]
        row["content_hash"] = id_bytes(fingerprint.content_hash)
        row["published_by"] = to_microseconds(fingerprint.published_by)
        row["partition"] = partition
        row["amendment_due"] = fingerprint.amendment_due
        row["contested"] = False
        self._articles.set_revision(slot, fingerprint.version.revision, id_bytes(fingerprint.capture_id))
        self._articles.record(slot, fingerprint.version, digest(fingerprint.decision))
        texts.append((slot, ComparedText(fingerprint.text_hash, fingerprint.signature, fingerprint.shingles)))

    def _compare_records(self, slot: int, fingerprint: Fingerprint, known: SectionVersion) -> None:
        """Two owners can overlap for a moment in a rebalance; what they left behind in conflict is decided anew."""
        row = self._articles.rows[slot]
        if fingerprint.version == known:
            conflicting = int(row["decision"]) not in (UNDECIDED, digest(fingerprint.decision))
        else:
            conflicting = row["article_id"].tobytes() not in self._unechoed
        if conflicting:
            row["contested"] = True
            self._touch(int(row["text"]))


def _same_made(offered: SectionVersion, known: SectionVersion) -> bool:
    """Whether two versions are of the same content by the same generation, whatever their count of changes."""
    return _with(known, known.generation, 0) == _with(offered, offered.generation, 0)


def _with(version: SectionVersion, generation: int, n: int) -> SectionVersion:
    return SectionVersion(
        revision=version.revision, content_generation=version.content_generation, generation=generation, n=n
    )
