"""Finds translations among articles as they come, whatever their order; see decision 22."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import Final, NamedTuple

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.translated import TranslationEvidence, TranslationProposal
from babelwire_stories.translated import direction
from babelwire_stories.translated.evidence import evidence, in_words
from babelwire_stories.translated.judging import LIKELY, LINKED, SURE, Seen, is_linked, likelihood
from babelwire_stories.translated.shelf import Near, Shelf
from babelwire_stories.translated.told import Told, told

WINDOW: Final = timedelta(days=10)
"""Between the dates of an article and of its translation lies no more, where both have one."""

_OF_EACH_LANGUAGE: Final = 3
_LOOKED_AT: Final = 12
_LEAST_COSINE: Final = 0.35
"""Among unrelated articles the cosine is 0: what is less than this is not looked at, whatever its rank."""

_ASKED: Final = 8
_WITNESSES: Final = 2
"""Translations of one article that are asked of another, and how many have to be sure."""

_LEAST_OF_COPIES: Final = 0.8
"""Two articles of one language that are less alike are not looked at as copies of one another."""

_MOST_TOGETHER: Final = 200
"""So many articles are weighed against each other at once, at most."""


class Judgement(NamedTuple):
    """What was found of two articles: how likely it is that they are one text, and the evidence."""

    score: float
    evidence: list[TranslationEvidence]
    rule: str


Changes = dict[str, TranslationProposal | None]
"""What is proposed anew, by the id of the translation; None withdraws."""


class Finder:
    """The articles of a window, and what is proposed of them.

    Each article is a representative or the translation of one senior to it (`direction.seniority`) with which it was
    judged itself, or with two of its translations: there are no chains. Of several it is that of the likeliest. All
    that a new article may change is weighed again: what lies nearest to it, and whatever belongs together with that.
    """

    def __init__(self, most: int = 500_000, window: timedelta = WINDOW) -> None:
        self._most = most
        self._window = window
        self.clear()

    def clear(self) -> None:
        """Forgets everything."""
        self._told: dict[str, Told] = {}
        self._shelves: defaultdict[str, Shelf] = defaultdict(Shelf)
        self._naming: defaultdict[str, set[str]] = defaultdict(set)
        self._judged: defaultdict[str, dict[str, Judgement | None]] = defaultdict(dict)
        self._proposed: dict[str, TranslationProposal] = {}
        self._translations: defaultdict[str, set[str]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._told)

    def remember(self, article: EmbeddedArticle) -> None:
        """Takes an article in, in place of what it was before, without asking what follows; no older revision.

        Of more than so many articles the one that came longest ago is forgotten.
        """
        one = told(article)
        before = self._told.get(one.article_id)
        if before == one or (before is not None and one.revision < before.revision):
            return
        self.forget(one.article_id)
        while len(self._told) >= self._most:
            self.forget(next(iter(self._told)))
        self._told[one.article_id] = one
        if one.vector:
            self._shelves[one.model].put(one.article_id, one.language, one.floats)
        for named in (*article.invariants.alternates, *article.invariants.sources):
            self._naming[named].add(one.article_id)

    def believe(self, proposal: TranslationProposal) -> None:
        """Takes over what was proposed before."""
        self._withdraw(proposal.article_id)
        self._proposed[proposal.article_id] = proposal
        self._translations[proposal.of].add(proposal.article_id)

    def doubt(self, article_id: str) -> None:
        """Takes over that a proposal was withdrawn."""
        self._withdraw(article_id)

    def forget(self, article_id: str) -> None:
        """Forgets an article; what was proposed of it and of others stays."""
        one = self._told.pop(article_id, None)
        if one is None:
            return
        self._shelves[one.model].remove(article_id, one.language)
        for other in self._judged.pop(article_id, ()):
            self._judged[other].pop(article_id, None)
        for named in (*one.invariants.alternates, *one.invariants.sources):
            self._naming[named].discard(article_id)

    def arrive(self, article: EmbeddedArticle) -> Changes:
        """Takes an article in. Returns what is proposed otherwise than before."""
        self.remember(article)
        one = self._told[article.article_id]
        if article.revision < one.revision:
            return {}
        near = [near.article_id for near in self._near(one)]
        for other in near:
            self._unjudge(other, one.language)
        return self._weigh(self._together([one.article_id, *near]))

    def _near(self, one: Told) -> list[Near]:
        """The nearest articles of other languages."""
        if not one.vector:
            return []
        found = self._shelves[one.model].nearest_of_others(one.floats, one.language, _OF_EACH_LANGUAGE)
        likely = [near for near in found if near.cosine >= _LEAST_COSINE]
        likely = [near for near in likely if self._are_of_one_time(one, self._told[near.article_id])]
        return sorted(likely, key=lambda near: -near.cosine)[:_LOOKED_AT]

    def _are_of_one_time(self, one: Told, other: Told) -> bool:
        return not (one.is_dated and other.is_dated) or abs(one.out_at - other.out_at) <= self._window

    def _unjudge(self, article_id: str, language: str) -> None:
        """Has an article judged anew with those of a language, among which it has another to choose from."""
        judged = self._judged[article_id]
        for other in [other for other in judged if self._told[other].language == language]:
            del judged[other]
            self._judged[other].pop(article_id, None)

    def _together(self, article_ids: Iterable[str]) -> list[str]:
        """Articles with all that is linked to them, and all that is proposed together with these."""
        found: dict[str, None] = {}
        for article_id in article_ids:
            links = self._naming.get(article_id, set())
            one = self._told[article_id].invariants
            for linked in (article_id, *links, *one.alternates, *one.sources):
                root = self._proposed[linked].of if linked in self._proposed else linked
                for member in (linked, root, *sorted(self._translations.get(root, ()))):
                    if member in self._told:
                        found[member] = None
        return list(found)[:_MOST_TOGETHER]

    def _weigh(self, article_ids: list[str]) -> Changes:
        """Decides on articles from the most senior on."""
        changes: Changes = {}
        leading: list[tuple[Told, list[Told]]] = []
        for one in sorted((self._told[each] for each in article_ids), key=direction.seniority):
            judged = [(other, self._judge_group(one, other, with_)) for other, with_ in leading]
            likely = [(judgement.score, other, judgement) for other, judgement in judged if judgement is not None]
            best = max(likely, key=itemgetter(0), default=None)
            if best is None:
                leading.append((one, []))
            else:
                next(with_ for other, with_ in leading if other is best[1]).append(one)
            self._propose(one.article_id, best and _proposal(one, best[1], best[2]), changes)
        return changes

    def _judge_group(self, one: Told, leading: Told, translations: Sequence[Told]) -> Judgement | None:
        """What was found of an article and a representative; where that is not enough, of it and its translations.

        Two of them have to be surer of it, for each says less of what the representative says.
        """
        judgement = self._judge(one, leading)
        if judgement is not None or one.language == leading.language:
            return judgement
        also = (self._judge(one, other) for other in translations[:_ASKED])
        sure = sorted((each for each in also if each is not None and each.score >= SURE), key=lambda each: each.score)
        if len(sure) < _WITNESSES:
            return None
        return sure[-_WITNESSES]._replace(rule=f"as its translations do; {sure[-_WITNESSES].rule}")

    def _propose(self, article_id: str, proposal: TranslationProposal | None, changes: Changes) -> None:
        if self._proposed.get(article_id) == proposal:
            return
        changes[article_id] = proposal
        self._withdraw(article_id)
        if proposal is not None:
            self.believe(proposal)

    def _withdraw(self, article_id: str) -> None:
        before = self._proposed.pop(article_id, None)
        if before is not None:
            self._translations[before.of].discard(article_id)

    def _judge(self, one: Told, other: Told) -> Judgement | None:
        """What was found of two articles; None where that is not enough to propose it."""
        if one.language == other.language:
            return None
        judged: Mapping[str, Judgement | None] = self._judged[one.article_id]
        if other.article_id not in judged:
            found = self._found(one, other)
            self._judged[one.article_id][other.article_id] = found
            self._judged[other.article_id][one.article_id] = found
        return self._judged[one.article_id][other.article_id]

    def _found(self, one: Told, other: Told) -> Judgement | None:
        cosine = _cosine(one, other)
        if kinds := is_linked(one, other):
            if cosine is not None and cosine < _LEAST_COSINE:
                return None
            links = [TranslationEvidence(kind=kind, value="a page says so") for kind in kinds]
            return Judgement(LINKED, links, f"linked by the page itself ({', '.join(kinds)})")
        if cosine is None or cosine < _LEAST_COSINE or not self._are_of_one_time(one, other):
            return None
        found = evidence(one.invariants, other.invariants)
        if likelihood(one, other, Seen(cosine, (1.0, 1.0)), found) < LIKELY:
            return None
        seen = Seen(cosine, (cosine - self._next(one, other), cosine - self._next(other, one)))
        score = likelihood(one, other, seen, found)
        if score < LIKELY:
            return None
        margin = min(seen.margins)
        vector = f"cosine {cosine:.2f}, nearer to each other than the next of these languages by {margin:.2f}"
        told_of = [TranslationEvidence(kind="vector", value=vector)]
        told_of += [TranslationEvidence(kind=kind, value=value) for kind, value in in_words(found)]
        return Judgement(round(score, 3), told_of, "; ".join(f"{each.kind}: {each.value}" for each in told_of))

    def _next(self, one: Told, other: Told) -> float:
        """How near the nearest article of the other's language is that is no copy of the other; 0 without any."""
        shelf = self._shelves[one.model]
        for near in shelf.nearest(one.floats, other.language, _OF_EACH_LANGUAGE):
            if near.article_id != other.article_id and not self._is_copy(other, self._told[near.article_id]):
                return near.cosine
        return 0.0

    def _is_copy(self, one: Told, other: Told) -> bool:
        """Whether two articles of one language are one text, by what would not change in translation either."""
        cosine = _cosine(one, other)
        if cosine is None or cosine < _LEAST_OF_COPIES:
            return False
        found = evidence(one.invariants, other.invariants)
        return likelihood(one, other, Seen(cosine, (0.0, 0.0)), found) >= LIKELY


def _cosine(one: Told, other: Told) -> float | None:
    """How near two articles are; None without vectors of one model."""
    if not (one.vector and other.vector) or one.model != other.model:
        return None
    return float(one.floats @ other.floats)


def _proposal(one: Told, other: Told, judgement: Judgement) -> TranslationProposal:
    why = TranslationEvidence(kind="direction", value=direction.in_words(one, other))
    return TranslationProposal(
        article_id=one.article_id,
        of=other.article_id,
        score=judgement.score,
        evidence=[*judgement.evidence, why],
        rule=f"translated from {other.language}; {judgement.rule}",
    )
