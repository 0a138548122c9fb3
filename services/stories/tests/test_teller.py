"""What becomes of stories as articles come."""

from collections.abc import Sequence

import pytest

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_stories.errors import TimeHasNoZone, VectorIsNoVector
from babelwire_stories.likeness import Likeness
from babelwire_stories.memory import Memory
from babelwire_stories.teller import Decision, Teller

from .arrivals import article

BY_ANGLE = Likeness({"cosine": 20.0}, -14.0)
"""Two articles are alike from a cosine of 0.7 on."""


class Stories:
    """A teller and what it has told."""

    def __init__(self, *, most: int = 1000, generation: int = 1, likeness: Likeness = BY_ANGLE) -> None:
        self.memory = Memory()
        self.teller = Teller(self.memory, likeness, days=30, most=most, generation=generation)

    def tell(self, *articles: EmbeddedArticle) -> list[Decision]:
        return [self.teller.tell(each) for each in articles]

    def of(self, each: EmbeddedArticle) -> str:
        slot = self.memory.find(each.article_id)
        assert slot is not None
        return self.memory.member(slot).story_id

    def n(self, each: EmbeddedArticle) -> int:
        slot = self.memory.find(each.article_id)
        assert slot is not None
        return self.memory.version(slot).n


def bridge() -> tuple[Sequence[EmbeddedArticle], EmbeddedArticle]:
    """Two articles that lie too far apart, each alone, and one between them."""
    return [article("one", 1, apart=0.3, aside=2), article("two", 2, apart=0.3, aside=1)], article(
        "between", 1, apart=0.785, aside=2
    )


def test_an_article_joins_the_story_of_what_is_like_it_and_opens_one_where_nothing_is() -> None:
    stories = Stories()
    first, second, other = article("a", 1), article("b", 1, language="tr"), article("c", 2)
    opened, joined, apart = stories.tell(first, second, other)
    assert stories.of(first) == stories.of(second) == first.article_id
    assert stories.of(other) == other.article_id
    assert joined.joined is not None
    assert joined.joined.article_id == first.article_id
    assert opened.joined is None
    assert apart.joined is None


def test_what_two_articles_share_is_told() -> None:
    stories = Stories()
    _, decision = stories.tell(
        article("a", 1, "At least 120 hurt as a 5.8 quake hits Malatya", hours=-6),
        article("b", 1, "Malatya'da 5,8 büyüklüğünde deprem: 120 yaralı", language="tr"),
    )
    assert decision.joined is not None
    assert (decision.joined.names, decision.joined.numbers) == (["Malatya"], ["5,8", "120"])
    assert decision.joined.days_apart == 0.25


def test_stories_that_turn_out_to_be_one_are_merged_under_the_eldest_id() -> None:
    stories = Stories()
    (one, two), between = bridge()
    stories.tell(one, two)
    assert stories.of(two) == two.article_id
    (decision,) = stories.tell(between)
    assert {stories.of(each) for each in (one, two, between)} == {one.article_id}
    assert [stories.memory.article_id(slot) for slot in decision.changed] == [two.article_id, between.article_id]
    assert stories.n(two) == 1


def test_a_story_is_parted_and_the_founders_part_keeps_the_id() -> None:
    stories = Stories()
    (one, two), between = bridge()
    stories.tell(one, two, between)
    moved = article("between", 3, "Something else altogether.", revision=2)
    (decision,) = stories.tell(moved)
    assert [stories.of(each) for each in (one, two, moved)] == [one.article_id, two.article_id, moved.article_id]
    assert stories.memory.find(two.article_id) in decision.changed
    assert stories.n(two) == 2


def test_a_founder_that_is_revised_away_leaves_a_story_of_its_own_founder() -> None:
    stories = Stories()
    first, second, third = article("a", 1), article("b", 1), article("c", 1)
    stories.tell(first, second, third)
    stories.tell(article("a", 5, "About another thing now.", revision=2))
    assert stories.of(first) == first.article_id
    assert stories.of(second) == stories.of(third) == second.article_id


def test_a_known_text_keeps_its_story_and_an_older_revision_changes_nothing() -> None:
    stories = Stories()
    first, second = article("a", 1), article("b", 1)
    stories.tell(first, second)
    (again,) = stories.tell(second)
    assert again.changed == [stories.memory.find(second.article_id)]
    assert (stories.of(second), stories.n(second)) == (first.article_id, 1)
    (late,) = stories.tell(article("b", 4, "As it was before.", revision=0))
    assert late.changed == []
    assert stories.of(second) == first.article_id


def test_a_raised_generation_decides_anew() -> None:
    stories = Stories()
    stories.tell(article("a", 1), article("b", 1))
    again = Teller(stories.memory, BY_ANGLE, days=30, most=1000, generation=2)
    again.tell(article("b", 1))
    slot = stories.memory.find(article("b", 1).article_id)
    assert slot is not None
    assert stories.memory.version(slot).generation == 2


def test_vectors_of_two_models_are_never_compared_and_a_story_outlives_its_model() -> None:
    stories = Stories()
    first, second = article("a", 1), article("b", 1)
    stories.tell(first, second)
    stories.tell(article("c", 1, model="another-11111111"))
    assert stories.of(article("c", 1)) == article("c", 1).article_id
    stories.tell(article("b", 1, model="another-11111111"))
    assert stories.of(second) == first.article_id
    stories.tell(article("d", 1, model="another-11111111"))
    assert stories.of(article("d", 1)) == stories.of(second) == first.article_id


def test_articles_of_other_times_are_no_story_however_late_they_come() -> None:
    stories = Stories()
    now, long_ago = article("a", 1), article("b", 1, hours=-24 * 400)
    also = article("c", 1, hours=-24 * 401)
    stories.tell(now, long_ago, also)
    assert stories.of(long_ago) == stories.of(also) == long_ago.article_id
    assert stories.of(now) == now.article_id


def test_what_came_longest_ago_is_forgotten_first() -> None:
    stories = Stories(most=3)
    articles = [article(name, 1) for name in "abcde"]
    stories.tell(*articles)
    assert len(stories.memory) == 3
    assert stories.memory.find(articles[0].article_id) is None
    assert {stories.of(each) for each in articles[2:]} == {articles[0].article_id}


@pytest.mark.parametrize("bad", [bytes(16), bytes(range(1, 9))])
def test_a_vector_that_is_none_is_refused_and_changes_nothing(bad: bytes) -> None:
    stories = Stories()
    good = article("a", 1)
    stories.tell(good)
    fields = {name: getattr(good, name) for name in good.__struct_fields__}
    with pytest.raises(VectorIsNoVector):
        stories.tell(EmbeddedArticle(**fields | {"vector": bad, "revision": "9"}))
    assert stories.of(good) == good.article_id
    assert stories.tell(article("b", 1))[0].joined is not None


def test_a_date_without_a_zone_is_refused_and_changes_nothing() -> None:
    stories = Stories()
    good = article("a", 1)
    stories.tell(good)
    fields = {name: getattr(good, name) for name in good.__struct_fields__}
    with pytest.raises(TimeHasNoZone):
        stories.tell(EmbeddedArticle(**fields | {"published_at": good.captured_at.replace(tzinfo=None)}))
    assert stories.of(good) == good.article_id
    assert len(stories.memory) == 1


def test_an_article_that_has_no_vector_any_more_leaves_its_story() -> None:
    stories = Stories()
    first, second, third = article("a", 1), article("b", 1), article("c", 1)
    stories.tell(first, second, third)
    decision = stories.teller.withdraw(first)
    assert decision.is_withdrawn
    assert stories.memory.find(first.article_id) is None
    assert stories.of(second) == stories.of(third) == second.article_id


def test_a_story_larger_than_can_be_compared_at_once_is_joined() -> None:
    stories = Stories()
    many = [article(f"m{number}", 1, apart=0.2) for number in range(120)]
    stories.tell(*many)
    assert {stories.of(each) for each in many} == {many[0].article_id}
