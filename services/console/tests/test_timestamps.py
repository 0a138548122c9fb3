"""Times as people write them."""

from datetime import UTC, datetime

import pytest

from babelwire_console.timestamps import bound, moment


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2026-11-27", datetime(2026, 11, 27, tzinfo=UTC)),
        ("2026-11-27T14:00:00Z", datetime(2026, 11, 27, 14, tzinfo=UTC)),
        ("2026-11-27 14:00+02:00", datetime(2026, 11, 27, 12, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_date_or_a_time_with_a_zone(text: str, means: datetime) -> None:
    assert moment(text) == means


@pytest.mark.parametrize("text", ["2026-11-27T14:00:00", "yesterday", "", "2026-13-01"])
def test_anything_else_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="write"):
        moment(text)


def test_a_bound_is_an_offset_or_a_moment() -> None:
    assert bound("0") == 0
    assert bound("20261127") == 20261127
    assert bound("2026-11-27") == datetime(2026, 11, 27, tzinfo=UTC)
    with pytest.raises(ValueError, match="write"):
        bound("-1")
