"""Articles that are extracted already, one JSON object a line, as `POST /articles` takes them."""

from datetime import UTC, datetime

import msgspec

from babelwire_samples.models import Outlet, Precision, Video
from babelwire_samples.moments import Moments
from babelwire_samples.tellings import Telling


class _Publisher(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    name: str
    domain: str


class _Origin(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    name: str
    domain: str
    language: str
    country: str


class _Image(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    url: str | None = None
    caption: str | None = None
    credit: str | None = None


class _Video(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    title: str
    date: str
    duration_seconds: int
    url: str | None = None


class _Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    title: str
    body: str
    url: str | None
    lead: str | None
    authors: list[str]
    published_at: str
    publisher: _Publisher
    captured_at: datetime
    origin: _Origin | None = None
    language: str | None = None
    categories: list[str] = []
    images: list[_Image] = []
    videos: list[_Video] = []


def _origin(telling: Telling) -> _Origin | None:
    """An outlet that prints another's text says whose it is; its own text needs no word."""
    writer = telling.written_by
    if writer is telling.outlet:
        return None
    return _Origin(name=writer.name, domain=writer.domain, language=writer.language, country=writer.country)


def _address(outlet: Outlet, path: str | None) -> str | None:
    return None if path is None else f"https://{outlet.domain}{path}"


def _video(video: Video, outlet: Outlet, moments: Moments) -> _Video:
    return _Video(
        title=video.title,
        date=moments.day(video.days_ago).isoformat(),
        duration_seconds=video.duration_seconds,
        url=_address(outlet, video.path),
    )


def _published(telling: Telling, moments: Moments) -> str:
    published = moments.published(telling.article.published, telling.outlet).astimezone(UTC)
    day_only = telling.article.published.precision is Precision.DAY
    return published.date().isoformat() if day_only else published.isoformat(timespec="seconds")


def json_line(telling: Telling, moments: Moments, captured_at: datetime) -> bytes:
    """One telling as one line of JSON, without the newline."""
    outlet, article = telling.outlet, telling.article
    return msgspec.json.encode(
        _Article(
            title=telling.title,
            body="\n\n".join(telling.paragraphs),
            url=telling.url,
            lead=telling.lead,
            authors=article.authors,
            published_at=_published(telling, moments),
            captured_at=captured_at,
            publisher=_Publisher(name=outlet.name, domain=outlet.domain),
            origin=_origin(telling),
            language=telling.language if article.declares_language else None,
            categories=article.categories,
            images=[
                _Image(url=_address(outlet, image.path), caption=image.caption, credit=image.credit)
                for image in article.images
            ],
            videos=[_video(video, outlet, moments) for video in article.videos],
        )
    )
