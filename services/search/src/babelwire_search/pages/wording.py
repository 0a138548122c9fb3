"""How facts about an article are put in words, in English."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from babel.dates import format_date, format_datetime

from babelwire_search.languages import country_name, language_name
from babelwire_text.language_tags import UNDETERMINED

_LOCALE: Final = "en_GB"
_DUPLICATE: Final = {"exact": "the same text", "near": "nearly the same text", "translated": "a translation"}
_WHY: Final = {
    "meaning": "found by its meaning",
    "same_story": "the same event",
    "same_people": "the same names",
    "same_subject": "the same subject",
}
_UNKNOWN: Final = {
    "no_letters": "Language: none, it has no words",
    "too_short": "Language: not determined, it has too few words",
    "no_known_language": "Language: not determined, it is like none that is known here",
    "contradictory": "Language: not determined, its words speak for several",
}


def why_listed(item: Mapping[str, Any]) -> str | None:
    """Why an article is in a list, where its words do not show it: found by its meaning, or like another."""
    return _WHY.get(item.get("reason") or item.get("found_by") or "")


def published(at: str | None, precision: str | None) -> str:
    """When an article was published, no more exactly than is known."""
    moment = parsed(at)
    if moment is None:
        return "published: not stated"
    return on_day(moment.date()) if precision == "day" else clock_time(moment)


def clock_time(moment: datetime) -> str:
    """`19 November 2026, 07:42 UTC`."""
    return format_datetime(moment.astimezone(UTC), "d MMMM y, HH:mm 'UTC'", locale=_LOCALE)


def on_day(day: date) -> str:
    """`19 November 2026`."""
    return format_date(day, "d MMMM y", locale=_LOCALE)


def weekday(day: date) -> str:
    """`Thursday 19 November 2026`."""
    return format_date(day, "EEEE d MMMM y", locale=_LOCALE)


def parsed(at: str | None) -> datetime | None:
    """Returns a time of a document, or None where it has none."""
    return datetime.fromisoformat(at) if at else None


def is_later(at: str | None, other: str | None) -> bool:
    """Whether a time of a document is there, and after another where that is there too."""
    one, before = parsed(at), parsed(other)
    return one is not None and (before is None or one > before)


def outlet(name: str | None, domain: str | None) -> str | None:
    """What an outlet is called."""
    return name or domain


def origin_place(origin: Mapping[str, Any]) -> str | None:
    """`Spanish, United States`: the language an outlet writes in, and its country."""
    known = origin["language"] not in (None, UNDETERMINED)
    language = language_name(origin["language"]) if known else None
    parts = [part for part in (language, country_name(origin["country"])) if part]
    return ", ".join(parts) or None


def languages(item: Mapping[str, Any]) -> str:
    """`Spanish`; `English and Spanish` of a text in both, the larger part first."""
    return _and([language_name(one["language"]) for one in item["languages"]] or [language_name(item["language"])])


def in_languages(item: Mapping[str, Any]) -> str:
    """`In Spanish`, `In English and Spanish: 62 % and 37 %`; where the language is not known, that and why."""
    if item["language"] in (None, UNDETERMINED):
        return _UNKNOWN.get(item["language_reason"] or "", "Language: not determined")
    shares = [f"{one['share'] * 100:.0f} %" for one in item["languages"]]
    return f"In {languages(item)}" + (f": {_and(shares)}" if len(shares) > 1 else "")


def _and(words: list[str]) -> str:
    return " and ".join(some for some in (", ".join(words[:-1]), words[-1]) if some)


def duplicate(kind: str) -> str:
    """Returns in words what kind of copy an article is."""
    return _DUPLICATE.get(kind, "the text the others copy")


def part(share: float) -> str:
    """`64 %`; 100 % only of the whole."""
    return f"{int(share * 100)} %"


def duration(seconds: int | None) -> str | None:
    """`1:34`, `1:02:05`."""
    if seconds is None or seconds < 0:
        return None
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def counted(number: int, one: str, many: str, *, exact: bool = True) -> str:
    """`1 article`, `1,204 articles`, `more than 10,000 articles`."""
    prefix = "" if exact else "about "
    return f"{prefix}{number:,} {one if number == 1 else many}"
