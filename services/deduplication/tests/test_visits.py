"""What fingerprints of articles that others own mean to an instance."""

import pytest

from babelwire_contracts.corrections import Verdict
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.observations import Observation

from .pipeline import observation
from .stored import Stored

ORIGINAL, COPY, OTHER = observation(1, 0, 0), observation(2, 5, 0), observation(5, 9, 5)
"""On partitions 1, 2 and 2."""


def owner(*partitions: int) -> Deduplicator:
    """An instance that owns some partitions."""
    deduplicator = Deduplicator(1, Stored())
    deduplicator.share.own(partitions)
    deduplicator.begin_anew()
    return deduplicator


def observed(deduplicator: Deduplicator, seen: Observation) -> tuple[Fingerprint, int]:
    """What others read of an article that has come to its owner."""
    _, (fingerprint,) = deduplicator.observe([seen])
    return fingerprint, seen.partition


def test_a_senior_that_visits_is_copied_by_what_is_owned() -> None:
    one, two = owner(1), owner(2)
    observed(two, COPY)
    two.apply([observed(one, ORIGINAL)])
    ((amended,), said) = two.amend(10)
    assert (amended.section.duplicate.of, said) == (ORIGINAL.article_id.hex(), [])
    assert len(two) == 2


def test_a_junior_that_visits_has_its_senior_said_anew_until_it_shows() -> None:
    one, two = owner(1), owner(2)
    first = observed(one, ORIGINAL)
    visit = observed(two, COPY)
    assert one.amend(10) == ([], [])
    one.apply([visit])
    assert one.amend(10) == ([], [first[0]])
    two.apply([first])
    ((amended,), _) = two.amend(10)
    one.apply([(amended.fingerprint, COPY.partition)])
    assert one.amend(10) == ([], [])
    assert len(one) == 1


def test_what_could_not_be_said_anew_is_said_after_a_restart() -> None:
    """It was broken off, and saved in between."""
    store = Stored()
    one = Deduplicator(1, store)
    one.share.own([1])
    one.begin_anew()
    first = observed(one, ORIGINAL)
    one.apply([observed(owner(2), COPY)])
    due = one.amend(10)
    one.save({})
    one.reopen(due)
    assert (due.amended, due.said) == ([], [first[0]])
    assert one.amend(10).said == due.said
    saved = store.saved()
    assert saved is not None
    again = Deduplicator(1, store)
    again.restore(saved)
    again.share.own([1])
    again.begin_anew()
    said = again.amend(10)
    assert said.said == due.said
    assert again.settle(said) == []
    again.save({})
    again.begin_anew()
    assert again.amend(10) == ([], [])


def test_who_has_nothing_in_common_is_not_remembered_and_not_answered() -> None:
    one, two = owner(1), owner(2)
    observed(one, ORIGINAL)
    one.apply([observed(two, OTHER)])
    assert (len(one), one.to_amend) == (1, False)


def test_a_guest_that_nobody_copies_any_longer_is_forgotten() -> None:
    one, two = owner(1), owner(2)
    visit = observed(one, ORIGINAL)
    observed(two, COPY)
    two.apply([visit])
    two.amend(10)
    assert len(two) == 2
    observed(two, observation(2, 7, 5))
    two.apply([observed(one, observation(1, 8, 7))])
    two.amend(10)
    assert len(two) == 1


def test_a_guest_that_copies_another_itself_is_copied_no_longer() -> None:
    one, two = owner(1), owner(2)
    observed(two, COPY)
    two.apply([observed(one, ORIGINAL)])
    two.amend(10)
    one.observe([observation(4, 0, 8, published=-1)])
    ((amended,), _) = one.amend(10)
    two.apply([(amended.fingerprint, ORIGINAL.partition)])
    ((alone,), _) = two.amend(10)
    assert alone.section.duplicate.of is None


@pytest.mark.parametrize("verdict", Verdict)
def test_an_operator_ties_articles_of_two_owners(verdict: Verdict) -> None:
    """Whoever hears of it first: each tells the other of its own."""
    one, two = owner(1), owner(2)
    junior = COPY if verdict is Verdict.NOT_COPIES else OTHER
    first, visit = observed(one, ORIGINAL), observed(two, junior)
    two.apply([first])
    if verdict is Verdict.NOT_COPIES:
        ((amended,), _) = two.amend(10)
        visit = amended.fingerprint, junior.partition
    pair = sorted((ORIGINAL.article_id, junior.article_id))
    one.correct(pair[0], pair[1], verdict)
    one.apply([visit])
    _, (said,) = one.amend(10)
    two.correct(pair[0], pair[1], verdict)
    two.apply([(said, ORIGINAL.partition)])
    ((amended,), _) = two.amend(10)
    assert amended.section.duplicate.of == (ORIGINAL.article_id.hex() if verdict is Verdict.COPIES else None)
