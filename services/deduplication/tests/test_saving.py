"""What an instance has saved it goes on with, as if it had never ended."""

import random

import pytest

from babelwire_contracts.sections import Duplicate
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.saving import FORM

from .families import at_rest, family, portions, revision
from .pipeline import observation
from .stored import Stored

TEXTS = family(40, 0.8)


def begun(store: Stored) -> Deduplicator:
    """An instance that owns everything, and goes on with what is saved."""
    deduplicator = Deduplicator(1, store)
    if saved := store.saved():
        deduplicator.restore(saved)
    deduplicator.share.own(range(6))
    deduplicator.begin_anew()
    return deduplicator


@pytest.mark.parametrize("seed", range(5))
def test_an_instance_that_begins_again_after_each_batch_decides_as_one_that_never_ended(seed: int) -> None:
    seen = [revision(number, number % 17, text) for number, text in enumerate(TEXTS)]
    random.Random(seed).shuffle(seen)
    store, steady = Stored(), begun(Stored())
    shown: dict[str, Duplicate] = {}
    expected: dict[str, Duplicate] = {}
    for batch in portions(seen, random.Random(seed), 5):
        for deduplicator, found in ((begun(store), shown), (steady, expected)):
            sections, _ = deduplicator.observe(batch)
            found |= {one.article_id.hex(): section.duplicate for one, section in zip(batch, sections, strict=True)}
            if found is expected or seed % 2:
                at_rest(deduplicator, found)
            deduplicator.save({0: len(found)})
    at_rest(begun(store), shown)
    assert shown == expected
    assert any(decision.of for decision in shown.values())


def test_what_was_touched_and_not_decided_yet_is_decided_after_the_restart() -> None:
    store = Stored()
    before = begun(store)
    before.observe([observation(2, 5, 0)])
    before.observe([observation(1, 0, 0)])
    assert before.to_amend
    before.save({})
    after = begun(store)
    assert len(after) == 2
    (amended,) = after.amend(10).amended
    assert amended.section.duplicate.of == observation(1, 0, 0).article_id.hex()


def test_only_what_has_changed_is_saved_again() -> None:
    store = Stored()
    deduplicator = begun(store)
    deduplicator.observe([observation(number, number, number) for number in (0, 3, 4)])
    deduplicator.save({})
    deduplicator.observe([observation(5, 9, 9)])
    deduplicator.save({0: 7})
    assert store.last is not None
    assert store.last.rows.keys() == store.last.texts.keys() == {observation(5, 9, 9).article_id}
    assert store.last.positions == {0: 7}


def test_what_was_forgotten_is_gone_and_its_place_is_taken_by_another() -> None:
    store = Stored()
    deduplicator = begun(store)
    deduplicator.observe([observation(1, 0, 0), observation(2, 5, 0)])
    deduplicator.save({})
    deduplicator.share.forget([observation(1, 0, 0).article_id])
    deduplicator.observe([observation(3, 6, 5)])
    deduplicator.save({})
    assert store.rows.keys() == store.kept.keys() == {observation(number, 0, 0).article_id for number in (2, 3)}
    after = begun(store)
    (section,), _ = after.observe([observation(2, 5, 0)])
    assert section.duplicate.of == observation(1, 0, 0).article_id.hex()
    (section,), _ = after.observe([observation(4, 9, 5)])
    assert section.duplicate.of == observation(3, 6, 5).article_id.hex()


def test_the_form_names_the_way_texts_are_reduced_and_the_layout() -> None:
    assert b"features" in FORM
    assert FORM.startswith(b"1/")
