"""The parts of an article that somebody else extracted already, as `POST /articles` takes them."""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import Meta

from babelwire_text.language_tags import LANGUAGE_TAG

Name = Annotated[str, Meta(max_length=500)]
Address = Annotated[str, Meta(max_length=4096)]
Pixels = Annotated[int, Meta(ge=1, le=1_000_000)]
Seconds = Annotated[int, Meta(ge=0, le=10_000_000)]
LanguageTag = Annotated[str, Meta(max_length=35, pattern=f"^{LANGUAGE_TAG}$")]


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
    """A picture; its size is in pixels."""

    url: Address | None = None
    caption: str | None = None
    credit: Name | None = None
    width: Pixels | None = None
    height: Pixels | None = None


class ExtractedVideo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An embedded video."""

    title: str | None = None
    date: dt.date | None = None
    duration_seconds: Seconds | None = None
    url: Address | None = None


class ExtractedAudio(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An embedded recording of sound."""

    title: str | None = None
    date: dt.date | None = None
    duration_seconds: Seconds | None = None
    url: Address | None = None


class ExtractedAlternate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The article in another language or for another country; `language` is a BCP 47 tag."""

    url: Address
    language: LanguageTag
