"""The decisions themselves: a function of the fingerprints known, never of the order they came in."""

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Final

from babelwire_contracts.corrections import Verdict
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import Duplicate, DuplicateSection, SectionVersion
from babelwire_deduplication.arrivals import Arrivals
from babelwire_deduplication.articles import NO_TEXT, id_bytes, seniority_time
from babelwire_deduplication.decision_log import Amended, DecisionLog, section_of
from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.groups import Asker
from babelwire_deduplication.memory import Memory
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.ports import TextStore
from babelwire_deduplication.timestamps import to_microseconds

WINDOW: Final = timedelta(days=45)
"""Two articles are compared when no more than this lies between their times, unless set otherwise."""


class Deduplicator:
    """All fingerprints of all instances, and what each article is decided to be among them.

    Not safe across threads.
    """

    def __init__(self, generation: int, store: TextStore, window: timedelta = WINDOW) -> None:
        self._memory = memory = Memory(store, window)
        self._articles, self._groups = memory.articles, memory.groups
        self._decision_log = DecisionLog(generation, memory.articles, memory.candidates, memory.texts)
        self._own_writes = self._decision_log.own_writes
        self._arrivals = Arrivals(generation, memory, self._own_writes)
        self._begun = False
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
        offers = [self._arrivals.observe(observation, newest) for observation in observations]
        kept = self._memory.take().kept
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
                kept[slot] = self._memory.kept(slot)
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
            slot = self._arrivals.apply(fingerprint, partition)
            if slot is not None:
                self._memory.changes.decided[slot] = fingerprint.decision.of
        changes = self._memory.take()
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
        self._memory.take()
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
