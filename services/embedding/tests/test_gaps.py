"""Which articles lack their vector in the index, and what is written for them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import msgspec
import pytest

from babelwire_contracts.embeddings import EmbeddingTask
from babelwire_embedding import speed
from babelwire_embedding.beginnings import text_hash
from babelwire_embedding.filling import Filled, fill_gaps
from babelwire_embedding.gaps import look_for_gaps
from babelwire_embedding.ports import IndexedVector, WaitingTask
from babelwire_embedding.tasks import ArticleContent, TaggedView, ToldOrigin, task_of, text_of
from babelwire_vectors import ModelIsMissing, Passage, VectorSettings, model_of

from .asked import START
from .doubles import FirstByte

T = TypeVar("T", TaggedView, IndexedVector)


def article(number: int, title: str = "Deprem", language: str | None = "tr") -> TaggedView:
    """An article of which the id is a number."""
    content = ArticleContent(
        revision=f"2026-03-01T00:00:00.000000Z-{number:032x}",
        content_hash=f"{number:032x}",
        captured_at=START,
        title=title,
        body=f"İzmir {number}.",
    )
    tags = ToldOrigin(language=language) if language else msgspec.UNSET
    return TaggedView(article_id=f"{number:032x}", capture_id=f"{number:032x}", content=content, tags=tags)


def vector(of: TaggedView) -> IndexedVector:
    """What an index has of an article's vector."""
    return IndexedVector(of.article_id, text_hash(text_of(of.content)))


@dataclass
class Pages(Generic[T]):
    """What is read in the order of the ids, so many at once."""

    all: Sequence[T]
    at_once: int = 3
    asked: list[str] = field(default_factory=list)

    async def after(self, article_id: str) -> Sequence[T]:
        self.asked.append(article_id)
        following = [each for each in self.all if each.article_id > article_id]
        return sorted(following, key=lambda each: each.article_id)[: self.at_once]


class Lane:
    """A lane in a list."""

    def __init__(self) -> None:
        self.written: list[EmbeddingTask] = []
        self.sizes: list[int] = []

    async def write(self, tasks: Sequence[EmbeddingTask]) -> None:
        self.written += tasks
        self.sizes.append(len(tasks))


ARTICLES = [article(number) for number in range(10)]


async def gaps(articles: Pages[TaggedView], vectors: Pages[IndexedVector]) -> list[tuple[int, bool]]:
    """The numbers of the articles that lack their vector, each with whether it has one of another text."""
    found = [gap async for looked in look_for_gaps(articles, vectors) for gap in looked.gaps]
    return [(int(gap.article.article_id, 16), gap.is_outdated) for gap in found]


@pytest.mark.parametrize(("of_articles", "of_vectors"), [(3, 3), (1, 4), (4, 1), (100, 2), (2, 100)])
async def test_a_gap_is_an_article_without_a_vector_or_with_one_of_another_text(
    of_articles: int, of_vectors: int
) -> None:
    vectors = [vector(each) for each in ARTICLES if int(each.article_id, 16) not in {0, 4, 5, 9}]
    vectors += [vector(article(4, "Eski")), vector(article(20)), vector(article(30))]
    removed, kept = {2, 7}, [each for each in ARTICLES if int(each.article_id, 16) not in {2, 7}]
    assert {int(each.article_id, 16) for each in vectors} > removed
    found = await gaps(Pages(kept, of_articles), Pages(vectors, of_vectors))
    assert found == [(0, False), (4, True), (5, False), (9, False)]


async def test_where_all_have_theirs_there_is_no_gap_and_where_none_has_all_are() -> None:
    assert await gaps(Pages(ARTICLES), Pages([vector(each) for each in ARTICLES])) == []
    assert await gaps(Pages(ARTICLES), Pages([])) == [(number, False) for number in range(10)]
    assert await gaps(Pages([]), Pages([vector(ARTICLES[0])])) == []


async def test_what_has_nothing_to_embed_has_its_vector_once_the_index_says_so() -> None:
    silent = article(1, "")
    silent = msgspec.structs.replace(silent, content=msgspec.structs.replace(silent.content, body=""))
    assert text_of(silent.content) == ""
    assert await gaps(Pages([silent]), Pages([])) == [(1, False)]
    assert await gaps(Pages([silent]), Pages([vector(silent)])) == []


async def test_each_side_is_read_once_a_page_at_a_time() -> None:
    articles, vectors = Pages(ARTICLES, 3), Pages([vector(each) for each in ARTICLES], 4)
    await gaps(articles, vectors)
    assert articles.asked == ["", *(f"{number:032x}" for number in (2, 5, 8, 9))]
    assert vectors.asked == ["", *(f"{number:032x}" for number in (3, 7))]


async def filled(lane: Lane | None, waiting: set[WaitingTask] = set(), rate: float = 1e6) -> Filled:  # noqa: B006
    """What comes of ten articles, of which three have their vectors and one has another text's."""
    articles = [*ARTICLES[:8], article(8, language="az"), article(9, language=None)]
    vectors = [*(vector(each) for each in ARTICLES[:3]), vector(article(3, "Eski"))]
    reports: list[Filled] = []
    done = await fill_gaps(
        Pages(articles), Pages(vectors), waiting, lane, rate=rate, report=lambda each: reports.append(replace(each))
    )
    assert [each.articles for each in reports] == [3, 6, 9, 10]
    return done


async def test_each_gap_gets_a_task_unless_it_waits_already() -> None:
    lane = Lane()
    waits = {WaitingTask.of(each.article_id, text_hash(text_of(each.content))) for each in ARTICLES[4:6]}
    # A task of another text does not stand for one of this.
    waits |= {WaitingTask.of(ARTICLES[6].article_id, text_hash("Eski"))}
    done = await filled(lane, waits)
    assert (done.missing, done.outdated, done.gaps, done.waiting, done.written) == (6, 1, 7, 2, 5)
    assert done.by_language == {"tr": 5, "az": 1, "und": 1}
    expected = [*(ARTICLES[number] for number in (3, 6, 7)), article(8, language="az"), article(9, language=None)]
    assert lane.written == [task_of(each) for each in expected]


async def test_a_dry_run_counts_the_same_and_keeps_a_sample() -> None:
    done = await filled(None)
    assert (done.gaps, done.waiting, done.written) == (7, 0, 0)
    assert [each.language for each in done.sample] == [*["tr"] * 5, "az", "und"]
    assert done.sample[0].text == "Deprem\n\nİzmir 3."


async def test_no_more_tasks_go_in_a_second_than_were_allowed() -> None:
    lane, began = Lane(), time.monotonic()
    await filled(lane, rate=20.5)
    # Four steps, which a page's end cuts: the last begins once those before have had their time.
    assert time.monotonic() - began >= (sum(lane.sizes) - lane.sizes[-1]) / 20.5
    assert max(lane.sizes) <= 20


async def test_the_speed_is_measured_or_it_is_said_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    sample, settings = [Passage(f"text {number}", "en") for number in range(40)], VectorSettings()
    model = model_of(settings)
    monkeypatch.setattr(speed, "open_embedder", lambda _settings: FirstByte())
    told = speed.measured(settings, sample, model)
    assert told.texts_per_second is not None
    assert told.texts_per_second > 100
    assert "40 of the gaps" in told.told
    assert speed.measured(settings, sample, "other-00000000") == speed.Speed(
        None, f"not measured: the settings here name another model, {model}"
    )
    assert speed.measured(settings, [Passage("away", "en")], model).told == "not measured: the server is away"

    def missing(_settings: VectorSettings) -> FirstByte:
        raise ModelIsMissing("no model here: make setup")

    monkeypatch.setattr(speed, "open_embedder", missing)
    assert speed.measured(settings, sample, model).told == "not measured: no model here: make setup"
