"""What the benchmark computes by itself."""

import itertools
import re
import statistics
from collections import Counter
from typing import Any

import msgspec
import pytest
from tests.benchmarks.articles import LANGUAGES, articles, requests
from tests.benchmarks.figures import agree, quantile
from tests.benchmarks.profiling import costliest
from tests.benchmarks.progress import Curve

MANY = list(articles(1200, seed=1))


def test_articles_are_the_same_for_the_same_seed_and_share_no_url_with_another() -> None:
    assert list(itertools.islice(articles(1200, seed=1), 50)) == MANY[:50]
    assert not {one["url"] for one in articles(50, seed=2)} & {one["url"] for one in MANY}


def test_articles_are_of_about_four_kilobytes() -> None:
    sizes = [len(msgspec.json.encode(one)) for one in MANY]
    assert 3900 < statistics.mean(sizes) < 4300
    assert 1500 < min(sizes) < max(sizes) < 8000


def test_articles_are_in_six_languages() -> None:
    scripts = Counter(bool(re.search("[а-я]", one["body"])) + 2 * bool(re.search("[ا-ي]", one["body"])) for one in MANY)
    assert len(LANGUAGES) == 6
    assert sum(LANGUAGES.values()) == 100
    assert 0.1 < scripts[1] / len(MANY) < 0.2
    assert 0.05 < scripts[2] / len(MANY) < 0.15


def test_a_few_articles_are_near_copies_and_all_are_distinct() -> None:
    assert len({one["body"] for one in MANY}) == len(MANY)
    first = {one["lead"]: one for one in reversed(MANY)}
    copies = [one for one in MANY if first[one["lead"]] is not one]
    assert 0.01 < len(copies) / len(MANY) < 0.06
    assert all(similarity(one, first[one["lead"]]) > 0.4 for one in copies)
    assert all(similarity(MANY[number], MANY[number + 1]) < 0.1 for number in range(300))


def test_requests_hold_every_article_on_a_line() -> None:
    bodies = requests(25, 1, per_request=10)
    assert [body.count(b"\n") for body in bodies] == [10, 10, 5]
    assert [msgspec.json.decode(line) for body in bodies for line in body.splitlines()] == MANY[:25]


def test_quantile() -> None:
    assert quantile([5.0, 1.0, 4.0, 2.0, 3.0], 0.5) == 3.0
    assert quantile([float(number) for number in range(1, 101)], 0.95) == 95.0
    assert quantile([7.0], 0.95) == 7.0
    with pytest.raises(ValueError, match="without values"):
        quantile([], 0.5)


def test_loads_agree_when_the_last_two_do() -> None:
    assert agree([300.0, 960.0, 1000.0], 0.05)
    assert not agree([1000.0, 1000.0, 940.0], 0.05)
    assert not agree([1000.0], 0.05)


def test_a_rate_leaves_out_what_came_before_the_first_look_and_the_time_after_the_last_record() -> None:
    curve = Curve([(0.0, 0), (1.0, 100), (2.0, 300), (3.0, 500), (9.0, 500)])
    assert curve.rate() == 200.0
    assert curve.reached(300) == 2.0


def test_the_costliest_functions_are_those_whose_own_samples_are_most() -> None:
    folded = (
        "main (a.py:1);work (/x/src/b.py:2) 60\nmain (a.py:1) 10\nmain (a.py:1);work (/x/src/b.py:2);c (c.py:3) 30\n"
    )
    assert [(one.function, one.share) for one in costliest(folded, 2)] == [("b.py:2: work", 0.6), ("c.py:3: c", 0.3)]


def similarity(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Jaccard similarity of the pairs of words."""
    some, others = (set(itertools.pairwise(article["body"].split())) for article in (one, other))
    return len(some & others) / len(some | others)
