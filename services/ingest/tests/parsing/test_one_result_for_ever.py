"""Parsing one capture gives one result, whenever it is done: a replay next year changes no document."""

import functools
import gc
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from babelwire_contracts.captures import HTML, PLAIN_TEXT, RSS
from babelwire_contracts.records import IngestedArticle
from babelwire_ingest.feed_splitting import FeedLimits, split_feed
from babelwire_ingest.parsing import NotAnArticle, UnreadableCapture
from babelwire_samples import render

from .conftest import Parse

LIMITS = FeedLimits(entries=1000, entry_bytes=1_000_000, total_bytes=10_000_000, seconds=60)
CASES = Path(__file__).parent.parent / "page_text_cases"
FEED_TYPES = ("application/rss+xml", "application/atom+xml")

DATES = """2023/6/29 15:07:41|2023/6/29 15:07|2023-06|6/29|29 Jun|Jun 29|June 2023|--06-29|Thu 15:07|15:07:41|yesterday|
-23-06-29|2023-180|Thu, 29 Jun 15:07:41 GMT|2 hours ago|today 15:07|29.6.|2023\ub144 6\uc6d4 29\uc77c""".replace(
    "\n", ""
)


def captures() -> Iterator[tuple[bytes, str]]:
    """Every committed sample, and dates that leave something to guess."""
    for file in render(date(2026, 3, 2)).files:
        media_type = file.content_type.split(";")[0]
        if media_type in FEED_TYPES:
            feed = split_feed(file.content, None, LIMITS)
            yield from ((feed.document(entry), feed.content_type) for entry in feed.entries)
        elif media_type in (HTML, PLAIN_TEXT):
            yield file.content, file.content_type
    for case in sorted(CASES.glob("*.txt")):
        yield case.read_bytes(), f"{PLAIN_TEXT}; charset=utf-8"
    for printed in DATES.split("|"):
        body = f"<p>{'The ferry between the islands runs again, the harbour office said. ' * 10}</p>"
        entry = f"<title>Ferry</title><pubDate>{printed}</pubDate><description>It runs again.</description>"
        yield f"<rss version='2.0'><channel><title>T</title><item>{entry}</item></channel></rss>".encode(), RSS
        for dated in (f"<time>{printed}</time>", f"<meta name='date' content='{printed}'>", f"<p>By A, {printed}</p>"):
            page = f"<html><head><title>Ferry</title></head><article><h1>Ferry</h1>{dated}{body}</article></html>"
            yield page.encode(), HTML


class _Clock(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime)


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Makes every module that was imported see another time."""

    class Stopped(datetime, metaclass=_Clock):
        def __new__(cls, *given: Any, **named: Any) -> Any:
            return datetime(*given, **named)  # noqa: DTZ001 - as it was asked for

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)

        @classmethod
        def utcnow(cls) -> Any:
            return moment.replace(tzinfo=None)

        today = utcnow

    class Day(date):
        @classmethod
        def today(cls) -> Any:
            return moment.date()

    for module in list(sys.modules.values()):
        names = vars(module) if getattr(module, "__dict__", None) is not None else {}
        if names.get("datetime") is datetime and module is not sys.modules[__name__]:
            monkeypatch.setattr(module, "datetime", Stopped)
        if names.get("date") is date and module is not sys.modules[__name__]:
            monkeypatch.setattr(module, "date", Day)
    monkeypatch.setattr(sys.modules["datetime"], "datetime", Stopped)
    real = {name: getattr(time, name) for name in ("gmtime", "localtime", "strftime")}
    monkeypatch.setattr(time, "time", moment.timestamp)
    for name in ("gmtime", "localtime"):
        stopped = functools.partial(lambda read, seconds=None: read(seconds or moment.timestamp()), real[name])
        monkeypatch.setattr(time, name, stopped)
    # What was worked out under another clock must not answer for this one.
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper):
            found.cache_clear()


def read_all(parsed: Parse, taken: list[tuple[bytes, str]]) -> list[IngestedArticle | tuple[type[Exception], str]]:
    results: list[IngestedArticle | tuple[type[Exception], str]] = []
    for number, (body, content_type) in enumerate(taken):
        try:
            results.append(parsed(body, content_type, url=f"https://harbour.example/{number}"))
        except (NotAnArticle, UnreadableCapture) as error:
            results.append((type(error), str(error)))
    return results


def test_every_sample_reads_the_same_under_another_clock(parsed: Parse) -> None:
    taken = list(captures())
    today = read_all(parsed, taken)
    assert sum(not isinstance(result, tuple) for result in today) > 60
    # The captures were taken in 2026: neither a year before nor the next may show.
    for away in (timedelta(days=-4000), timedelta(days=40)):
        with pytest.MonkeyPatch.context() as monkeypatch:
            set_clock(monkeypatch, datetime(2026, 11, 27, 12, 30, tzinfo=UTC) + away)
            then = read_all(parsed, taken)
        assert [(a, b) for a, b in zip(today, then, strict=True) if a != b] == []
