"""The decisions themselves: a function of the fingerprints known, never of the order they came in."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from babelwire_contracts.corrections import Verdict
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import Duplicate, DuplicateKind, DuplicateSection, SectionVersion
from babelwire_deduplication import saving
from babelwire_deduplication.arrivals import Arrivals
from babelwire_deduplication.articles import ITSELF, id_bytes, seniority_of
from babelwire_deduplication.decision_log import DecisionLog, Due, section_of
from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.memory import Memory
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.ports import Change, Saved, StateStore
from babelwire_deduplication.rows import NO_TEXT
from babelwire_deduplication.share import WINDOW, Share
from babelwire_deduplication.sharing import Asking
from babelwire_deduplication.timestamps import to_microseconds
from babelwire_deduplication.translations import Proposal, Proposed
from babelwire_deduplication.verifier import Asker
from babelwire_deduplication.visits import Visits


class Deduplicator:
    """The articles of the partitions owned, and what each is decided to be among those of all instances.

    Until `share` says otherwise, all partitions are owned. Not safe across threads.
    """

    def __init__(self, generation: int, store: StateStore, window: timedelta = WINDOW) -> None:
        self._generation = generation
        self._store = store
        self._window = window
        self.clear()

    def clear(self) -> None:
        """Remembers nothing, and knows of no correction and no proposal."""
        self._memory = memory = Memory(self._store, self._window)
        self._articles, self._groups = memory.articles, memory.groups
        self._decision_log = DecisionLog(self._generation, memory)
        self._own_writes = self._decision_log.own_writes
        self._arrivals = Arrivals(self._generation, memory, self._own_writes)
        self._visits = Visits(memory, self._arrivals)
        self.share = Share(memory, self._window)
        self._corrections: deque[tuple[bytes, bytes, Verdict | None]] = deque()
        self._proposals: deque[Proposed] = deque()

    def __len__(self) -> int:
        return len(self._articles)

    def knows(self, article_id: bytes) -> bool:
        """Whether any revision of an article is remembered; may be asked while another thread is at work here."""
        return self._articles.find(article_id) is not None

    @property
    def compared(self) -> int:
        """Pairs of texts that have been compared so far."""
        return self._groups.verifier.compared

    def observe(self, observations: Sequence[Observation]) -> tuple[list[DuplicateSection], list[Fingerprint]]:
        """Remembers a batch, then decides on each of its articles.

        Returns one section per observation, and the fingerprints to publish before any of them. A revision older than
        the one remembered gets a decision of its own, and changes nothing but the time of the first capture and what
        the newest is compared with. Raises as the store does; the batch can then be observed again.
        """
        self._memory.texts.check()
        self._heed_corrections()
        newest: dict[int, SectionVersion] = {}
        offers = [self._arrivals.observe(observation, newest) for observation in observations]
        self._memory.take()
        deciding = list(dict.fromkeys(slot for slot, offered in offers if newest.get(slot) == offered))
        decided = dict(zip(deciding, self._groups.decide(deciding), strict=True))
        sections = []
        fingerprints: dict[int, Fingerprint] = {}
        for observation, (slot, offered) in zip(observations, offers, strict=True):
            if newest.get(slot) != offered:
                sections.append(section_of(offered, self._decide_apart(slot, observation)))
                continue
            version = self._decision_log.record(slot, decided[slot])
            fingerprints[slot] = self._decision_log.fingerprint(slot)
            self._articles[slot].unsaid = False
            sections.append(section_of(version, decided[slot], fingerprints[slot].revised))
        for slot in dict.fromkeys(slot for slot, _offered in offers):
            if self._articles[slot].contested and self._articles.text(slot) != NO_TEXT:
                # An older revision showed an earlier capture, or other changes, which a successor has to know of.
                (decision,) = self._groups.decide([slot])
                self._groups.touch([slot])
                fingerprints[slot] = self._decision_log.amended(slot, decision).fingerprint
        return sections, list(fingerprints.values())

    def apply(self, fingerprints: Iterable[tuple[Fingerprint, int]]) -> None:
        """Takes in fingerprints as read from partitions of their topic, this instance's own among them.

        Each must have passed `fingerprint_check.check`. Raises as the store does; they can then be applied again.
        """
        self._memory.texts.check()
        self._heed_corrections()
        owned: list[tuple[Fingerprint, int]] = []
        visiting: list[tuple[Fingerprint, int]] = []
        for one in fingerprints:
            (owned if self._articles.owns(one[1]) else visiting).append(one)
        self._apply_owned(owned)
        self._visits.receive(visiting)

    def _apply_owned(self, fingerprints: Iterable[tuple[Fingerprint, int]]) -> None:
        known = []
        for fingerprint, partition in fingerprints:
            if self.share.is_loading(partition):
                self._arrivals.take_over(fingerprint, partition)
                continue
            slot, is_newer = self._arrivals.apply(fingerprint, partition, is_again=self.share.is_looking)
            if not is_newer:
                known.append(slot)
        changes = self._memory.take()
        for slot, of in changes.decided.items():
            if self.share.is_loading(self._articles.partition(slot)):
                leader = self._memory.slot_of(of)
                self._groups.believe(slot, ITSELF if leader is None else leader)
                self._recheck(slot)
            else:
                self._groups.touch([slot])
        if self.share.is_looking:
            self._groups.look_again(known)
        elif self.share.is_running:
            self._groups.decide([slot for slot in changes.features if self._articles.text(slot) != NO_TEXT])
            self._groups.touch(changes.decided)

    def correct(self, one: bytes, other: bytes, verdict: Verdict | None) -> None:
        """Notes an operator's verdict on two articles, known or not, which the next call goes by; None withdraws it.

        This and `propose` alone may be called while another thread is at work here.
        """
        self._corrections.append((one, other, verdict))

    def propose(self, article: bytes, proposal: Proposal | None) -> None:
        """Notes that an article, known or not, seems to be a translation, or no longer does; as `correct`."""
        self._proposals.append((article, proposal))

    def is_echo(self, article_id: str, value: bytes) -> bool:
        """Whether a record is a fingerprint of this instance's own making that `apply` would learn nothing from.

        True once for each. Ask in the order of the topic: what was read of the article before must have been applied.
        """
        return self._own_writes.is_echo(article_id, value)

    def begin_anew(self) -> None:
        """Call when partitions have changed hands, once all that was published before has been applied or is lost.

        Expects back none of it, and has `amend` look at every article whose decision it is not certain that all know.
        """
        self._own_writes.clear()
        self._heed_corrections()
        for slot in self._arrivals.behind:
            self._articles[slot].contested = True
        self._arrivals.behind.clear()
        self._groups.touch(self.share.begun())
        self._dismiss()

    @property
    def to_amend(self) -> bool:
        """Whether `amend` has anything left to look at, and may."""
        return self.share.is_running and (self._groups.any_touched or bool(self._corrections) or bool(self._proposals))

    def amend(self, limit: int) -> Due:
        """Decides again where something changed; returns what is new about the articles owned.

        Looks at `limit` articles: call while `to_amend`. What it answers counts as published from now on, but for
        `amendment_due`, which `settle` takes back. Raises as the store does, and looks at the same articles again.
        """
        self._heed_corrections()
        self._groups.touch(self._memory.take().features)
        slots = self._groups.touched(limit)
        due = Due([], [])
        try:
            for slot, decision in zip(slots, self._groups.decide(slots), strict=True):
                if self._decision_log.is_due(slot, decision):
                    due.amended.append(self._decision_log.amended(slot, decision))
                elif self._articles[slot].unsaid:
                    due.said.append(self._decision_log.fingerprint(slot))
        except TextAway:
            self._groups.touch(slots)
            raise
        self._dismiss()
        return due

    def reopen(self, due: Due) -> None:
        """Marks what it is not certain of that it was published and settled, to be made again."""
        for slot in map(self._slot, (item.fingerprint for item in due.amended)):
            if slot is not None:
                self._articles[slot].amendment_due = True
                self._groups.touch([slot])
        self._groups.touch(slot for slot in map(self._slot, due.said) if slot is not None)

    def settle(self, due: Due) -> list[Fingerprint]:
        """Notes that all was published. Returns the fingerprints that say so of amendments, of those still current."""
        settled = []
        for fingerprint in [*(item.fingerprint for item in due.amended), *due.said]:
            slot = self._slot(fingerprint)
            if slot is None or self._memory.version(slot) != fingerprint.version:
                continue
            row = self._articles[slot]
            row.unsaid &= row.frame != fingerprint.frame
            if fingerprint.amendment_due:
                row.amendment_due = False
                settled.append(self._decision_log.fingerprint(slot))
        return settled

    def restore(self, saved: Saved) -> None:
        """Remembers what was saved, before anything else is done here. Not yet saved decisions come again."""
        saving.restore(self._memory, saved.count, saved.rows)
        self.share.restore(saved.held)

    def save(self, positions: Mapping[int, int]) -> None:
        """Saves what has changed, with how far the fingerprints have been read. Raises as the store does."""
        texts, gone = self._memory.texts.unsaved(), self._memory.gone
        changed = self._articles.take_changed()
        try:
            rows = saving.saved(self._memory, changed)
            self._store.save(Change(rows, texts, gone, positions, self.share.held))
        except BaseException:
            self._articles.mark(changed)
            raise
        self._memory.texts.saved(texts)
        self._memory.gone = set()

    def _dismiss(self) -> None:
        """Forgets guests that are of no use, once everything has been decided for which they may be."""
        if not self._groups.any_touched:
            self._memory.dismiss()

    def _recheck(self, slot: int) -> None:
        """Has a translation that was believed decided again if what was proposed of it is another by now."""
        decision = self._memory.kept(slot).decision
        is_translated = decision is not None and decision.kind is DuplicateKind.TRANSLATED
        if is_translated or self._groups.translations.is_proposed(self._articles.id(slot)):
            self._groups.touch([slot])

    def _slot(self, fingerprint: Fingerprint) -> int | None:
        slot = self._memory.find(id_bytes(fingerprint.article_id))
        return slot if slot is not None and self._articles.owns(self._articles.partition(slot)) else None

    def _heed_corrections(self) -> None:
        while self._corrections:
            self._groups.correct(*self._corrections.popleft())
        if proposed := list(self._proposals):
            self._groups.propose(proposed)
            for _ in proposed:
                self._proposals.popleft()

    def _decide_apart(self, slot: int, observation: Observation) -> Duplicate:
        out_by = min(to_microseconds(observation.published_by), self._articles[slot].first_captured_at)
        seniority = seniority_of(out_by, observation.addressed, observation.article_id)
        text = observation.text
        asking = Asking(slot, seniority, observation.partition)
        asker = Asker(asking, observation.article_id, text.text_hash, observation.content_hash, text)
        return self._groups.decide_apart(asker)
