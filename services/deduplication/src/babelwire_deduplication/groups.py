"""Who copies whom: a function of the articles known and of an operator's corrections, never of their order."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_comparison.reduction import Reduced
from babelwire_contracts.corrections import Verdict
from babelwire_contracts.sections import Duplicate
from babelwire_deduplication.articles import FORGOTTEN, ITSELF, Articles, Slots
from babelwire_deduplication.candidates import Candidates
from babelwire_deduplication.corrections import Corrections
from babelwire_deduplication.decisions import NOT_A_DUPLICATE, linked
from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.features import Features, features_of
from babelwire_deduplication.rows import NO_TEXT
from babelwire_deduplication.sharing import Asking, Common
from babelwire_deduplication.texts import Texts
from babelwire_deduplication.translations import Proposed, Translations
from babelwire_deduplication.verifier import Asker, Verifier

COMPARED: Final = 64
"""With so many representatives an article is compared at most, with those that share most with it.

Frames weigh nothing, so that there are seldom more than a dozen; beyond this number instances may disagree.
"""


class Groups:
    """Every article is a representative, or copies one that is its senior.

    An article copies the eldest of the representatives senior to it that it is a copy of, as `compare` says of the two;
    where there is none it is a representative itself. So there are no chains, each link is a judgement on the two that
    it links, and the whole follows from the set: decided from the eldest on, nothing ever changes again (the greedy
    maximal independent set, in order of seniority). `touched` articles have yet to be decided again. Guests are never
    decided on: of them is known what their owners say.
    """

    def __init__(self, articles: Articles, candidates: Candidates, texts: Texts) -> None:
        self._articles = articles
        self._candidates = candidates
        self._texts = texts
        self.corrections = Corrections(articles)
        self.translations = Translations(articles, texts, self.corrections)
        self.verifier = Verifier(articles, texts)
        self._touched: npt.NDArray[np.bool_] = np.zeros(articles.capacity, dtype=np.bool_)
        self.any_touched = False

    def touch(self, slots: Iterable[int]) -> None:
        """Marks articles to be decided again."""
        found = list(slots)
        self._fit()
        self._touched[found] = True
        self._articles.mark(found)
        self.any_touched |= bool(found)

    def is_touched(self, slots: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which articles have yet to be decided again."""
        self._fit()
        touched: npt.NDArray[np.bool_] = self._touched[list(slots)]
        return touched

    def touched(self, most: int) -> list[int]:
        """Some articles that are to be decided again, the eldest first."""
        self._fit()
        slots = np.flatnonzero(self._touched)
        settled = (self._articles.texts(slots) == NO_TEXT) | (self._articles.copied[slots] == FORGOTTEN)
        settled |= ~self._articles.owned(slots)
        self._touched[slots[settled]] = False
        slots = slots[~settled]
        self.any_touched = len(slots) > 0
        if len(slots) > most:
            slots = slots[np.argpartition(self._articles.times[slots], most - 1)[:most]]
        found: list[int] = slots.tolist()
        return sorted(found, key=self._articles.seniority)

    def withdraw(self, slot: int) -> None:
        """Nobody copies an article, which is about to change in time or text, until it is decided again."""
        text = self._articles.text(slot)
        if text != NO_TEXT:
            self._set(slot, ITSELF, self._common(text) if self._candidates.leads(text) else None, leads=False)
            self.touch([slot])

    def has_text(self, slot: int, features: Features) -> bool:
        """Whether an article is known with a text of these features."""
        text = self._articles.text(slot)
        return text != NO_TEXT and bool((self._candidates.features(text) == features).all())

    def enter(self, features: dict[int, Features | None], reduced: dict[int, Reduced]) -> None:
        """Gives articles, which have been withdrawn, other texts, or none; `reduced` are those that are at hand.

        They have yet to be decided on, believed, or told of.
        """
        for slot in features:
            self._leave(slot)
        entered = {slot: row for slot, row in features.items() if row is not None}
        if entered:
            numbers = self._candidates.enter(list(entered), list(entered.values()))
            self._articles.set_texts(list(entered), numbers)
            for slot, number in zip(entered, numbers, strict=True):
                if slot in reduced:
                    self._texts.keep(number, reduced[slot])
        self._texts.drop(self._candidates.compact())

    def restore(
        self,
        slots: Slots,
        features: npt.NDArray[np.uint32],
        leads: npt.NDArray[np.bool_],
        touched: npt.NDArray[np.bool_],
    ) -> None:
        """Gives articles back the texts that they had, with what was decided on them."""
        self._articles.set_texts(slots, self._candidates.restore(slots, features, leads))
        self.touch(slots[touched].tolist())

    def forget(self, slots: Sequence[int]) -> None:
        """Forgets articles; what was decided of those that copy them stays."""
        followers = np.flatnonzero(np.isin(self._articles.copied, np.array(slots)))
        self._articles.copied[followers] = FORGOTTEN
        self._articles.mark(followers.tolist())
        self._fit()
        for slot in slots:
            text = self._articles.text(slot)
            if text != NO_TEXT:
                self._candidates.lead(slot, text, None, leads=False)
                self._leave(slot)
            self._touched[slot] = False
            self._articles.remove(slot)
        self._texts.drop(self._candidates.compact())

    def believe(self, slot: int, of: int) -> None:
        """Takes for granted what an article copies, until it is decided again: nobody is told of it."""
        self._articles.copied[slot] = of
        text = self._articles.text(slot)
        if text != NO_TEXT:
            self._candidates.lead(slot, text, None, leads=of == ITSELF)

    def tell(self, slot: int, of: int) -> None:
        """Takes from its owner what a guest copies."""
        text = self._articles.text(slot)
        if text == NO_TEXT:
            self._articles.copied[slot] = of
        else:
            self._set(slot, of, self._common(text), leads=of == ITSELF)
        article = self._articles.id(slot)
        if self.translations.concern(article):
            self.touch(self.translations.affected([article]))

    def look_again(self, slots: Sequence[int]) -> None:
        """Touches articles, and all that may see those of them that are representatives."""
        texts = {slot: text for slot in slots if (text := self._articles.text(slot)) != NO_TEXT}
        self.touch(texts)
        leading = [slot for slot, text in texts.items() if self._candidates.leads(text)]
        commons = self._candidates.common([self._candidates.features(texts[slot]) for slot in leading])
        for slot, common in zip(leading, commons, strict=True):
            self.touch(self._candidates.juniors(self._asking(slot), common))

    def decide(self, slots: Sequence[int]) -> list[Duplicate]:
        """Decides on articles that have a text, from the eldest on. Returns the decisions as they were asked for.

        Raises `TextAway`; all of them are touched then.
        """
        ordered = sorted(dict.fromkeys(slots), key=self._articles.seniority)
        if not ordered:
            return []
        commons = self._candidates.common([self._candidates.features(self._articles.text(slot)) for slot in ordered])
        self._fit()
        self._touched[ordered] = False
        self._articles.mark(ordered)
        decided = {}
        try:
            for slot, common in zip(ordered, commons, strict=True):
                kept = self._texts.kept(self._articles.id(slot)) if self._articles.copied[slot] == FORGOTTEN else None
                if kept is not None and kept.decision is not None:
                    decided[slot] = kept.decision
                    continue
                of, decided[slot], frame = self._choose(self._asker(slot), common)
                self._frame(slot, frame)
                self._set(slot, of, common, leads=of == ITSELF)
                decided[slot] = self.translations.decision(slot, decided[slot])
        except TextAway:
            self.touch(ordered)
            raise
        return [decided[slot] for slot in slots]

    def decide_apart(self, asker: Asker) -> Duplicate:
        """The decision on a revision that is not, or no longer, the one remembered of its article; changes nothing."""
        assert asker.text is not None
        (common,) = self._candidates.common([features_of(asker.text_hash, asker.text.sketch)])
        return self._choose(asker, common)[1]

    def owned_seniors(self, asking: Asking, common: Common) -> list[int]:
        """The representatives, no guests, that an article which is not remembered may copy, the eldest first."""
        seniors, _frame = self._candidates.seniors(asking, common, COMPARED)
        return [senior for senior in seniors if self._articles.owns(self._articles.partition(senior))]

    def correct(self, one: bytes, other: bytes, verdict: Verdict | None) -> None:
        """Keeps an operator's verdict on two articles; None withdraws it. Those that are known are said anew."""
        self.corrections.set(one, other, verdict)
        for article in (one, other):
            slot = self._articles.find(article)
            if slot is None or self._articles.text(slot) == NO_TEXT:
                continue
            if self._articles.copied[slot] == FORGOTTEN:
                self._articles.copied[slot] = ITSELF
            self._articles[slot].unsaid = True
            self.touch([slot])

    def propose(self, proposed: Sequence[Proposed]) -> None:
        """Keeps what is proposed of articles, known or not. What is shown already is not decided anew.

        Raises as the store does.
        """
        for article, proposal in proposed:
            self.translations.set(article, proposal)
        changed = []
        for article, proposal in proposed:
            slot = self._articles.find(article)
            if slot is None or not self.translations.is_told(slot):
                changed.append(article)
            if proposal is not None:
                self._say_for(proposal.of, slot)
        self.touch(self.translations.affected(changed))

    def _say_for(self, original: bytes, translation: int | None) -> None:
        """Has an article said anew that copies another, so that the owner of its translation knows which."""
        slot = self._articles.find(original)
        elsewhere = translation is None or not self._articles.owns(self._articles.partition(translation))
        if slot is not None and elsewhere and self._articles.copied[slot] != ITSELF:
            self._articles[slot].unsaid = True
            self.touch([slot])

    def _fit(self) -> None:
        more = self._articles.capacity - len(self._touched)
        if more:
            self._touched = np.concatenate((self._touched, np.zeros(more, dtype=np.bool_)))

    def _leave(self, slot: int) -> None:
        if (text := self._articles.text(slot)) != NO_TEXT:
            self._candidates.leave(text)
            self._articles[slot].text = NO_TEXT

    def _common(self, text: int) -> Common:
        return self._candidates.common([self._candidates.features(text)])[0]

    def _asking(self, slot: int) -> Asking:
        return Asking(slot, self._articles.seniority(slot), self._articles.partition(slot))

    def _asker(self, slot: int) -> Asker:
        return Asker(self._asking(slot), self._articles.id(slot), self._articles[slot].text_hash)

    def _frame(self, slot: int, frame: int) -> None:
        """Notes what weighs nothing of an article, which others have to know of."""
        row = self._articles[slot]
        if row.frame != frame:
            row.frame, row.unsaid = frame, True

    def _set(self, slot: int, of: int, common: Common | None, *, leads: bool) -> None:
        """Notes what an article copies, and touches those that may see it otherwise; see `Candidates.lead`."""
        text = self._articles.text(slot)
        before = int(self._articles.copied[slot]), self._candidates.leads(text)
        self._articles.copied[slot] = of
        self._articles.mark([slot])
        # Visitors came by in the meantime, which may copy it.
        if leads and not before[1]:
            self._articles[slot].unsaid = True
        if affected := self._candidates.lead(slot, text, common, leads=leads):
            self.touch(affected)
        if before[0] != of and self.translations.concern(self._articles.id(slot)):
            self.touch(self.translations.affected([self._articles.id(slot)]))
        if self.corrections and before != (of, leads):
            seniority = self._articles.seniority(slot)
            partners = self.corrections.partners(self._articles.id(slot))
            self.touch(one for one in partners if self._articles.seniority(one) > seniority)

    def _choose(self, asker: Asker, common: Common) -> tuple[int, Duplicate, int]:
        """What an article copies, the decision that says so, and its frame."""
        seniors, frame = self._candidates.seniors(asker.asking, common, COMPARED)
        joined, parted = self.corrections.choose(asker.article_id, asker.asking.seniority)
        if joined is not None:
            return joined, linked(self._articles.article_id(joined)), frame
        for senior in seniors:
            if senior not in parted and (decision := self.verifier.copy_of(senior, asker)) is not None:
                return senior, decision, frame
        return ITSELF, NOT_A_DUPLICATE, frame
