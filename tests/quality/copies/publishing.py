"""Which paper prints each article of the set, and when; drawn apart from the texts, by the article's id."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

PAPERS: Final = tuple(f"paper-{number}.example" for number in range(1, 41))
AGENCIES: Final = tuple(f"agency-{number}.example" for number in range(1, 6))
MOST_IN_ONE_WEEK: Final = 3
"""A family of more members is spread over two months."""

_FIRST: Final = datetime(2026, 1, 1, tzinfo=UTC)
_DAYS: Final = 120
_TWO_MONTHS: Final = 60
_DAY: Final = 24 * 60
_IN_THE_SAME_PAPER: Final = 0.15
_EARLIER: Final = 0.2
_LATEST_COPY: Final = 5 * _DAY
_EARLIEST_COPY: Final = 2 * _DAY


class Issue(NamedTuple):
    """A publisher's domain, and a time in UTC."""

    publisher: str
    published_at: datetime


def of_original(id_: str, family: str, seed: int) -> Issue:
    """Within three days of the other originals of the family, for these tell of one event."""
    first = random.Random(f"{seed} first day of {family}").randrange(_DAYS)
    chance = random.Random(f"{seed} issue of {id_}")
    return Issue(chance.choice(PAPERS), _within(first + chance.randrange(3), chance))


def of_copy(original: Issue, id_: str, seed: int, *, elsewhere: bool = False) -> Issue:
    """Mostly in another paper (always, if `elsewhere`) and up to five days later; one in five is up to two earlier."""
    chance = random.Random(f"{seed} issue of {id_}")
    same = chance.random() < _IN_THE_SAME_PAPER and not elsewhere
    publisher = original.publisher if same else chance.choice([one for one in PAPERS if one != original.publisher])
    earlier = chance.random() < _EARLIER
    minutes = -chance.randint(10, _EARLIEST_COPY) if earlier else chance.randint(10, _LATEST_COPY)
    return Issue(publisher, original.published_at + timedelta(minutes=minutes))


def of_family(family: str, size: int, seed: int) -> list[Issue]:
    """One publisher. A small family is of one day or of days on end; a larger one of two months, in order."""
    chance = random.Random(f"{seed} issues of {family}")
    publisher, first = chance.choice([*PAPERS, *AGENCIES]), chance.randrange(_DAYS)
    if size > MOST_IN_ONE_WEEK:
        days = sorted(chance.choices(range(_TWO_MONTHS), k=size))
    else:
        days = [0] * size if chance.random() < 1 / 2 else list(range(size))
    return [Issue(publisher, _within(first + day, chance)) for day in days]


def of_overview(quoted: Sequence[Issue], id_: str, seed: int) -> Issue:
    """Some hours after the last of what it quotes."""
    chance = random.Random(f"{seed} issue of {id_}")
    last = max(one.published_at for one in quoted)
    return Issue(chance.choice(PAPERS), last + timedelta(minutes=chance.randint(60, _DAY)))


def _within(day: int, chance: random.Random) -> datetime:
    return _FIRST + timedelta(days=day, minutes=chance.randrange(_DAY))
