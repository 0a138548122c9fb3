"""Whatever a failing disk breaks off is done in the end, and ends the same."""

from collections.abc import Iterator
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_contracts.sections import DuplicateSection
from babelwire_deduplication import texts as texts_module
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.observations import Observation

from .failing import Failing
from .greedy import expected
from .latest import latest_changes
from .pipeline import TEXTS, observation
from .stored import Stored

observations = st.builds(observation, st.integers(0, 6), st.integers(0, 5), st.integers(0, len(TEXTS) - 1))


@pytest.fixture(autouse=True, scope="module")
def _few_texts_in_memory() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts_module, "_READY", 1)
        patch.setattr(texts_module, "_UNSAVED", 0)
        yield


@pytest.fixture
def disk() -> Failing:
    return Failing(Stored(), Random(1), 0)


def saved(deduplicator: Deduplicator) -> None:
    """Saves, however often that fails."""
    for _ in range(1000):
        with suppress(TextAway):
            deduplicator.save({})
            return
    raise AssertionError("it was never saved")


def test_a_changed_text_that_could_not_be_stored_is_compared_once_it_can(disk: Failing) -> None:
    deduplicator = Deduplicator(1, disk)
    for seen in (observation(1, 0, 0), observation(2, 1, 5)):
        deduplicator.observe([seen])
        saved(deduplicator)
    changed = observation(2, 2, 0)
    disk.percent = 100
    with pytest.raises(TextAway):
        deduplicator.observe([changed])
    disk.percent = 0
    (section,), (fingerprint,) = deduplicator.observe([changed])
    assert section.duplicate.of == observation(1, 0, 0).article_id.hex()
    assert fingerprint.sketch == changed.text.sketch.astype("<u4").tobytes()


def test_no_more_is_taken_in_while_nothing_can_be_saved_and_nothing_is_lost(disk: Failing) -> None:
    _, fingerprints = Deduplicator(1, Stored()).observe([observation(2, 1, 0)])
    deduplicator = Deduplicator(1, disk)
    deduplicator.observe([observation(1, 0, 0)])
    disk.percent = 100
    with pytest.raises(TextAway):
        deduplicator.save({})
    with pytest.raises(TextAway):
        deduplicator.observe([observation(3, 2, 1)])
    with pytest.raises(TextAway):
        deduplicator.apply([(fingerprints[0], 2)])
    disk.percent = 0
    deduplicator.save({})
    deduplicator.apply([(fingerprints[0], 2)])
    deduplicator.save({})
    (section,), _ = deduplicator.observe([observation(3, 2, 1)])
    assert section.duplicate.of == observation(1, 0, 0).article_id.hex()


def test_an_amendment_that_could_not_be_read_is_made_once_it_can(disk: Failing) -> None:
    deduplicator = Deduplicator(1, disk)
    copies = [observation(article, 5, 0) for article in range(2, 6)]
    for batch in (copies, [observation(1, 0, 0)]):
        deduplicator.observe(batch)
        saved(deduplicator)
    disk.fails_at = disk.calls + 3
    amended = []
    for _ in range(5):
        with suppress(TextAway):
            amended += deduplicator.amend(10).amended
    assert {item.section.duplicate.of for item in amended} == {observation(1, 0, 0).article_id.hex()}
    assert {item.fingerprint.article_id for item in amended} == {one.article_id.hex() for one in copies}


def again_until_done(deduplicator: Deduplicator, batch: list[Observation]) -> list[tuple[str, DuplicateSection]]:
    """What is published of a batch, observed again as often as a text is away, and of the amendments after it."""
    published: list[tuple[str, DuplicateSection]] = []
    for _ in range(1000):
        saved(deduplicator)
        with suppress(TextAway):
            if not published:
                sections, _ = deduplicator.observe(batch)
                published += [(one.article_id.hex(), section) for one, section in zip(batch, sections, strict=True)]
            if not deduplicator.to_amend:
                return published
            amended = deduplicator.amend(3).amended
            published += [(item.fingerprint.article_id, item.section) for item in amended]
    raise AssertionError("it never came to rest")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(observations, min_size=1, max_size=4), max_size=6), st.integers(0, 999), st.integers(5, 40))
def test_a_batch_that_a_failing_disk_broke_off_is_observed_again_and_ends_the_same(
    batches: list[list[Observation]], seed: int, percent: int
) -> None:
    every = [item for batch in batches for item in batch]
    seen = list({(item.article_id, item.captured_at): item for item in every}.values())
    deduplicator = Deduplicator(1, Failing(Stored(), Random(seed), percent))
    published: list[tuple[str, DuplicateSection]] = []
    for batch in batches:
        if mine := [item for item in batch if any(item is one for one in seen)]:
            published += again_until_done(deduplicator, mine)
    shown = dict(sorted(published, key=lambda one: one[1].version))
    assert {article: section.duplicate for article, section in shown.items()} == expected(seen)
    assert {article: section.revised for article, section in shown.items()} == latest_changes(seen)
