"""What follows from the articles of a publisher, whichever of them is left out."""

import random
from collections import Counter

import pytest

from babelwire_contracts.publishers import PublisherObservation
from babelwire_contracts.sections import TranslationMethod
from babelwire_translation_tagging.standings.rule import NOTHING, Said, follows

from .seen import articles

TRANSLATES = Said(translates=True, method=None)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        pytest.param([], NOTHING, id="nothing is known"),
        pytest.param(articles(1), NOTHING, id="never of one article alone"),
        pytest.param(articles(10), NOTHING, id="of ten, each has nine others"),
        pytest.param(articles(11), TRANSLATES, id="each has ten others, and all are translations"),
        pytest.param(articles(64), TRANSLATES, id="all of many"),
        pytest.param(articles(11, silent=1), TRANSLATES, id="one of twelve says nothing"),
        pytest.param(articles(11, silent=2), NOTHING, id="two of thirteen say nothing"),
        pytest.param(articles(28, silent=2), TRANSLATES, id="two of thirty say nothing"),
        pytest.param(articles(26, silent=4), NOTHING, id="four of thirty say nothing: they may be the paper's own"),
        pytest.param(articles(12, silent=40), NOTHING, id="a paper with some translations"),
        pytest.param(articles(0, silent=60), NOTHING, id="a paper that says nothing"),
        pytest.param(articles(0, original=60), NOTHING, id="a paper of its own texts"),
        pytest.param(articles(60, original=4), TRANSLATES, id="hardly any of its own"),
        pytest.param(articles(55, original=9), NOTHING, id="one in seven of its own"),
    ],
)
def test_it_shows_only_translations(seen: list[PublisherObservation], said: Said) -> None:
    assert follows(seen) == said


@pytest.mark.parametrize(
    ("seen", "method"),
    [
        pytest.param(articles(30, machine=30), TranslationMethod.MACHINE, id="all say machine"),
        pytest.param(articles(30, machine=11), TranslationMethod.MACHINE, id="all that say it say machine"),
        pytest.param(articles(30, machine=10), None, id="each has nine others that say it"),
        pytest.param(articles(30, human=12), TranslationMethod.HUMAN, id="all that say it say human"),
        pytest.param(articles(30, human=11, machine=1), TranslationMethod.HUMAN, id="one in twelve says otherwise"),
        pytest.param(articles(30, human=15, machine=15), None, id="some by machine, some by hand"),
    ],
)
def test_who_translates_is_said_where_nearly_all_say_the_same(
    seen: list[PublisherObservation], method: TranslationMethod | None
) -> None:
    assert follows(seen) == Said(translates=True, method=method)


def test_of_a_publisher_that_does_not_translate_no_method_is_said() -> None:
    assert follows(articles(20, silent=40, machine=20)) == NOTHING


def test_it_would_be_said_without_any_one_of_the_articles_too() -> None:
    """So that what is said of an article never rests on what it says itself."""
    chance = random.Random(20)
    said = 0
    for _ in range(300):
        translated = chance.randint(8, 40)
        machine = chance.randint(0, translated)
        seen = articles(
            translated,
            original=chance.choice([0, 0, 1, 2]),
            silent=chance.choice([0, 0, 1, 3]),
            machine=machine,
            human=chance.choice([0, translated - machine]),
        )
        whole = follows(seen)
        said += whole.translates
        for index in range(len(seen)):
            others = [*seen[:index], *seen[index + 1 :]]
            rest = sum(one.status == "translated_by_publisher" for one in others)
            assert not whole.translates or (rest >= 10 and 10 * rest >= 9 * len(others))
            told: Counter[TranslationMethod | None] = Counter(
                one.method for one in others if one.method not in {None, TranslationMethod.UNKNOWN}
            )
            assert whole.method is None or told[whole.method] >= max(10, 0.9 * told.total())
    assert 50 < said < 290
