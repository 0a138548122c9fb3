"""An article that somebody else extracted already, as JSON: what `POST /articles` takes, and its parser."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from babelwire_contracts.captures import Capture
from babelwire_contracts.content import (
    Alternate,
    Audio,
    Clue,
    ClueKind,
    DeclaredOrigin,
    Image,
    Publisher,
    Video,
)
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dating import dates
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.extracted_parts import (
    Address,
    ExtractedAlternate,
    ExtractedAudio,
    ExtractedImage,
    ExtractedOrigin,
    ExtractedPublisher,
    ExtractedVideo,
    LanguageTag,
    Name,
)
from babelwire_ingest.parsing.page_text.lines import read_lines
from babelwire_ingest.parsing.people.chosen import chosen_names
from babelwire_ingest.parsing.people.writer import Reading, Writer
from babelwire_ingest.parsing.people.writers import read_writers
from babelwire_ingest.parsing.web_address import web_address

PARSER: Final = "article-json 1"

TimeField = Literal["published_at", "modified_at"]

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?\s?(Z|z|[+-]\d\d:?\d\d))?")


class ExtractedArticle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields of one article in `POST /articles`; `title` and `body` are needed.

    `published_at` and `modified_at` are a day (`2026-11-23`) or a moment with its zone (RFC 3339); `dating` reads them.
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
    audio: list[ExtractedAudio | Address] = []
    alternates: list[ExtractedAlternate] = []
    publisher: ExtractedPublisher | Name | None = None
    origin: ExtractedOrigin | Name | None = None
    language: LanguageTag | None = None
    published_at: Annotated[str, Meta(max_length=40)] | None = None
    modified_at: Annotated[str, Meta(max_length=40)] | None = None
    captured_at: datetime | None = None

    def __post_init__(self) -> None:
        for field, printed in self.times():
            if _dating(printed, field) is None:
                raise ValueError(
                    f"`{field}` is neither a day (2026-11-23) nor a moment with its zone (2026-11-23T20:00:00Z)"
                )

    def times(self) -> Iterator[tuple[TimeField, str]]:
        """The times that the article says of itself, as they are printed, each with its field."""
        if self.published_at is not None:
            yield "published_at", self.published_at
        if self.modified_at is not None:
            yield "modified_at", self.modified_at

    def dating(self, field: TimeField = "published_at") -> dates.Dating | None:
        """The time in UTC with its precision; None where none is given."""
        printed: str | None = getattr(self, field)
        return None if printed is None else _dating(printed, field)


@lru_cache(maxsize=2048)
def _dating(printed: str, field: TimeField) -> dates.Dating | None:
    text = printed.strip()
    return dates.iso(text.replace("z", "Z"), f"json field {field}") if _MOMENT.fullmatch(text) else None


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
    alternates = _alternates(article.alternates)
    publisher = _publisher(article.publisher)
    authors, bylines = _authors(article.authors, publisher)
    return Draft(
        title=title,
        paragraphs=paragraphs,
        lead=text_cleaning.line(article.lead or "") or None,
        authors=authors,
        categories=_names(article.categories),
        keywords=_names(article.keywords),
        credits=_names(article.credits),
        images=[image for image in map(_image, article.images) if image != Image()],
        videos=[video for video in map(_video, article.videos) if video != Video()],
        audio=[audio for audio in map(_audio, article.audio) if audio != Audio()],
        alternates=alternates,
        publisher=publisher,
        origin=origin,
        language=article.language,
        dating=article.dating(),
        modified=article.dating("modified_at"),
        clues=[*_clues(article, origin, alternates), *bylines],
        parser=PARSER,
        spaced=True,
    )


def _names(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name for name in map(text_cleaning.line, names) if name)) if names else []


def _authors(given: list[str], publisher: Publisher) -> tuple[list[str], list[Clue]]:
    """The people whom given names and bylines name, and the words of those bylines that say more than a name."""
    printed = _names(given)
    said = [_writers(words) for words in printed]
    own = (publisher.name or "").casefold()
    named = chosen_names(writer for writers in said for writer in writers if writer.name.casefold() != own)
    return named, [
        Clue(kind=ClueKind.BYLINE, where="json field authors", words=words) for words in printed if words not in named
    ]


# The articles of a batch come from few writers.
@lru_cache(maxsize=8192)
def _writers(words: str) -> tuple[Writer, ...]:
    return tuple(read_writers(words, Reading(lambda _: False)))


def _line(text: str | None) -> str | None:
    return text_cleaning.line(text or "") or None


def _image(image: ExtractedImage | str) -> Image:
    if isinstance(image, str):
        return Image(url=web_address(image))
    return Image(
        url=web_address(image.url),
        caption=_line(image.caption),
        credit=_line(image.credit),
        width=image.width,
        height=image.height,
    )


def _video(video: ExtractedVideo | str) -> Video:
    if isinstance(video, str):
        return Video(url=web_address(video))
    return Video(
        title=_line(video.title), date=video.date, duration_seconds=video.duration_seconds, url=web_address(video.url)
    )


def _audio(audio: ExtractedAudio | str) -> Audio:
    if isinstance(audio, str):
        return Audio(url=web_address(audio))
    return Audio(
        title=_line(audio.title), date=audio.date, duration_seconds=audio.duration_seconds, url=web_address(audio.url)
    )


def _alternates(alternates: list[ExtractedAlternate]) -> list[Alternate]:
    addressed = ((web_address(alternate.url), alternate.language) for alternate in alternates)
    return [Alternate(url=url, language=language) for url, language in addressed if url is not None]


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


def _clues(article: ExtractedArticle, origin: DeclaredOrigin | None, alternates: list[Alternate]) -> list[Clue]:
    clues = []
    if article.language:
        clues.append(Clue(kind=ClueKind.DECLARED_LANGUAGE, where="json field language", words=article.language))
    if origin and origin.name:
        clues.append(Clue(kind=ClueKind.SOURCE_LINE, where="json field origin", words=origin.name))
    return clues + [
        Clue(kind=ClueKind.ALTERNATE_LINK, where=f"json field alternates[{one.language}]", words=one.url)
        for one in alternates
    ]
