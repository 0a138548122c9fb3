"""Has the service's own writer tell stories of articles that come one by one."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tests.quality.stories.dataset import Article

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_stories.likeness import Likeness
from babelwire_stories.memory import Memory
from babelwire_stories.teller import Teller


@dataclass(frozen=True, slots=True)
class Told:
    """The story of each article at the end, and how often the `story_id` of one that was there changed."""

    stories: list[str]
    changes: int


def tell(articles: Sequence[EmbeddedArticle], likeness: Likeness, *, seed: int | None = None) -> Told:
    """The stories of articles, in their order; with a `seed`, of them shuffled."""
    memory = Memory()
    teller = Teller(memory, likeness, days=30, most=1_000_000)
    order = list(articles)
    if seed is not None:
        random.Random(seed).shuffle(order)
    changes = sum(len(teller.tell(article).changed) - 1 for article in order)
    stories = []
    for article in articles:
        slot = memory.find(article.article_id)
        assert slot is not None
        stories.append(memory.rows.story[slot].hex())
    return Told(stories, changes)


def pairs_alike(articles: Sequence[Article]) -> list[tuple[str, str]]:
    """The events that are alike and not one."""
    return sorted({(min(each.event, each.alike), max(each.event, each.alike)) for each in articles if each.alike})
