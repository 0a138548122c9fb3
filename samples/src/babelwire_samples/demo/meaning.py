"""What is known by meaning: articles that tell one event in several languages, and what English words find in others.

Vectors come behind the pipeline, so that the demo waits for them after everything is indexed.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from babelwire_samples.demo.reading import Document, Reader

QUERY: Final = {"q": "earthquake in Derinova", "reader": "en"}
"""English words on an event that no article tells in English."""

_PAUSE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Meant:
    """How many of the articles are in a story, the story told in the most languages, and what the query finds."""

    in_stories: int
    articles: int
    story: Document | None
    found: list[Document]


async def understood(
    search: Reader, article_ids: Iterable[str], within: float, progress: Callable[[int], None]
) -> Meant:
    """What is found by meaning once every article is in a story, or after `within` seconds.

    `progress` is called with how many are.
    """
    waiting = dict.fromkeys(article_ids)
    articles = len(waiting)
    loop = asyncio.get_running_loop()
    until = loop.time() + within
    while True:
        documents = await search.documents(waiting)
        waiting = {each: None for each in waiting if not documents.get(each, {}).get("story_id")}
        progress(articles - len(waiting))
        if not waiting or loop.time() > until:
            break
        await asyncio.sleep(_PAUSE)
    return Meant(articles - len(waiting), articles, await search.widest_story(), await search.found(QUERY))
