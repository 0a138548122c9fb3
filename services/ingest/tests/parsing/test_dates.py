from datetime import UTC, datetime

import pytest

from babelwire_contracts.content import Precision
from babelwire_ingest.parsing.dating import dates


@pytest.mark.parametrize(
    "printed",
    [
        "2021-06-09",
        "June 9, 2021",
        "9 June 2021",
        "Wednesday, June 9th, 2021",
        "9 de junio de 2021",
        "9 juin 2021",
        "9. Juni 2021",
        "9 giugno 2021",
        "9 de junho de 2021",
        "9 июня 2021 г.",
        "9 يونيو 2021",
        "2021年6月9日",
        "2021년 6월 9일",
        "9 Haziran 2021",
        "9 czerwca 2021",
        "2021. június 9.",
        "9 जून 2021",
        "09.06.2021",
    ],
)
def test_one_day_in_many_languages(printed: str) -> None:
    assert dates.day(printed) == datetime(2021, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "today",
        "June 2021",
        "9 June",
        "06/09/2021",
        "31 April 2021",
        "June 9, 2021 was warm",
        "2021",
        "99 June 2021",
    ],
)
def test_no_day_or_more_than_one(printed: str) -> None:
    assert dates.day(printed) is None


def test_slashes_are_read_where_only_one_order_is_possible() -> None:
    assert dates.day("19/06/2021") == dates.day("06/19/2021") == datetime(2021, 6, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "at", "precision"),
    [
        ("7 September 2022, 14:05 UTC", datetime(2022, 9, 7, 14, 5, tzinfo=UTC), Precision.MINUTE),
        ("June 9, 2021 at 10:30 +02:00", datetime(2021, 6, 9, 8, 30, tzinfo=UTC), Precision.MINUTE),
        ("June 9, 2021 10:30 pm GMT", datetime(2021, 6, 9, 22, 30, tzinfo=UTC), Precision.MINUTE),
        ("3. Mai 2022, 08:15 Uhr", datetime(2022, 5, 3, tzinfo=UTC), Precision.DAY),
        ("2021-06-09T10:30:15+02:00", datetime(2021, 6, 9, 8, 30, 15, tzinfo=UTC), Precision.SECOND),
        ("2021-06-09T10:30:15", datetime(2021, 6, 9, tzinfo=UTC), Precision.DAY),
    ],
)
def test_a_time_counts_only_with_its_zone(printed: str, at: datetime, precision: Precision) -> None:
    assert dates.moment(printed, "test") == dates.Dating(at, precision, "test")


def test_the_future_is_not_used() -> None:
    dating = dates.Dating(datetime(2203, 1, 1, tzinfo=UTC), Precision.DAY, "test")
    assert dating.unless_after(datetime(2026, 1, 1, tzinfo=UTC)) is None
