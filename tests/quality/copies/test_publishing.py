"""Who prints what, and when: as papers and agencies do."""

from collections import Counter
from datetime import timedelta

from tests.quality.copies.publishing import Issue, of_copy, of_family, of_original, of_overview

ORIGINAL = of_original("a", "event", 1)
COPIES = [of_copy(ORIGINAL, f"a-copy{number}", 1) for number in range(500)]


def test_originals_of_one_event_are_of_days_close_together_and_of_several_papers() -> None:
    originals = [of_original(str(number), "event", 1) for number in range(50)]
    times = [one.published_at for one in originals]
    assert max(times) - min(times) <= timedelta(days=3)
    assert len({one.publisher for one in originals}) > 10


def test_a_copy_is_mostly_in_another_paper_and_one_in_five_is_earlier() -> None:
    assert 0.75 < sum(one.publisher != ORIGINAL.publisher for one in COPIES) / len(COPIES) < 0.95
    assert 0.1 < sum(one.published_at < ORIGINAL.published_at for one in COPIES) / len(COPIES) < 0.3
    assert max(abs(one.published_at - ORIGINAL.published_at) for one in COPIES) <= timedelta(days=5)


def test_a_copy_elsewhere_is_never_in_the_same_paper() -> None:
    elsewhere = [of_copy(ORIGINAL, f"a-copy{number}", 1, elsewhere=True) for number in range(500)]
    assert ORIGINAL.publisher not in {one.publisher for one in elsewhere}


def test_a_small_family_is_of_one_day_or_of_days_on_end() -> None:
    spans = Counter(days_of(of_family(f"family {number}", 3, 1)) for number in range(100))
    assert set(spans) == {(0, 0, 0), (0, 1, 2)}
    assert min(spans.values()) > 25


def test_a_family_is_of_one_publisher_and_a_large_one_of_two_months() -> None:
    family = of_family("family", 40, 1)
    assert len({one.publisher for one in family}) == 1
    days = days_of(family)
    assert list(days) == sorted(days)
    assert 40 <= days[-1] < 60


def test_an_overview_is_later_than_what_it_quotes() -> None:
    assert of_overview([ORIGINAL, *COPIES], "digest", 1).published_at > max(one.published_at for one in COPIES)


def days_of(family: list[Issue]) -> tuple[int, ...]:
    return tuple((one.published_at.date() - family[0].published_at.date()).days for one in family)
