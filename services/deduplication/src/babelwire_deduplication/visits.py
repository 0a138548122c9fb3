"""Fingerprints of articles that others own: some are taken in as guests, some are answered."""

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np

from babelwire_comparison.reduction import SCHEME, Reduced, reduce_texts
from babelwire_contracts.corrections import Verdict
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_deduplication.arrivals import Arrivals
from babelwire_deduplication.articles import ITSELF, id_bytes, seniority_of
from babelwire_deduplication.decisions import text_of
from babelwire_deduplication.features import features_in
from babelwire_deduplication.memory import Memory
from babelwire_deduplication.sharing import NOBODY, Asking, Common
from babelwire_deduplication.texts import unpacked
from babelwire_deduplication.timestamps import to_microseconds
from babelwire_deduplication.verifier import Asker

Visit = tuple[Fingerprint, int]
"""A fingerprint, and the partition that it was read from."""


class Visits:
    """What a fingerprint from elsewhere means here.

    Its article may be the senior of one that is owned here: then it is a guest, on which that one is decided anew. Or
    it may be the junior of a representative owned here, of which its owner does not know: then that fingerprint is
    said anew, and visits in turn. So no instance has to know all articles, and each pair meets where one of them lives.
    """

    def __init__(self, memory: Memory, arrivals: Arrivals) -> None:
        self._memory = memory
        self._articles = memory.articles
        self._arrivals = arrivals

    def receive(self, visits: Iterable[Visit]) -> None:
        """Takes in fingerprints of others, in the order of their topic. Raises as the store does."""
        newest = list({one.article_id: (one, partition) for one, partition in visits}.values())
        guests = {one.article_id for one, _partition in newest if self._is_expected(one)}
        comparable = [visit for visit in newest if visit[0].scheme == SCHEME]
        rows = [features_in(one) for one, _partition in comparable]
        askings = [_asking(*visit) for visit in comparable]
        commons = self._memory.candidates.common(rows)
        for (fingerprint, _partition), asking, common in zip(comparable, askings, commons, strict=True):
            if text_of(fingerprint.decision) is None and self._has_juniors(asking, common):
                guests.add(fingerprint.article_id)
        self._answer(comparable, askings, commons)
        self._answer_corrected(comparable, askings)
        self._host([visit for visit in newest if visit[0].article_id in guests])

    def _is_expected(self, fingerprint: Fingerprint) -> bool:
        """Whether an article is known by its id, or an operator ties it to one that is owned here."""
        article_id = id_bytes(fingerprint.article_id)
        return self._articles.find(article_id) is not None or self._memory.is_tied(article_id)

    def _has_juniors(self, asking: Asking, common: Common) -> bool:
        juniors = self._memory.candidates.juniors(asking, common)
        return bool(self._articles.owned(np.array(juniors, dtype=np.intp)).any())

    def _answer(self, visits: Sequence[Visit], askings: Sequence[Asking], commons: Sequence[Common]) -> None:
        """Has representatives said anew that an article may copy and is not known to."""
        seniors = [self._memory.groups.owned_seniors(*both) for both in zip(askings, commons, strict=True)]
        asked = [index for index, found in enumerate(seniors) if found]
        texts = reduce_texts([("", unpacked(visits[index][0].text)) for index in asked])
        for index, text in zip(asked, texts, strict=True):
            fingerprint = visits[index][0]
            found = seniors[index]
            of = text_of(fingerprint.decision)
            claimed = of and self._articles.find(id_bytes(of))
            if claimed in found:
                found = found[: found.index(claimed)]
            copied = self._memory.groups.verifier.copied(found, _asker(fingerprint, askings[index], text))
            # The eldest will do, unless an operator may have parted the two.
            is_corrected = self._memory.groups.corrections.of(askings[index].seniority[2])
            for senior in copied if is_corrected else islice(copied, 1):
                self._say(senior)

    def _answer_corrected(self, visits: Sequence[Visit], askings: Sequence[Asking]) -> None:
        """Has articles said anew to which an operator tied a junior, or parted it from, and it does not show."""
        for (fingerprint, _partition), asking in zip(visits, askings, strict=True):
            of = fingerprint.decision.group
            for partner, verdict in self._memory.groups.corrections.partners(asking.seniority[2]).items():
                leader = self._memory.groups.corrections.leader(partner)
                shows = leader >= 0 and (self._articles.article_id(leader) == of) == (verdict is Verdict.COPIES)
                is_own = self._articles.owns(self._articles.partition(partner))
                if is_own and not shows and self._articles.seniority(partner) < asking.seniority:
                    self._say(partner)

    def _say(self, slot: int) -> None:
        self._articles[slot].unsaid = True
        self._memory.groups.touch([slot])

    def _host(self, visits: Sequence[Visit]) -> None:
        """Takes in guests, and has decided anew who sees another by them."""
        for fingerprint, partition in visits:
            self._arrivals.take_over(fingerprint, partition)
        decided = self._memory.take().decided
        for slot, of in decided.items():
            leader = self._memory.slot_of(of)
            self._memory.groups.tell(slot, ITSELF if leader is None else leader)


def _asking(fingerprint: Fingerprint, partition: int) -> Asking:
    article_id = id_bytes(fingerprint.article_id)
    out_by = min(to_microseconds(fingerprint.published_by), to_microseconds(fingerprint.first_captured_at))
    seniority = seniority_of(out_by, fingerprint.addressed, article_id)
    return Asking(NOBODY, seniority, partition, fingerprint.frame)


def _asker(fingerprint: Fingerprint, asking: Asking, text: Reduced) -> Asker:
    article_id, content_hash = id_bytes(fingerprint.article_id), id_bytes(fingerprint.content_hash)
    return Asker(asking, article_id, fingerprint.text_hash, content_hash, text)
