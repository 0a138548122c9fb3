"""Who copies whom: a function of the articles known and of an operator's corrections, never of their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_comparison.comparing import Comparison, compare
from babelwire_comparison.reduction import Reduced
from babelwire_contracts.corrections import Verdict
from babelwire_contracts.sections import Duplicate
from babelwire_deduplication.articles import ITSELF, NO_TEXT, Articles
from babelwire_deduplication.candidates import NOTHING_COMMON, Candidates, Common
from babelwire_deduplication.corrections import Corrections
from babelwire_deduplication.decisions import NOT_A_DUPLICATE, linked, near_duplicate, same_content, same_text
from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.features import Features, features_of
from babelwire_deduplication.texts import Texts

COMPARED: Final = 6
"""With so many representatives an article is compared at most, with those that share most with it."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A revision that is decided on: its article, what is compared of it, and what orders it."""

    slot: int
    content_hash: bytes
    text_hash: bytes
    seniority: tuple[int, bool, bytes]
    reduced: Reduced | None


class Groups:
    """Every article is a representative, or copies one that is its senior.

    An article copies the eldest of the representatives senior to it that it is a copy of, as `compare` says of the two;
    where there is none it is a representative itself. So there are no chains, each link is a judgement on the two that
    it links, and the whole follows from the set: decided from the eldest on, nothing ever changes again (the greedy
    maximal independent set, in order of seniority). `touched` articles have yet to be decided again.
    """

    def __init__(self, articles: Articles, candidates: Candidates, texts: Texts) -> None:
        self._articles = articles
        self._candidates = candidates
        self._texts = texts
        self.corrections = Corrections()
        self._touched: npt.NDArray[np.bool_] = np.zeros(len(articles.rows), dtype=np.bool_)
        self.any_touched = False
        self.compared = 0
        """Pairs of texts that have been compared so far."""

    def touch(self, slots: Iterable[int]) -> None:
        """Marks articles to be decided again."""
        found = list(slots)
        if len(self._touched) < len(self._articles.rows):
            more = len(self._articles.rows) - len(self._touched)
            self._touched = np.concatenate((self._touched, np.zeros(more, dtype=np.bool_)))
        self._touched[found] = True
        self.any_touched |= bool(found)

    def touched(self, most: int) -> list[int]:
        """Some articles that are to be decided again, the eldest first."""
        slots = np.flatnonzero(self._touched)
        without = self._articles.rows["text"][slots] == NO_TEXT
        self._touched[slots[without]] = False
        slots = slots[~without]
        self.any_touched = len(slots) > 0
        if len(slots) > most:
            slots = slots[np.argpartition(self._articles.times[slots], most - 1)[:most]]
        found: list[int] = slots.tolist()
        return sorted(found, key=self._articles.seniority)

    def withdraw(self, slot: int) -> None:
        """Nobody copies an article, which is about to change in time or text, until it is decided again."""
        text = self._articles.text(slot)
        if text != NO_TEXT:
            led = self._candidates.leads(text)
            common = self._candidates.common([self._candidates.features(text)])[0] if led else NOTHING_COMMON
            self._set(slot, ITSELF, common, leads=False)
            self.touch([slot])

    def has_text(self, slot: int, features: Features) -> bool:
        """Whether an article is known with a text of these features."""
        text = self._articles.text(slot)
        return text != NO_TEXT and bool((self._candidates.features(text) == features).all())

    def enter(self, features: dict[int, Features | None], reduced: dict[int, Reduced]) -> None:
        """Gives articles, which have been withdrawn, other texts, or none; `reduced` are those that are at hand."""
        for slot in features:
            if (before := self._articles.text(slot)) != NO_TEXT:
                self._candidates.leave(before)
                self._articles.rows[slot]["text"] = NO_TEXT
        entered = {slot: row for slot, row in features.items() if row is not None}
        if entered:
            numbers = self._candidates.enter(list(entered), list(entered.values()))
            self._articles.rows["text"][list(entered)] = numbers
            for slot, number in zip(entered, numbers, strict=True):
                if slot in reduced:
                    self._texts.keep(number, reduced[slot])
            self.touch(entered)
        self._candidates.compact()

    def believe(self, slot: int, of: int | None, *, leads: bool) -> None:
        """Takes for granted that an article copies another, or none, until it is decided again.

        Without `of` and without `leads` it copies one that is not known yet.
        """
        text = self._articles.text(slot)
        if text != NO_TEXT:
            self._articles.copied[slot] = ITSELF if of is None else of
            self._candidates.lead(slot, text, NOTHING_COMMON, leads=leads)

    def decide(self, slots: Sequence[int]) -> list[Duplicate]:
        """Decides on articles that have a text, from the eldest on. Returns the decisions as they were asked for."""
        ordered = sorted(dict.fromkeys(slots), key=self._articles.seniority)
        if not ordered:
            return []
        commons = self._candidates.common([self._candidates.features(self._articles.text(slot)) for slot in ordered])
        self.touch([])
        self._touched[ordered] = False
        decided = {}
        try:
            for slot, common in zip(ordered, commons, strict=True):
                of, decided[slot] = self._choose(self._asker(slot), common)
                self._set(slot, of, common, leads=of == ITSELF)
        except TextAway:
            self.touch(ordered)
            raise
        return [decided[slot] for slot in slots]

    def decide_apart(self, asker: Asker) -> Duplicate:
        """The decision on a revision that is not, or no longer, the one remembered of its article; changes nothing."""
        assert asker.reduced is not None
        return self._choose(asker, self._candidates.common([features_of(asker.text_hash, asker.reduced.sketch)])[0])[1]

    def correct(self, one: bytes, other: bytes, verdict: Verdict | None) -> None:
        """Keeps an operator's verdict on two articles; None withdraws it."""
        self.corrections.set(one, other, verdict)
        known = (self._articles.find(article) for article in (one, other))
        self.touch(slot for slot in known if slot is not None and self._articles.text(slot) != NO_TEXT)

    def _asker(self, slot: int) -> Asker:
        row = self._articles.rows[slot]
        seniority = self._articles.seniority(slot)
        return Asker(slot, row["content_hash"].tobytes(), row["text_hash"].tobytes(), seniority, None)

    def _set(self, slot: int, of: int, common: Common, *, leads: bool) -> None:
        """Notes what an article copies, and touches those that may see it otherwise."""
        text = self._articles.text(slot)
        before = int(self._articles.copied[slot]), self._candidates.leads(text)
        self._articles.copied[slot] = of
        if affected := self._candidates.lead(slot, text, common, leads=leads):
            self.touch(affected)
        if self.corrections and before != (of, leads):
            seniority = self._articles.seniority(slot)
            self.touch(one for one in self._partners(slot) if self._articles.seniority(one) > seniority)

    def _choose(self, asker: Asker, common: Common) -> tuple[int, Duplicate]:
        parted: set[int] = set()
        if self.corrections and (corrected := self._partners(asker.slot)):
            leaders: dict[Verdict, set[int]] = {Verdict.COPIES: set(), Verdict.NOT_COPIES: set()}
            for partner, verdict in corrected.items():
                if self._articles.seniority(partner) < asker.seniority:
                    leaders[verdict].add(self._leader(partner))
            parted = leaders[Verdict.NOT_COPIES]
            joined = leaders[Verdict.COPIES] - parted
            if joined:
                first = min(joined, key=self._articles.seniority)
                return first, linked(self._articles.article_id(first))
        for senior in self._candidates.seniors(asker.slot, asker.seniority, common, COMPARED):
            if senior not in parted and (decision := self._copy_of(senior, asker)) is not None:
                return senior, decision
        return ITSELF, NOT_A_DUPLICATE

    def _copy_of(self, senior: int, asker: Asker) -> Duplicate | None:
        """The decision that an article copies another, or None."""
        of = self._articles.article_id(senior)
        row = self._articles.rows[senior]
        if row["text_hash"].tobytes() == asker.text_hash:
            return same_content(of) if row["content_hash"].tobytes() == asker.content_hash else same_text(of)
        compared = self._compared(senior, asker)
        return near_duplicate(of, compared) if compared.is_copy else None

    def _compared(self, senior: int, asker: Asker) -> Comparison:
        wanted = [senior] if asker.reduced is not None else [senior, asker.slot]
        found = self._texts.reduced([(self._articles.text(one), self._articles.id(one)) for one in wanted])
        if len(found) < len(wanted):
            raise TextAway(f"no text is stored of {' or '.join(map(self._articles.article_id, wanted))}")
        self.compared += 1
        return compare(asker.reduced or found[self._articles.text(asker.slot)], found[self._articles.text(senior)])

    def _partners(self, slot: int) -> dict[int, Verdict]:
        found = {}
        for other, verdict in self.corrections.of(self._articles.id(slot)).items():
            partner = self._articles.find(other)
            if partner is not None and self._articles.text(partner) != NO_TEXT:
                found[partner] = verdict
        return found

    def _leader(self, slot: int) -> int:
        of = int(self._articles.copied[slot])
        return slot if of == ITSELF else of
