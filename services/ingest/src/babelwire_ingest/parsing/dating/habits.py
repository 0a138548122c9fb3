"""How a page prints dates: which number is the month, in what language, by which clock."""

from datetime import date, timezone
from enum import StrEnum
from typing import Final

import msgspec


class Order(StrEnum):
    """Whether the day or the month is the first of three numbers that end with the year."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


class Habits(msgspec.Struct, frozen=True):
    """What is known of how a page prints dates.

    `language` is a primary subtag, `region` a country's; `offset` is what the page's declared date of `offset_on` has.
    """

    order: Order | None = None
    language: str | None = None
    region: str | None = None
    offset: timezone | None = None
    offset_on: date | None = None

    def offset_of(self, day: date) -> timezone | None:
        """The page's own offset on a day, where no change of clocks can lie between it and the declared date."""
        if self.offset is None or self.offset_on is None:
            return None
        same_season = any(day.month in season and self.offset_on.month in season for season in _SEASONS)
        return self.offset if same_season or abs((day - self.offset_on).days) <= 1 else None


UNKNOWN: Final = Habits()

_SEASONS: Final = (frozenset({5, 6, 7, 8}), frozenset({11, 12, 1, 2}))
"""Months in which no country that has summer time begins or ends it."""

REGIONS: Final = dict.fromkeys(("hi", "mr", "gu", "kn", "ml", "te", "ta", "pa", "or", "as"), "IN")
"""The region of a language's clocks, of languages whose speakers live by one clock."""

_YEAR_FIRST: Final = frozenset(
    {"ja", "zh", "ko", "hu", "lt", "mn", "sv", "fa", "ps", "eu", "ne", "si", "bo", "dz", "ckb"}
)
_MONTH_FIRST_REGIONS: Final = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "AS", "PR", "VI"})
_DAY_FIRST_REGIONS: Final = frozenset(
    """
    GB IE AU NZ IN PK BD LK SG MY ZA NG GH KE UG TZ ZW ZM JM TT MT CY AE QA KW BH OM SA EG JO LB MA DZ TN DE AT CH FR BE
    NL LU IT ES PT PL CZ SK SI HR RS BA ME MK BG RO GR TR RU UA BY KZ GE AM AZ DK NO FI IS EE LV IL VN TH ID BR AR CL
    CO MX PE VE EC BO PY UY CR GT HN SV NI PA DO CU SN CI CM CD MG
    """.split()
)


def usual_order(language: str | None, region: str | None) -> Order | None:
    """The order that a language in a region prints three numbers in; None where it is not known, or it has two."""
    if language in {None, "en"} or (language == "es" and region == "US"):
        if region in _MONTH_FIRST_REGIONS:
            return None if language == "es" else Order.MONTH_FIRST
        return Order.DAY_FIRST if region in _DAY_FIRST_REGIONS else None
    if language in {"tl", "fil"}:
        return Order.MONTH_FIRST
    return None if language in _YEAR_FIRST or region in {"CA", "US"} else Order.DAY_FIRST
