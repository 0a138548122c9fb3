"""Candidates are those of a comparison of everything with everything, and whoever sees another is told of."""

from dataclasses import dataclass, field

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_comparison.reduction import SKETCH
from babelwire_deduplication.articles import Articles, Seniority
from babelwire_deduplication.candidates import Candidates
from babelwire_deduplication.features import features_of
from babelwire_deduplication.sharing import NOBODY, Asking

from .greedy import Found, most_alike, narrowed

WINDOW = 6
RUNS = range(100, 134)

sketches = st.one_of(
    st.sets(st.sampled_from(RUNS[:8]), max_size=5),
    st.sets(st.sampled_from(RUNS), min_size=SKETCH, max_size=SKETCH),
    st.sets(st.sampled_from(RUNS), max_size=SKETCH),
).map(lambda runs: tuple(sorted(runs)))
texts = st.builds(Found, st.integers(1, 5), sketches)
pool = st.lists(texts, min_size=1, max_size=5)
which = st.integers(0, 30)
minutes = st.integers(0, 9)
steps = st.one_of(
    st.tuples(st.just("come"), which, minutes),
    st.tuples(st.just("come"), which, minutes),
    st.tuples(st.just("decide"), which, st.just(1)),
    st.tuples(st.just("decide"), which, st.integers(0, 1)),
    st.tuples(st.just("change"), which, which),
    st.tuples(st.just("move"), which, minutes),
    st.tuples(st.just("go"), which, st.just(0)),
)


@dataclass
class Shelf:
    """Articles of texts from a pool, some of them decided to be representatives; and the same by the rule itself."""

    pool: list[Found]
    compared: int = 3
    articles: Articles = field(default_factory=Articles)
    texts: dict[int, Found] = field(default_factory=dict)
    leading: set[int] = field(default_factory=set)
    decided: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.candidates = Candidates(self.articles, WINDOW)

    def order(self, slot: int) -> Seniority:
        return self.articles.seniority(slot)

    def take(self, step: tuple[str, int, int]) -> None:
        """Takes a step, with the article that the number stands for where there is one."""
        kind, number, value = step
        if kind == "come":
            article_id = (len(self.articles) * 7919 % (1 << 16)).to_bytes(16, "little")
            slot = self.articles.add(article_id, number % 7 % 3)
            self.articles.times[slot] = value
            self.articles[slot].addressed = bool(number % 3)
            self.enter(slot, self.pool[number % len(self.pool)])
            return
        if not self.texts:
            return
        slot = sorted(self.texts)[number % len(self.texts)]
        if kind == "decide":
            self.lead(slot, leads=bool(value))
            self.decided.add(slot)
            return
        self.lead(slot, leads=False)
        self.decided.discard(slot)
        if kind == "move":
            self.articles.times[slot] = value
            return
        self.candidates.leave(self.articles.text(slot))
        del self.texts[slot]
        if kind == "change":
            self.enter(slot, self.pool[value % len(self.pool)])

    def enter(self, slot: int, text: Found) -> None:
        row = features_of(text.hash.to_bytes(4, "little") + bytes(4), np.array(text.sketch, dtype=np.uint32))
        (self.articles[slot].text,) = self.candidates.enter([slot], [row])
        self.texts[slot] = text._replace(partition=self.articles.partition(slot))

    def lead(self, slot: int, *, leads: bool) -> None:
        """Notes whether an article leads, and checks that all who see another by that are told of."""
        before = {one: self.seniors(one) for one in self.decided}
        text = self.articles.text(slot)
        (common,) = self.candidates.common([self.candidates.features(text)])
        told = self.candidates.lead(slot, text, common, leads=leads)
        self.leading = self.leading | {slot} if leads else self.leading - {slot}
        assert self.candidates.leads(text) == leads
        changed = {one for one in self.decided if self.seniors(one) != before[one]}
        assert changed - {slot} <= set(told)
        assert all(self.articles.time(slot) <= self.articles.time(one) for one in told)

    def seniors(self, slot: int) -> list[int]:
        """Whom an article is compared with, by the rule itself."""
        time = self.articles.time(slot)
        near = [one for one in self.leading if self.order(one) < self.order(slot)]
        near = sorted((one for one in near if time - self.articles.time(one) <= WINDOW), key=self.order)
        return [near[at] for at in most_alike(self.texts[slot], [self.texts[one] for one in near], self.compared)]

    def check(self) -> None:
        slots = list(self.texts)
        rows = [self.candidates.features(self.articles.text(slot)) for slot in slots]
        for slot, common in zip(slots, self.candidates.common(rows), strict=True):
            asking = Asking(slot, self.order(slot), self.articles.partition(slot))
            seniors, frame = self.candidates.seniors(asking, common, self.compared)
            assert seniors == self.seniors(slot)
            told = asking._replace(slot=NOBODY, frame=frame)
            assert set(seniors) <= {slot, *self.candidates.seniors(told, common, len(slots))[0]}


@settings(max_examples=300, deadline=None)
@given(pool, st.lists(steps, max_size=40), st.integers(1, 4), st.integers(1, 3))
def test_candidates_are_those_of_the_rule_whatever_came_and_went(
    pool: list[Found], taken: list[tuple[str, int, int]], most: int, compared: int
) -> None:
    with narrowed(most):
        shelf = Shelf(pool, compared)
        for step in taken:
            shelf.take(step)
            shelf.check()


def test_texts_that_are_gone_are_forgotten() -> None:
    shelf = Shelf([Found(1, tuple(RUNS[:3]))])
    for _ in range(3000):
        shelf.take(("come", 0, 0))
        shelf.take(("go", 0, 0))
        shelf.candidates.compact()
    assert len(shelf.candidates._postings) < 4 * 2000
    shelf.take(("come", 0, 0))
    shelf.take(("decide", 0, 1))
    shelf.take(("come", 0, 1))
    shelf.check()
    assert len(shelf.seniors(3001)) == 1
