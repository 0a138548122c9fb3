"""An article that somebody else extracted already, as JSON: what `POST /articles` takes, and its parser."""

import datetime as dt
import re
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from babelwire_contracts.captures import Capture
from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Image, Publisher, Video
from babelwire_ingest.parsing import dates, text_cleaning
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.page_text.lines import read_lines
from babelwire_ingest.parsing.web_address import web_address
from babelwire_text.language_tags import LANGUAGE_TAG

PARSER: Final = "article-json 1"

Name = Annotated[str, Meta(max_length=500)]
Address = Annotated[str, Meta(max_length=4096)]
LanguageTag = Annotated[str, Meta(max_length=35, pattern=f"^{LANGUAGE_TAG}$")]
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?\s?(Z|z|[+-]\d\d:?\d\d))?")


class ExtractedPublisher(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The site that displays the article."""

    name: Name | None = None
    domain: Name | None = None


class ExtractedOrigin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The outlet that wrote the article; `language` is a BCP 47 tag, `country` an ISO 3166 code."""

    name: Name | None = None
    domain: Name | None = None
    language: LanguageTag | None = None
    country: Annotated[str, Meta(pattern="^[A-Za-z]{2}$")] | None = None


class ExtractedImage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A picture."""

    url: Address | None = None
    caption: str | None = None
    credit: Name | None = None


class ExtractedVideo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An embedded video."""

    title: str | None = None
    date: dt.date | None = None
    duration_seconds: Annotated[int, Meta(ge=0, le=10_000_000)] | None = None
    url: Address | None = None


class ExtractedArticle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields of one article in `POST /articles`; `title` and `body` are needed.

    `published_at` is a day (`2026-11-23`) or a moment with its zone (RFC 3339); `dating` reads it.
    `publisher` and `origin` may be a bare name. `captured_at` says when the text was taken, where that
    was before it was sent.
    Decoding raises msgspec.ValidationError, which names the field, for anything else.
    """

    title: Annotated[str, Meta(max_length=2000)]
    body: str
    url: Address | None = None
    lead: str | None = None
    authors: list[Name] = []
    categories: list[Name] = []
    keywords: list[Name] = []
    credits: list[Name] = []
    images: list[ExtractedImage | Address] = []
    videos: list[ExtractedVideo | Address] = []
    publisher: ExtractedPublisher | Name | None = None
    origin: ExtractedOrigin | Name | None = None
    language: LanguageTag | None = None
    published_at: Annotated[str, Meta(max_length=40)] | None = None
    captured_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.published_at is not None and self.dating() is None:
            raise ValueError(
                "`published_at` is neither a day (2026-11-23) nor a moment with its zone (2026-11-23T20:00:00Z)"
            )

    def dating(self) -> dates.Dating | None:
        """The publication time in UTC with its precision; None where none is given."""
        return None if self.published_at is None else _dating(self.published_at)


@lru_cache(maxsize=1024)
def _dating(published_at: str) -> dates.Dating | None:
    text = published_at.strip()
    return dates.iso(text.replace("z", "Z"), "json field published_at") if _MOMENT.fullmatch(text) else None


_decoder: Final = msgspec.json.Decoder(ExtractedArticle)


def parse_article_json(capture: Capture) -> Draft:
    """The article of a JSON capture. Raises `UnreadableCapture` for other JSON and `NotAnArticle` for an empty one."""
    try:
        article = _decoder.decode(capture.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableCapture(f"the capture is no article in JSON: {error}") from error
    title = text_cleaning.line(article.title)
    paragraphs = [line.text for line in read_lines(article.body)]
    if not title or not paragraphs:
        raise NotAnArticle("the title or the body is empty")
    origin = _origin(article.origin)
    return Draft(
        title=title,
        paragraphs=paragraphs,
        lead=text_cleaning.line(article.lead or "") or None,
        authors=_names(article.authors),
        categories=_names(article.categories),
        keywords=_names(article.keywords),
        credits=_names(article.credits),
        images=[image for image in map(_image, article.images) if image != Image()],
        videos=[video for video in map(_video, article.videos) if video != Video()],
        publisher=_publisher(article.publisher),
        origin=origin,
        language=article.language,
        dating=article.dating(),
        clues=_clues(article, origin),
        parser=PARSER,
        spaced=True,
    )


def _names(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name for name in map(text_cleaning.line, names) if name)) if names else []


def _line(text: str | None) -> str | None:
    return text_cleaning.line(text or "") or None


def _image(image: ExtractedImage | str) -> Image:
    if isinstance(image, str):
        return Image(url=web_address(image))
    return Image(url=web_address(image.url), caption=_line(image.caption), credit=_line(image.credit))


def _video(video: ExtractedVideo | str) -> Video:
    if isinstance(video, str):
        return Video(url=web_address(video))
    return Video(
        title=_line(video.title), date=video.date, duration_seconds=video.duration_seconds, url=web_address(video.url)
    )


def _publisher(publisher: ExtractedPublisher | str | None) -> Publisher:
    if publisher is None or isinstance(publisher, str):
        return Publisher(name=_line(publisher))
    return Publisher(name=_line(publisher.name), domain=_line(publisher.domain))


def _origin(origin: ExtractedOrigin | str | None) -> DeclaredOrigin | None:
    if origin is None:
        return None
    if isinstance(origin, str):
        return DeclaredOrigin(name=text_cleaning.line(origin)) if origin.strip() else None
    country = origin.country.upper() if origin.country else None
    return DeclaredOrigin(
        name=_line(origin.name), domain=_line(origin.domain), language=origin.language, country=country
    )


def _clues(article: ExtractedArticle, origin: DeclaredOrigin | None) -> list[Clue]:
    clues = []
    if article.language:
        clues.append(Clue(kind=ClueKind.DECLARED_LANGUAGE, where="json field language", words=article.language))
    if origin and origin.name:
        clues.append(Clue(kind=ClueKind.SOURCE_LINE, where="json field origin", words=origin.name))
    return clues
