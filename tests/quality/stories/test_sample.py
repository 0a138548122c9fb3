"""Stories of the written events, told by the service's own classes from vectors of the model itself."""

import pytest
from tests.quality.stories.dataset import Article, written
from tests.quality.stories.scoring import Score, score
from tests.quality.stories.telling import tell
from tests.quality.stories.vectors import embedded

from babelwire_stories import likeness
from babelwire_vectors import ModelIsMissing


@pytest.fixture(scope="module")
def sample() -> list[Article]:
    """Part A whole: of a few events nothing is learnt of how crowded news is."""
    return written("A")


def test_events_are_stories_in_every_language_and_those_that_are_alike_stay_apart(sample: list[Article]) -> None:
    try:
        messages = embedded(sample)
    except ModelIsMissing as error:
        pytest.skip(str(error))
    told = tell(messages, likeness.fitted(), seed=2)
    result = score(sample, told.stories)
    assert result.ari >= 0.93
    assert result.f >= 0.95
    assert result.apart >= 0.9
    assert result.alone >= 0.75
    assert told.changes <= 0.1 * len(sample)


def test_right_stories_score_one_and_wrong_ones_less(sample: list[Article]) -> None:
    assert score(sample, [one.event for one in sample]) == Score(1.0, 1.0, 1.0, 1.0, 1.0)
    assert score(sample, ["all"] * len(sample)).ari == 0.0
    assert score(sample, [min(one.event, one.alike or one.event) for one in sample]).apart == 0.0
    assert score(sample, [one.id for one in sample]).recall < 0.5
