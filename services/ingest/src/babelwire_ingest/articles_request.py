"""The body of `POST /articles`: one article, an array of them, or one on each line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

import msgspec

from babelwire_contracts.canonical_url import InvalidUrl
from babelwire_contracts.captures import ARTICLE_JSON, Capture, CaptureMethod
from babelwire_ingest.captured_urls import checked_url
from babelwire_ingest.capturing import CLOCK_SKEW, captured_no_later_than, make_capture
from babelwire_ingest.errors import Flaw, Invalid, Malformed, Refused, TooLarge
from babelwire_ingest.parsing.extracted_article import ExtractedArticle

_MOST_FLAWS: Final = 20
_PATH: Final = re.compile(r"(?P<what>.*?)(?: - at `(?P<path>\$[^`]*)`)?", re.DOTALL)
_FIELD: Final = re.compile(r"(?:(?:unknown|required) field |^)`(?P<name>[^`]*)`")
_STEP: Final = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")

_decoder: Final = msgspec.json.Decoder(ExtractedArticle)
_values: Final = msgspec.json.Decoder(list[msgspec.Raw])
_value: Final = msgspec.json.Decoder(msgspec.Raw)
_UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


@dataclass(frozen=True, slots=True)
class ArticleLimits:
    """What one request may hold, and whether URLs may lie inside private networks."""

    articles: int
    article_bytes: int
    allow_private: bool


class _Place(msgspec.Struct, frozen=True):
    """Where in the body an article stands: its line, its index in the array, or neither."""

    line: int | None = None
    index: int | None = None

    def flaw(self, detail: str, *steps: str) -> Flaw:
        path = [str(self.index), *steps] if self.index is not None else list(steps)
        pointer = "#" + "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)
        return Flaw(detail, pointer=pointer, line=self.line)

    def __str__(self) -> str:
        if self.line is not None:
            return f"line {self.line}: "
        return f"article {self.index}: " if self.index is not None else ""


def read_articles(body: bytes, *, lines: bool, limits: ArticleLimits, accepted_at: datetime) -> list[Capture]:
    """A capture of every article in the body, in order, whose bytes are the article's own in the request.

    `lines` where the content type says NDJSON; else the body itself tells. Raises `Malformed`, `Invalid` or `TooLarge`
    with the place and field of what is wrong, before anything has been done with the rest.
    """
    captures: list[Capture] = []
    flaws: list[tuple[type[Refused], _Place, Flaw]] = []
    for number, (place, raw) in enumerate(_articles(body, lines=lines)):
        if number >= limits.articles:
            raise TooLarge(f"the body holds more than {limits.articles} articles, the limit; send it in parts")
        try:
            captures.append(_capture(raw, place, limits, accepted_at))
        except Refused as refusal:
            flaws.extend((type(refusal), place, flaw) for flaw in refusal.flaws)
        if len(flaws) >= _MOST_FLAWS:
            break
    if flaws:
        kind, place, first = flaws[0]
        raise kind(f"{place}{first.detail}; nothing was taken", *(flaw for _, _, flaw in flaws))
    if not captures:
        raise Malformed("the body holds no article")
    return captures


def _articles(body: bytes, *, lines: bool) -> Iterator[tuple[_Place, bytes]]:
    body = body.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n")
    if not lines and body.startswith(b"["):
        try:
            elements = _values.decode(body)
        except _UNREADABLE as error:
            raise _malformed(error, _Place()) from error
        return ((_Place(index=index), bytes(element)) for index, element in enumerate(elements))
    if lines or _is_more_than_one_value(body):
        return ((_Place(line=number), line) for number, line in _lines(body))
    return iter([(_Place(), body)])


def _is_more_than_one_value(body: bytes) -> bool:
    """Whether JSON lines came under the name of JSON: a first line that is whole by itself, and more after it."""
    first, _, rest = body.partition(b"\n")
    if not rest:
        return False
    try:
        _value.decode(first)
    except _UNREADABLE:
        return False
    return True


def _lines(body: bytes) -> Iterable[tuple[int, bytes]]:
    for number, line in enumerate(body.split(b"\n"), start=1):
        if stripped := line.strip(b" \t\r"):
            yield number, stripped


def _capture(raw: bytes, place: _Place, limits: ArticleLimits, accepted_at: datetime) -> Capture:
    if len(raw) > limits.article_bytes:
        detail = f"the article has {len(raw)} bytes; {limits.article_bytes} is the limit of one"
        raise TooLarge(detail, place.flaw(detail))
    try:
        article = _decoder.decode(raw)
    except msgspec.ValidationError as error:
        flaw = _validation_flaw(str(error), place)
        raise Invalid(flaw.detail, flaw) from error
    except _UNREADABLE as error:
        raise _malformed(error, place) from error
    flaws = list(_flaws(article, place, limits, accepted_at))
    if flaws:
        raise Invalid(flaws[0].detail, *flaws)
    return make_capture(
        url=article.url.strip() if article.url else None,
        content_type=ARTICLE_JSON,
        body=raw,
        method=CaptureMethod.ARTICLE,
        captured_at=captured_no_later_than(article.captured_at, accepted_at),
        accepted_at=accepted_at,
    )


def _flaws(article: ExtractedArticle, place: _Place, limits: ArticleLimits, accepted_at: datetime) -> Iterator[Flaw]:
    for name, text in (("title", article.title), ("body", article.body)):
        if not text or text.isspace():
            yield place.flaw(f"`{name}` is empty", name)
    if article.url is not None:
        try:
            checked_url(article.url, allow_private=limits.allow_private)
        except InvalidUrl as error:
            yield place.flaw(f"`url`: {error}", "url")
    for field, printed in article.times():
        if _may_be_later(printed, accepted_at):
            dating = article.dating(field)
            if dating is not None and dating.at > accepted_at + CLOCK_SKEW:
                yield place.flaw(f"`{field}`: {printed} is in the future", field)
    if article.captured_at is not None:
        try:
            captured_no_later_than(article.captured_at, accepted_at)
        except ValueError as error:
            yield place.flaw(f"`captured_at`: {error}", "captured_at")


def _may_be_later(text: str, moment: datetime) -> bool:
    """Whether an ISO 8601 text can name a later time than `moment`: cheap, for almost all articles are days old.

    An offset moves a time by less than a day.
    """
    return text.strip()[:10] >= _day_before(moment.date())


@lru_cache(maxsize=4)
def _day_before(day: date) -> str:
    return (day - timedelta(days=1)).isoformat()


def _malformed(error: Exception, place: _Place) -> Malformed:
    match error:
        case UnicodeDecodeError():
            what = "the JSON is not UTF-8; RFC 8259 allows nothing else"
        case RecursionError():
            what = "the JSON nests too deeply"
        case _:
            what = f"not JSON: {error}"
    return Malformed(what, place.flaw(what))


def _validation_flaw(message: str, place: _Place) -> Flaw:
    match = _PATH.fullmatch(message)
    assert match is not None
    steps = [name or index for name, index in _STEP.findall(match["path"] or "")]
    what = match["what"]
    if field := _FIELD.search(what):
        steps.append(field["name"])
    elif steps:
        what = f"`{'.'.join(steps)}`: {what}"
    return place.flaw(what, *steps)
