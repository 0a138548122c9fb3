"""Videos as page text shows them: a title, and below it a date with a duration run into it ("June 9, 202100: 44")."""

import re
from datetime import datetime
from typing import Final

from babelwire_contracts.content import Video
from babelwire_ingest.parsing.dating import dates
from babelwire_ingest.parsing.page_text.lines import ends_sentence, glue

_DURATION: Final = re.compile(r"(?:(\d{1,2}):\s?)?(\d{1,2}):\s?(\d{2})")
_LATE_DURATION: Final = re.compile(r"(?:(?P<hours>\d{1,2}):\s?)?(?P<minutes>\d{1,2}):\s?(?P<seconds>\d{2})$")
_BETWEEN: Final = " |·•,-–—"
_MAX_LINE: Final = 60
_MAX_TITLE: Final = 200
_MAX_UPPER_LINE: Final = 120
_QUESTION: Final = ("?", "!", ":", "？", "！", "：", "؟")


def take_videos(lines: list[str]) -> tuple[list[str | None], list[Video]]:
    """The lines with each video's own replaced by None, and the videos, in order."""
    left: list[str | None] = list(lines)
    videos: list[Video] = []
    for index, line in enumerate(lines):
        read = _date_and_duration(line)
        if read is None:
            continue
        date, seconds = read
        title = _take_title(left, index)
        if date is None and title is None:
            continue
        left[index] = None
        videos.append(Video(title=title, date=date.date() if date else None, duration_seconds=seconds))
    return left, videos


def _date_and_duration(line: str) -> tuple[datetime | None, int] | None:
    if len(line) > _MAX_LINE:
        return None
    if match := _DURATION.fullmatch(line):
        return None, _seconds(*match.groups())
    # The year runs into the duration: of all places to part them, the first whose left side is a date.
    for start in range(len(line)):
        match = _LATE_DURATION.match(line, start)
        if match and (date := dates.day(line[:start].strip(_BETWEEN))):
            return date, _seconds(*match.groups())
    return None


def _seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def _take_title(left: list[str | None], index: int) -> str | None:
    above = index - 1
    title = left[above] if above >= 0 else None
    if title is None or (ends_sentence(title) and not title.endswith(_QUESTION) and len(title) > _MAX_UPPER_LINE):
        return None
    if len(title) > _MAX_TITLE:
        return None
    left[above] = None
    while above and (upper := left[above - 1]) is not None and _begins_title(upper, title):
        above -= 1
        left[above] = None
        title = glue(upper, title)
    return title


def _begins_title(upper: str, title: str) -> bool:
    # Translated pages break a title after a question or a colon, as they break sentences.
    if len(upper) > _MAX_UPPER_LINE:
        return False
    return upper.endswith(_QUESTION) or (not ends_sentence(upper) and title[:1].islower())
