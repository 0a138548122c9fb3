"""How well stories that were told are those that are."""

import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.quality.stories.dataset import Article
from tests.quality.stories.telling import pairs_alike

_DRAWS: Final = 200


@dataclass(frozen=True, slots=True)
class Score:
    """`ari` is the adjusted Rand index (Hubert and Arabie 1985); B-cubed as Bagga and Baldwin 1998 have it.

    `apart` is the share of alike events, two by two, of which no article is in a story with one of the other;
    `alone` that of the articles with an event for themselves that are alone.
    """

    ari: float
    precision: float
    recall: float
    apart: float
    alone: float

    @property
    def f(self) -> float:
        """B-cubed F."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def score(articles: Sequence[Article], stories: Sequence[str]) -> Score:
    """Scores stories, one for each article."""
    events = [each.event for each in articles]
    sizes, told = Counter(events), Counter(stories)
    both = Counter(zip(events, stories, strict=True))
    of_event = defaultdict(set)
    for event, story in both:
        of_event[event].add(story)
    alike = pairs_alike(articles)
    single = [story for event, story in zip(events, stories, strict=True) if sizes[event] == 1]
    count = len(articles)
    return Score(
        ari=rand(events, stories),
        precision=sum(n * n / told[story] for (_, story), n in both.items()) / count,
        recall=sum(n * n / sizes[event] for (event, _), n in both.items()) / count,
        apart=statistics.mean(of_event[one].isdisjoint(of_event[other]) for one, other in alike) if alike else 1.0,
        alone=statistics.mean(told[story] == 1 for story in single) if single else 1.0,
    )


def rand(ones: Sequence[str], others: Sequence[str]) -> float:
    """The adjusted Rand index of two ways to part the same things."""
    both = _pairs(Counter(zip(ones, others, strict=True)))
    first, second = _pairs(Counter(ones)), _pairs(Counter(others))
    expected = first * second / (len(ones) * (len(ones) - 1) / 2)
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def interval(articles: Sequence[Article], stories: Sequence[str], measure: str) -> tuple[float, float]:
    """Where a measure lies nineteen times in twenty, were other events drawn (bootstrap over events)."""
    by_event = defaultdict(list)
    for number, article in enumerate(articles):
        by_event[article.event].append(number)
    events = sorted(by_event)
    found = []
    for seed in range(_DRAWS):
        # An event drawn twice counts once: as another of the same name its articles would all be told wrongly.
        drawn = sorted(set(random.Random(seed).choices(events, k=len(events))))
        chosen = [number for event in drawn for number in by_event[event]]
        found.append(getattr(score([articles[each] for each in chosen], [stories[each] for each in chosen]), measure))
    found.sort()
    return found[_DRAWS // 40], found[-_DRAWS // 40]


def _pairs(counts: Counter[str] | Counter[tuple[str, str]]) -> float:
    return sum(count * (count - 1) / 2 for count in counts.values())
