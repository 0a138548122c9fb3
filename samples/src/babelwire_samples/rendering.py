"""All samples as files, with their manifest: the same bytes for the same base day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final

from babelwire_samples.feeds import CONTENT_TYPES, feed, feed_url
from babelwire_samples.html_pages import article_page, section_front
from babelwire_samples.json_lines import json_line
from babelwire_samples.manifest import Kind, RenderedFile, RenderedSamples, SampleCapture
from babelwire_samples.models import Form, Precision
from babelwire_samples.moments import Moments
from babelwire_samples.page_text import page_text, says_when_published
from babelwire_samples.tellings import Telling, oddities, outlets, tellings

NDJSON: Final = "application/x-ndjson"
ARTICLES_FILE: Final = "articles.ndjson"
_INDEXED: Final = ["indexed"]
_OVERTAKEN: Final = ["indexed", "superseded"]
_Rendered = tuple[RenderedFile, list[SampleCapture]]


class _Evening:
    """One evening of capturing: where each telling's capture stands in time, and what is right for it."""

    def __init__(self, base_day: date) -> None:
        self.moments = Moments(base_day)
        self._positions = {telling.id: position for position, telling in enumerate(tellings())}
        self._revised = {telling.of for telling in tellings() if telling.kind is Kind.REVISION}

    def captured(self, telling: Telling) -> datetime:
        """When the telling is captured; of a feed, when its first entry would be."""
        return self.moments.captured(self._positions[telling.id], telling.article.captured_minutes_later)

    def capture(self, telling: Telling, file: RenderedFile, entry: int | None = None) -> SampleCapture:
        """The manifest's line for a telling that is in `file`."""
        published: datetime | None = self.moments.published(telling.article.published, telling.outlet).astimezone(UTC)
        precision: Precision | None = telling.article.published.precision
        words = telling.outlet.page_text
        if telling.article.form is Form.PAGE_TEXT and words is not None and not says_when_published(words):
            published = precision = None
        return SampleCapture(
            id=telling.id,
            file=file.name,
            content_type=file.content_type,
            kind=telling.kind,
            expected_outcomes=_OVERTAKEN if telling.id in self._revised else _INDEXED,
            entry=entry,
            url=telling.url,
            captured_at=file.captured_at or self.captured(telling),
            event=telling.event,
            of=telling.of,
            title=telling.title,
            expected_language=telling.language,
            expected_original_language=telling.original_language,
            expected_published_at=published,
            expected_published_precision=precision,
        )


def _pages(evening: _Evening) -> Iterator[_Rendered]:
    for telling in tellings():
        name = telling.id.replace("/", "--")
        if telling.article.form is Form.HTML:
            content = article_page(telling, evening.moments)
            name, content_type = f"pages/{name}.html", f"text/html; charset={telling.outlet.charset}"
        elif telling.article.form is Form.PAGE_TEXT:
            content = page_text(telling, evening.moments)
            name, content_type = f"texts/{name}.txt", "text/plain; charset=utf-8"
        else:
            continue
        file = RenderedFile(
            name=name,
            content=content,
            content_type=content_type,
            url=telling.url,
            captured_at=evening.captured(telling),
        )
        yield file, [evening.capture(telling, file)]


def _feeds(evening: _Evening) -> Iterator[_Rendered]:
    def owner(telling: Telling) -> tuple[str, str]:
        return telling.article.outlet, telling.article.form.value

    in_feeds = sorted((telling for telling in tellings() if telling.article.form in CONTENT_TYPES), key=owner)
    for (outlet, form_name), group in groupby(in_feeds, key=owner):
        entries = sorted(group, key=lambda telling: telling.article.published.days_ago)
        form = Form(form_name)
        file = RenderedFile(
            name=f"feeds/{outlet}.{form}",
            content=feed(form, entries, evening.moments),
            content_type=CONTENT_TYPES[form],
            url=feed_url(entries[0].outlet, form),
            captured_at=min(evening.captured(telling) for telling in entries),
        )
        yield file, [evening.capture(telling, file, position) for position, telling in enumerate(entries)]


def _articles(evening: _Evening) -> _Rendered:
    chosen = [telling for telling in tellings() if telling.article.form is Form.JSON]
    lines = [json_line(telling, evening.moments, evening.captured(telling)) + b"\n" for telling in chosen]
    file = RenderedFile(name=ARTICLES_FILE, content=b"".join(lines), content_type=NDJSON)
    return file, [evening.capture(telling, file, position) for position, telling in enumerate(chosen)]


def _front(evening: _Evening) -> _Rendered:
    front = oddities().section_front
    outlet = outlets()[front.outlet]
    file = RenderedFile(
        name=f"pages/front--{front.outlet}.html",
        content=section_front(front, evening.moments),
        content_type=f"text/html; charset={outlet.charset}",
        url=f"https://{outlet.domain}{front.path}",
        captured_at=evening.moments.captured(len(tellings())),
    )
    return file, [
        SampleCapture(
            id=f"front/{front.outlet}",
            file=file.name,
            content_type=file.content_type,
            kind=Kind.NOT_AN_ARTICLE,
            expected_outcomes=["rejected"],
            url=file.url,
            captured_at=file.captured_at,
            title=front.title,
        )
    ]


def _broken() -> _Rendered:
    broken = oddities().broken
    file = RenderedFile(name=broken.name, content="\n".join(broken.lines).encode(), content_type=NDJSON)
    return file, [
        SampleCapture(
            id=f"broken/{position}",
            file=file.name,
            content_type=file.content_type,
            kind=Kind.BROKEN,
            expected_outcomes=["refused"],
            entry=position,
        )
        for position in range(len(broken.lines))
    ]


def render(base_day: date) -> RenderedSamples:
    """Every file and capture, dated relative to `base_day` and none later than its eve.

    Raises SampleDataInvalid where the written samples contradict themselves.
    """
    evening = _Evening(base_day)
    rendered = [*_pages(evening), *_feeds(evening), _articles(evening), _front(evening), _broken()]
    return RenderedSamples(
        base_day=base_day,
        files=[file for file, _ in rendered],
        captures=[capture for _, captures in rendered for capture in captures],
    )
