"""Which articles are translations of others, as far as that has been proposed; see decision 22."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from babelwire_contracts.corrections import Verdict
from babelwire_contracts.sections import Duplicate
from babelwire_deduplication.articles import FORGOTTEN, ITSELF, Articles
from babelwire_deduplication.corrections import Corrections
from babelwire_deduplication.decisions import NOT_A_DUPLICATE, translated
from babelwire_deduplication.rows import NO_TEXT
from babelwire_deduplication.texts import Texts


class Proposal(NamedTuple):
    """What an article seems to be a translation of, how likely that is, and in words why."""

    of: bytes
    score: float
    rule: str


Proposed = tuple[bytes, Proposal | None]
"""An article id, and what is proposed of it from now on; None where a proposal is withdrawn."""


class Translations:
    """Proposals by the id of the translation, and what follows from them for groups of copies.

    They lie over what the texts say and never change that: a representative of copies in its language may be the
    translation of another article. Then it copies the representative of that article, and all that copy it are of
    that group too. Where proposals lead in a circle none of them counts.
    """

    def __init__(self, articles: Articles, texts: Texts, corrections: Corrections) -> None:
        self._articles = articles
        self._texts = texts
        self._corrections = corrections
        self._of: dict[bytes, Proposal] = {}
        self._translations: dict[bytes, set[bytes]] = {}

    def set(self, article: bytes, proposal: Proposal | None) -> None:
        """Keeps a proposal in place of the one before; None withdraws it."""
        if (before := self._of.pop(article, None)) is not None:
            self._translations[before.of].discard(article)
            if not self._translations[before.of]:
                del self._translations[before.of]
        if proposal is not None:
            self._of[article] = proposal
            self._translations.setdefault(proposal.of, set()).add(article)

    def concern(self, article: bytes) -> bool:
        """Whether anything is proposed of an article or leads to it, or an operator parted it from a translation."""
        if not self._of:
            return False
        parted = (one in self._of for one in self._corrections.of(article))
        return article in self._of or article in self._translations or any(parted)

    def is_proposed(self, article: bytes) -> bool:
        """Whether an article seems to be a translation."""
        return article in self._of

    def leading_to(self, article: bytes) -> Iterator[bytes]:
        """The articles of which proposals lead to an article, whether at once or by others."""
        found = {article}
        waiting = [article]
        while waiting:
            for one in self._translations.get(waiting.pop(), ()):
                if one not in found:
                    found.add(one)
                    waiting.append(one)
                    yield one

    def led_to(self) -> Iterator[bytes]:
        """The articles that proposals of articles owned lead to."""
        for article, proposal in self._of.items():
            slot = self._articles.find(article)
            if slot is not None and self._articles.owns(self._articles.partition(slot)):
                yield proposal.of

    def affected(self, articles: Iterable[bytes]) -> list[int]:
        """The articles whose group may be another when these change: themselves, and all that go by them."""
        found: set[int] = set()
        seen: set[bytes] = set()
        waiting = list(articles)
        while waiting:
            seen.update(waiting)
            slots = [slot for article in waiting if (slot := self._articles.find(article)) is not None]
            further = {one for article in waiting for one in self._translations.get(article, ())}
            followers = np.flatnonzero(np.isin(self._articles.copied, np.array(slots, dtype=np.int32)))
            found.update(slots, followers.tolist())
            further.update(self._articles.id(slot) for slot in followers.tolist())
            further.update(one for article in waiting for one in self._corrections.of(article))
            waiting = list(further - seen)
        return [slot for slot in found if self._articles.text(slot) != NO_TEXT]

    def is_told(self, slot: int) -> bool:
        """Whether what was last decided of an article is what its proposal says now. Raises as the store does."""
        if self._articles.copied[slot] != ITSELF:
            return False
        return self._texts.kept(self._articles.id(slot)).decision == self.decision(slot, NOT_A_DUPLICATE)

    def decision(self, slot: int, by_text: Duplicate) -> Duplicate:
        """The decision on an article, where its text gives it this one. Raises as the store does."""
        if not self._of:
            return by_text
        if by_text.of is None:
            article = self._articles.id(slot)
            target = self._target(article)
            if target is None or self._is_parted(slot, target):
                return by_text
            proposal = self._of[article]
            return translated(target.hex(), proposal.score, proposal.rule)
        leader = int(self._articles.copied[slot])
        group = self._group(leader) if leader >= 0 else None
        if group is None or group.hex() == by_text.of or self._is_parted(slot, group):
            return by_text
        return replace(by_text, root=group.hex())

    def _target(self, article: bytes) -> bytes | None:
        """The article that stands for all copies of what an article is a translation of, or None."""
        seen = {article}
        while (proposal := self._of.get(article)) is not None:
            article = proposal.of
            if article in seen:
                return None
            seen.add(article)
            leader = self._leader(article)
            if leader != article:
                if leader in seen:
                    return None
                seen.add(leader)
                article = leader
        return article if len(seen) > 1 else None

    def _leader(self, article: bytes) -> bytes:
        """The representative whose text an article has; itself where nothing is known of it."""
        slot = self._articles.find(article)
        if slot is None:
            return article
        of = int(self._articles.copied[slot])
        if of >= 0:
            return self._articles.id(of)
        decision = self._texts.kept(article).decision if of == FORGOTTEN else None
        return article if decision is None or decision.of is None else bytes.fromhex(decision.of)

    def _group(self, slot: int) -> bytes:
        """The article that stands for all that is in one group with an article, as far as is known here."""
        leader = self._corrections.leader(slot)
        if leader == FORGOTTEN or not self._articles.owns(self._articles.partition(leader)):
            told = self._texts.kept(self._articles.id(slot if leader == FORGOTTEN else leader)).decision
            group = told.group if told is not None else None
            return self._articles.id(slot if leader == FORGOTTEN else leader) if group is None else bytes.fromhex(group)
        of = self.decision(leader, NOT_A_DUPLICATE).of
        return self._articles.id(leader) if of is None else bytes.fromhex(of)

    def _is_parted(self, slot: int, group: bytes) -> bool:
        """Whether an operator keeps an article out of a group: one of it is to be no copy of the article.

        Of two that are both in it as translations the junior goes.
        """
        for partner in self._parted(slot):
            leader = self._corrections.leader(partner)
            by_translation = leader >= 0 and self.is_proposed(self._articles.id(leader))
            if by_translation and self._articles.seniority(partner) > self._articles.seniority(slot):
                continue
            if group in (self._articles.id(partner), self._group(partner)):
                return True
        return False

    def _parted(self, slot: int) -> Collection[int]:
        partners = self._corrections.partners(self._articles.id(slot))
        return [partner for partner, verdict in partners.items() if verdict is Verdict.NOT_COPIES]
