"""What of meaning is decided without an index: what a query says, where likeness ends, and who reads queries."""

import asyncio
import threading
from collections.abc import Callable

import numpy as np
import pytest

from babelwire_search.adapters.embedding import ThreadedEmbedder
from babelwire_search.errors import MeaningUnavailable
from babelwire_search.likeness.pairs import likeness, told
from babelwire_search.likeness.reasons import Reason, reason
from babelwire_search.likeness.words import Rarity, bag_of, shared_words
from babelwire_search.meaning.cutoff import background, without_common
from babelwire_search.meaning.finding import Aim
from babelwire_search.meaning.query_text import language_of, text_to_embed
from babelwire_search.ports import Neighbour
from babelwire_search.query_language import read_query
from babelwire_vectors import EmbedderIsAway, ModelIsMissing, VectorSettings


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("flood in Valencia", "flood in Valencia"),
        ('"flood in Valencia"', None),
        ("title:flood", None),
        ('flood "in Valencia" -mud title:rain', "flood"),
        ("flood OR fire", None),
        ("language:es", None),
    ],
)
def test_the_words_of_a_query_are_looked_for_by_meaning_and_phrases_are_not(q: str, text: str | None) -> None:
    assert text_to_embed(read_query(q)) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("地震 避難", "zh"),
        ("地震のニュース", "ja"),
        ("지진", "ko"),
        ("землетрясение", "ru"),
        ("earthquake", None),
        ("1999", None),
    ],
)
def test_a_script_speaks_for_a_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


def sample_around(middle: float, count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """A vector, and a sample whose cosines to it lie normally around a middle."""
    cosines = np.random.default_rng(0).normal(middle, 0.07, count).astype(np.float32)
    return np.array([1, 0], np.float32), np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1)


def test_the_background_is_that_of_what_has_nothing_to_do_with_it() -> None:
    vector, sample = sample_around(0.02)
    plain = background(vector, sample, 400)
    assert plain.centre == pytest.approx(0.02, abs=0.01)
    assert plain.spread == pytest.approx(0.07, abs=0.01)
    # A tenth of all articles are about it: the bar stays nearly where it was.
    sample[:40] = [0.9, 0.436]
    assert background(vector, sample, 400).above(0, 0) == pytest.approx(plain.above(0, 0), abs=0.05)


def test_the_bar_rises_with_the_number_of_articles() -> None:
    vector, sample = sample_around(0.02)
    bars = [background(vector, sample, articles).above(0, 0) for articles in (1, 100, 10_000, 1_000_000)]
    assert bars == sorted(set(bars))
    assert background(vector, sample[:0], 0).above(0.3, 0) == 0.3


def test_what_all_articles_have_in_common_speaks_for_none() -> None:
    hub, other = np.array([[0.6, 0.8], [0.6, -0.8]], np.float32)
    sample = np.array([[0.0, 1.0]] * 3, np.float32)
    left = without_common(np.array([1.0, 0.1], np.float32), sample, 0.5)
    assert left @ other > left @ hub
    assert without_common(hub, sample[:0], 0.5) is hub


def test_nothing_is_found_where_the_nearest_is_not_near() -> None:
    near = [Neighbour("a", 0.5), Neighbour("b", 0.35), Neighbour("c", 0.25), Neighbour("d", 0.1)]
    assert not Aim(b"", best=0.51, other=0.2).is_met_by(near)
    assert not Aim(b"", best=0.51, other=0.2).is_met_by([])
    aim = Aim(b"", best=0.4, other=0.2)
    assert aim.is_met_by(near)
    assert [one.article_id for one in aim.near_enough(near)] == ["a", "b", "c"]
    assert [one.article_id for one in aim.near_enough([Neighbour("x", 0.9), *near])] == ["x", "a"]
    assert aim.near_enough([]) == []


def test_rare_words_count_and_what_all_texts_have_does_not() -> None:
    texts = ["the ferry sails", "the train waits", "the comet passes", "the choir sings"]
    rarity = Rarity(map(bag_of, texts))
    ferry, again, train = (rarity.weights(bag_of(text)) for text in (texts[0], "the ferry, again", texts[1]))
    assert shared_words(ferry, again) > 0.3
    assert shared_words(ferry, train) < 0.05
    assert bag_of("٣٤ and 34").numbers == {"34"}
    assert bag_of("東京都").counts.keys() == {"東京", "京都"}


def test_what_is_like_the_nearest_too_is_more_alike_than_what_is_as_near_by_chance() -> None:
    rarity = Rarity([])
    rows = np.array([[1, 0, 0], [0.9, 0.43, 0], [0.8, 0.6, 0], [0.8, -0.36, 0.48]], np.float32)
    one, *others = (told(row, bag_of(""), language, rarity) for row, language in zip(rows, "abcd", strict=True))
    nearest, beside, apart = likeness(one, others, rarity)
    assert nearest > beside > apart
    assert likeness(one, [], rarity).shape == (0,)


@pytest.mark.parametrize(
    ("other", "text", "expected"),
    [
        ({"story_id": "s"}, "", Reason.SAME_STORY),
        ({}, "Then Élena Prado spoke in Geneva.", Reason.SAME_PEOPLE),
        ({}, "Ships wait in Geneva.", Reason.SAME_SUBJECT),
        ({"language": "de"}, "Dann sprach Elena Prado in Geneva.", Reason.SAME_SUBJECT),
    ],
)
def test_an_article_is_shown_with_its_reason(other: dict[str, str], text: str, expected: Reason) -> None:
    one = {"story_id": "s", "language": "en"}
    found = reason(
        one, {"story_id": None, "language": "en"} | other, one_text="Yes, said Elena Prado of Geneva.", other_text=text
    )
    assert found is expected


class Scripted:
    """An embedder that does as it is told."""

    model = "scripted-00000000"
    dimensions = 2

    def __init__(self, answer: Callable[[], bytes | None]) -> None:
        self._answer = answer
        self.asked: list[str] = []

    def query(self, text: str, language: str | None) -> bytes | None:
        self.asked.append(text)
        return self._answer()

    def passages(self, texts: object) -> list[bytes | None]:
        raise NotImplementedError


async def reading(embedder: Scripted | Exception, **given: float) -> tuple[ThreadedEmbedder, asyncio.Task[None]]:
    """One that reads queries, with the task that keeps it open."""

    opened = asyncio.Event()
    loop = asyncio.get_running_loop()

    def open_(_settings: VectorSettings) -> Scripted:
        loop.call_soon_threadsafe(opened.set)
        if isinstance(embedder, Exception):
            raise embedder
        return embedder

    made = ThreadedEmbedder(VectorSettings(), kept=2, seconds=given.get("seconds", 60), open_=open_)
    task = asyncio.create_task(made.keep_open())
    await asyncio.wait_for(opened.wait(), 60)
    # The thread is done with opening before it takes anything else on.
    await asyncio.sleep(0.05)
    return made, task


async def test_the_vectors_of_the_last_queries_are_kept() -> None:
    scripted = Scripted(lambda: b"\1\2")
    embedder, task = await reading(scripted)
    for text in ("a", "b", "a", "c", "b", "a"):
        assert await embedder.embed(text, None) == b"\1\2"
    assert scripted.asked == ["a", "b", "c", "b", "a"]
    task.cancel()
    embedder.close()


async def test_a_model_that_is_slow_or_away_or_missing_is_said_to_be_so() -> None:
    go_on = threading.Event()

    def waits() -> bytes | None:
        go_on.wait(60)
        return None

    def is_away() -> bytes | None:
        raise EmbedderIsAway("no answer")

    for answer, words in ((waits, "takes too long"), (is_away, "is away")):
        embedder, task = await reading(Scripted(answer), seconds=0.05)
        with pytest.raises(MeaningUnavailable, match=words):
            await embedder.embed("a", None)
        go_on.set()
        task.cancel()
        embedder.close()
    embedder, task = await reading(ModelIsMissing("run make setup"))
    with pytest.raises(MeaningUnavailable, match="is not there"):
        embedder.model()
    task.cancel()
    embedder.close()
