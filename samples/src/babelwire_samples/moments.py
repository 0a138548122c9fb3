"""When things happened, counted back from the base day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from babel.dates import format_date

from babelwire_samples.models import Outlet, Precision, Published

_EVENING: Final = time(20, 0, tzinfo=UTC)
_BETWEEN_CAPTURES: Final = timedelta(seconds=30)


class Moments:
    """Turns the relative times of the written samples into moments; nothing is later than the base day's eve."""

    def __init__(self, base_day: date) -> None:
        self.eve = base_day - timedelta(days=1)
        self._base_day = base_day

    def day(self, days_ago: int) -> date:
        """The day that is `days_ago` days before the base day."""
        return self._base_day - timedelta(days=days_ago)

    def published(self, published: Published, outlet: Outlet) -> datetime:
        """The moment of publication on the outlet's clock; 00:00 UTC of the day at precision `day`."""
        day = self.day(published.days_ago)
        if published.precision is Precision.DAY or published.time is None:
            return datetime.combine(day, time(0), tzinfo=UTC)
        return datetime.fromisoformat(f"{day.isoformat()}T{published.time}{outlet.utc_offset}")

    def captured(self, position: int, minutes_later: int = 0) -> datetime:
        """The moment when the capture at `position` (from 0) was taken: from 20:00 UTC on the eve."""
        return datetime.combine(self.eve, _EVENING) + position * _BETWEEN_CAPTURES + timedelta(minutes=minutes_later)


def printed_day(day: date, outlet: Outlet) -> str:
    """A day in words, as the outlet prints it."""
    return format_date(day, "long", locale=f"{outlet.language}_{outlet.country}")
