"""Three instances hold a share each, and decide what one would that has all."""

from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from babelwire_contracts.records import IngestedArticle
from babelwire_deduplication.adapters.state_store import SqliteStateStore
from babelwire_deduplication.saving import FORM
from babelwire_messaging.topics import cluster_id

from .news import News, running

pytestmark = pytest.mark.stack

TEXTS = 40


@pytest.fixture
def news(kafka_bootstrap: str) -> News:
    return News(kafka_bootstrap)


async def remembered(news: News, folder: Path) -> set[bytes]:
    """The ids of the articles that an instance, which has ended, has saved."""
    store = SqliteStateStore(folder, FORM, timedelta(days=1))
    with store.opened(await cluster_id(news.kafka)):
        saved = store.saved()
        assert saved is not None
        return {article_id for chunk in saved.rows for article_id, _row in chunk}


async def test_shares_decide_as_one_through_starts_losses_and_handovers(news: News, tmp_path: Path) -> None:
    texts = [news.text() for _ in range(TEXTS)]
    originals = [news.article(f"original {number}", text, 100 + number) for number, text in enumerate(texts)]
    cut = [" ".join(text.split()[:100]) for text in texts]
    early = [news.article(f"early copy {number}", text, 200 + number) for number, text in enumerate(cut)]
    late = [news.article(f"late copy {number}", text, 300 + number) for number, text in enumerate(cut)]
    elder = [news.article(f"elder {number}", text, number) for number, text in enumerate(texts[:10])]
    every = [*originals, *early, *late, *elder]
    leads: list[IngestedArticle] = originals
    wanted: dict[str, str | None] = {}

    def want(articles: list[IngestedArticle]) -> dict[str, str | None]:
        wanted.update({one.article_id: leads[number].article_id for number, one in enumerate(articles)})
        wanted.update({one.article_id: None for one in leads})
        return wanted

    async with AsyncExitStack() as two:
        async with AsyncExitStack() as third:
            for name in ("1", "2"):
                await two.enter_async_context(running(news, name, tmp_path))
            await third.enter_async_context(running(news, "3", tmp_path))
            mixed = [one for both in zip(early, originals, strict=True) for one in both]
            news.chance.shuffle(mixed)
            await news.write(*mixed)
            await news.until([*originals, *early], want(early))
        # What the third had is handed over to the others, which have to find it again for these.
        await news.write(*late)
        await news.until([*originals, *early, *late], want(late))
        # It comes back, with a disk that has fallen behind; elder articles turn everything round.
        await two.enter_async_context(running(news, "3", tmp_path))
        await news.shared_among(3)
        await news.write(*elder)
        leads = [*elder, *originals[10:]]
        wanted.update({one.article_id: elder[number].article_id for number, one in enumerate(originals[:10])})
        want(early)
        await news.until(every, want(late))
    shares = [await remembered(news, tmp_path / name) for name in ("1", "2", "3")]
    ids = {bytes.fromhex(one.article_id) for one in every}
    assert ids <= set().union(*shares)
    # The other two may not have let go yet of what they handed over to the one that came back.
    assert len(shares[-1] & ids) < 0.8 * len(ids), "an instance holds what is not its share"
