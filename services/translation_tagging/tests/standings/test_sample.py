"""The articles that a publisher is judged by: the same of one set in any order, and never more than 64."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_contracts.publishers import PublisherObservation
from babelwire_contracts.sections import TranslationMethod, TranslationStatus
from babelwire_translation_tagging.standings.rule import follows
from babelwire_translation_tagging.standings.sample import SIZE, Sample, Taken

from .seen import ORIGINAL, SILENT, TRANSLATED, article_id, articles, observed

observations = st.builds(
    observed,
    st.integers(0, 150),
    st.sampled_from(TranslationStatus),
    st.none() | st.sampled_from(TranslationMethod),
    revision=st.integers(0, 3),
    generation=st.integers(1, 2),
)


def sample_of(seen: list[PublisherObservation]) -> Sample:
    sample = Sample()
    for one in seen:
        sample.take(one)
    return sample


@settings(max_examples=150, deadline=None)
@given(st.lists(observations, max_size=120), st.randoms(use_true_random=False))
def test_any_order_and_any_duplicates_give_the_same(seen: list[PublisherObservation], chance: random.Random) -> None:
    again = [*seen, *seen[::3]]
    chance.shuffle(again)
    one, other = sample_of(seen), sample_of(again)
    assert sorted(one.seen(), key=str) == sorted(other.seen(), key=str)
    assert follows(one.seen()) == follows(other.seen())
    assert len(one) <= SIZE


def test_it_has_those_of_the_smallest_ids() -> None:
    sample = sample_of([observed(number, SILENT) for number in range(1000)])
    assert {one.article_id for one in sample.seen()} == set(sorted(map(article_id, range(1000)))[:SIZE])


def test_of_an_article_the_newest_counts_whenever_it_comes() -> None:
    older, newer = observed(1, TRANSLATED, revision=1), observed(1, ORIGINAL, revision=2)
    for order in ([older, newer], [newer, older]):
        assert sample_of(order).seen() == [newer]
    raised = observed(1, SILENT, revision=1, generation=2)
    assert sample_of([older, raised]).seen() == sample_of([raised, older]).seen() == [raised]


def test_what_cannot_matter_is_not_wanted() -> None:
    sample = sample_of([observed(number, SILENT, revision=2) for number in range(1000)])
    inside = sample.seen()[0].article_id
    outside = max(map(article_id, range(1000)))
    version = observed(0, SILENT, revision=2).version
    assert not sample.wants(outside, observed(0, SILENT, revision=3).version)
    assert not sample.wants(inside, version)
    assert not sample.wants(inside, observed(0, SILENT, revision=1).version)
    assert sample.wants(inside, observed(0, SILENT, revision=3).version)
    assert sample.wants("0" * 32, version)
    assert Sample().wants(outside, version)


def test_it_tells_what_has_become_of_an_observation() -> None:
    sample = sample_of(articles(SIZE))
    largest = max(one.article_id for one in sample.seen())
    small = observed(-1, TRANSLATED)
    small = PublisherObservation(
        domain=small.domain, article_id="0" * 32, version=small.version, status=small.status, method=small.method
    )
    assert sample.take(small) == Taken(changed=True, dropped=largest)
    assert sample.take(small) == Taken()
    late = PublisherObservation(
        domain=small.domain,
        article_id=small.article_id,
        version=observed(0, SILENT, generation=0).version,
        status=ORIGINAL,
    )
    assert sample.take(late) == Taken(outdated=True)
    large = observed(max(range(2000), key=article_id), TRANSLATED)
    assert sample.take(large) == Taken(dropped=large.article_id)


def test_one_that_is_removed_is_gone() -> None:
    sample = sample_of(articles(3))
    sample.remove(article_id(1))
    sample.remove(article_id(1))
    assert {one.article_id for one in sample.seen()} == {article_id(0), article_id(2)}
