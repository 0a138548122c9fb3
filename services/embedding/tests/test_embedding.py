"""What is embedded, and what is not, because the article has its vector already or a newer one."""

from itertools import permutations

import msgspec
import pytest
from tests.vectors import DigestModel

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_embedding.errors import RevisionMalformed
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_messaging.handling import Position

from .asked import Instance, record, task


@pytest.fixture
def instance() -> Instance:
    return Instance()


def texts(instance: Instance) -> list[str]:
    return [passage.text for passage in instance.model.asked]


async def test_a_task_comes_back_with_its_vector_and_all_that_it_told(instance: Instance) -> None:
    asked = task(publisher="a.example")
    (answer,) = await instance.ask(asked)
    assert isinstance(answer, EmbeddedArticle)
    assert (answer.model, len(answer.vector)) == ("digest-00000001", 32)
    for name in asked.__struct_fields__:
        assert getattr(answer, name) == getattr(asked, name)


async def test_the_same_text_is_not_embedded_again_and_what_is_new_is_told(instance: Instance) -> None:
    (first,) = await instance.ask(task())
    (again,) = await instance.ask(task(minute=5))
    assert isinstance(first, EmbeddedArticle)
    assert isinstance(again, EmbeddedArticle)
    assert (again.vector, again.revision > first.revision) == (first.vector, True)
    assert len(instance.model.asked) == 1


async def test_nothing_is_told_where_nothing_changed(instance: Instance) -> None:
    await instance.ask(task())
    assert await instance.ask(task()) == [None]
    assert len(instance.model.asked) == 1
    assert instance.read_positions == []


async def test_what_is_asked_again_is_told_again_and_not_embedded_for_that(instance: Instance) -> None:
    """As where the index has lost what the topic has."""
    (first,) = await instance.ask(task())
    assert await instance.ask(task(), again=True) == [first]
    assert instance.written == [first, first]
    assert len(instance.model.asked) == 1
    await instance.ask(task(minute=1))
    assert await instance.ask(task(), again=True) == [None]


async def test_what_is_asked_again_by_another_model_says_all_that_the_topic_does(instance: Instance) -> None:
    """What is asked again was made from a document, which may know less than the record did."""
    (first,) = await instance.ask(task(publisher="a.example"))
    assert isinstance(first, EmbeddedArticle)
    other = Instance(instance.written, DigestModel("digest-00000002"))
    (answer,) = await other.ask(task(), again=True)
    assert isinstance(answer, EmbeddedArticle)
    assert answer == msgspec.structs.replace(first, model=answer.model, vector=answer.vector)
    assert (answer.model, answer.vector == first.vector) == ("digest-00000002", False)
    (changed,) = await other.ask(task("Deprem", revision=first.revision), again=True)
    assert isinstance(changed, EmbeddedArticle)
    assert (changed.text, changed.publisher) == ("Deprem", None)


@pytest.mark.parametrize("other", [{"text": "Deprem"}, {"language": "az"}])
async def test_another_text_or_language_is_embedded(instance: Instance, other: dict[str, str]) -> None:
    await instance.ask(task())
    changed = task(other.get("text", "Deprem İzmir'i salladı"), minute=1, language=other.get("language", "tr"))
    (answer,) = await instance.ask(changed)
    assert isinstance(answer, EmbeddedArticle)
    assert answer.vector == instance.model.vector(instance.model.asked[-1])
    assert len(instance.model.asked) == 2


async def test_another_model_embeds_anew_what_has_not_changed(instance: Instance) -> None:
    await instance.ask(task())
    other = Instance(instance.written, DigestModel("digest-00000002"))
    (answer,) = await other.ask(task())
    assert isinstance(answer, EmbeddedArticle)
    assert answer.model == "digest-00000002"
    assert await other.ask(task()) == [None]


async def test_in_whatever_order_revisions_come_the_newest_stays() -> None:
    revisions = [task("Deprem", minute=0), task("Deprem oldu", minute=1), task("Deprem", minute=2)]
    for order in permutations(revisions):
        for at_once in (True, False):
            instance = Instance()
            if at_once:
                await instance.ask(*order)
            else:
                for each in order:
                    await instance.ask(each, read_back=False)
            last = instance.written[-1]
            assert last is not None
            assert (last.revision, last.text) == (revisions[2].revision, "Deprem")


async def test_an_older_revision_that_took_longer_says_nothing(instance: Instance) -> None:
    older, newer = task("Deprem", minute=0), task("Deprem oldu", minute=1)
    vectors = instance.model.vectors

    async def overtaken(passages: list[object]) -> object:
        instance.model.vectors = vectors  # type: ignore[method-assign]
        await instance.ask(newer, read_back=False)
        return await vectors(passages)  # type: ignore[arg-type]

    instance.model.vectors = overtaken  # type: ignore[method-assign,assignment]
    assert await instance.ask(older) == [None]
    assert [each.text for each in instance.written if each] == ["Deprem oldu"]


async def test_what_was_answered_and_perhaps_not_written_is_answered_again(instance: Instance) -> None:
    """A batch that was let go of after its answer comes again, to the same instance too."""
    (first,) = await instance.ask(task(), read_back=False)
    instance.written.clear()
    assert await instance.ask(task(), read_back=False) == [first]
    assert len(instance.model.asked) == 1


async def test_equal_texts_of_a_batch_are_embedded_once(instance: Instance) -> None:
    tasks = [task(url=f"https://{number}.example/1") for number in range(4)]
    answers = await instance.ask(*tasks, task("Deprem"))
    assert len({each.vector for each in answers if isinstance(each, EmbeddedArticle)}) == 2
    assert texts(instance) == [tasks[0].text, "Deprem"]


async def test_an_instance_that_starts_knows_what_the_topic_tells(instance: Instance) -> None:
    await instance.ask(task(), task("Deprem", url="https://b.example/1"))
    started = Instance(instance.written)
    assert await started.ask(task(), task("Deprem", url="https://b.example/1")) == [None, None]
    (answer,) = await started.ask(task(minute=1))
    assert answer is not None
    assert started.model.asked == []


async def test_a_vector_that_is_no_longer_there_is_made_anew(instance: Instance) -> None:
    await instance.ask(task())
    instance.written[0] = None
    (answer,) = await instance.ask(task(minute=1))
    assert isinstance(answer, EmbeddedArticle)
    assert len(instance.model.asked) == 2


async def test_a_tombstone_and_partitions_that_go_are_forgotten(instance: Instance) -> None:
    await instance.ask(task())
    instance.embedding.learn(task().article_id, None, Position("articles.embedded", 0, 1))
    assert len(instance.known) == 0
    await instance.ask(task())
    instance.embedding.forget_partitions(frozenset({0}))
    assert len(instance.known) == 0


@pytest.mark.parametrize("text", ["", "🙂 🙂", "!?"])
async def test_what_has_nothing_to_embed_gets_an_empty_vector(instance: Instance, text: str) -> None:
    (answer,) = await instance.ask(task(text))
    assert isinstance(answer, EmbeddedArticle)
    assert answer.vector == b""
    assert await instance.ask(task(text)) == [None]


async def test_what_can_never_be_embedded_goes_alone(instance: Instance) -> None:
    one, poison, other = await instance.ask(
        task("Deprem"), task("poison", url="https://b.example/1"), task("Deprem oldu", url="https://c.example/1")
    )
    assert isinstance(poison, PermanentError)
    assert isinstance(one, EmbeddedArticle)
    assert isinstance(other, EmbeddedArticle)


@pytest.mark.parametrize(
    "revision", ["", "r1", "2026-03-01-00", "2026-03-01T00:00:00.000000Z-xyz", "2026-03-01T00:00:00.000000Z-00"]
)
async def test_a_revision_that_is_none_cannot_be_ordered(instance: Instance, revision: str) -> None:
    (answer,) = await instance.ask(msgspec.structs.replace(task(), revision=revision))
    assert isinstance(answer, RevisionMalformed)


async def test_a_model_that_is_away_is_asked_again(instance: Instance) -> None:
    instance.model.fails = TransientError("away")
    with pytest.raises(TransientError):
        await instance.embedding.handle([record(task())])
    instance.model.fails = None
    assert (await instance.ask(task()))[0] is not None


async def test_an_article_takes_a_hundred_bytes(instance: Instance) -> None:
    """Of the table's pages, as SQLite counts them."""
    (one,) = await instance.ask(task())
    assert isinstance(one, EmbeddedArticle)
    count = 5000
    for number in range(count):
        article = msgspec.structs.replace(one, article_id=task(url=f"https://{number}.example/").article_id)
        instance.embedding.learn(article.article_id, article, Position("articles.embedded", number % 6, 10**6 + number))
    assert instance.known.size / count < 100
