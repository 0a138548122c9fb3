"""Pairs of the set that are called copies, against those that are."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from tests.quality.copies.dataset import Article

SAME_EVENT = "same event (ECB+)"
OTHERS = "unrelated"


class Rate(msgspec.Struct, kw_only=True):
    """So many of so many pairs."""

    found: int
    of: int

    @property
    def share(self) -> float:
        return self.found / self.of if self.of else 0.0


class Score(msgspec.Struct, kw_only=True):
    """`recall` is by kind of edit: copies that are in one group with the text that they copy.

    `false` is by kind of look-alike, over all pairs of its families.
    """

    precision: Rate
    recall: dict[str, Rate]
    false: dict[str, Rate]
    missed: list[tuple[Article, Article]]
    wrong: list[tuple[Article, Article]]

    @property
    def mean_recall(self) -> float:
        return sum(rate.share for rate in self.recall.values()) / len(self.recall) if self.recall else 0.0


def score(articles: Sequence[Article], group_of: Mapping[str, str]) -> Score:
    """`group_of` names the group that each article was put into, by its id; an article alone is in one of its own."""
    by_group: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_group[group_of[article.id]].append(article)
    found: Counter[bool] = Counter()
    wrong: list[tuple[Article, Article]] = []
    false: Counter[str] = Counter()
    for members in by_group.values():
        for one, other in itertools.combinations(members, 2):
            if one.group in other.quotes or other.group in one.quotes:
                continue
            right = one.group == other.group
            found[right] += 1
            if not right:
                false[sort_of_pair(one, other)] += 1
                wrong.append((one, other))
    recall, missed = _recall(articles, group_of)
    every = {sort: Rate(found=false[sort], of=of) for sort, of in _pairs_that_are_none(articles).items()}
    return Score(
        precision=Rate(found=found[True], of=found.total()), recall=recall, false=every, missed=missed, wrong=wrong
    )


def sort_of_pair(one: Article, other: Article) -> str:
    """What two articles that are no copies have in common."""
    if _alike(one) != _alike(other):
        return OTHERS
    if one.family.startswith("look-alikes"):
        return _template(one)
    return SAME_EVENT if one.family.startswith("ecb") else OTHERS


def _alike(article: Article) -> tuple[str, str]:
    """What its look-alikes have in common: the template, by kind and language, whichever family; else the family."""
    made = article.family.startswith("look-alikes")
    return (_template(article), article.text.language) if made else (article.family, "")


def _template(article: Article) -> str:
    """The kind of look-alikes of a family of theirs; also that of a copy, which has a kind of its own."""
    return article.family.removeprefix("look-alikes ").rpartition(" ")[0]


def _recall(
    articles: Iterable[Article], group_of: Mapping[str, str]
) -> tuple[dict[str, Rate], list[tuple[Article, Article]]]:
    copied = {article.id: article for article in articles if article.id == article.group}
    recall: dict[str, Rate] = {}
    missed = []
    for article in articles:
        if article.id == article.group or article.group not in copied:
            continue
        rate = recall.setdefault(article.kind, Rate(found=0, of=0))
        rate.of += 1
        if group_of[article.id] == group_of[article.group]:
            rate.found += 1
        else:
            missed.append((copied[article.group], article))
    return dict(sorted(recall.items())), missed


def _pairs_that_are_none(articles: Iterable[Article]) -> dict[str, int]:
    """How many pairs of each sort there are; of the unrelated, those of one document in several languages."""
    alike: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in articles:
        alike[_alike(article)].append(article)
    counted: Counter[str] = Counter()
    for members in alike.values():
        for one, other in itertools.combinations(members, 2):
            if one.group != other.group and not one.quotes and not other.quotes:
                counted[sort_of_pair(one, other)] += 1
    return dict(sorted(counted.items()))
