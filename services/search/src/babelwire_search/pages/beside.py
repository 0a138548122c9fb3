"""What stands beside a text on its page: recordings, posts, other versions of it, and how much of it there is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from babelwire_search.languages import language_name, language_tag
from babelwire_search.pages import wording
from babelwire_search.pages.addresses import web_address


@dataclass(frozen=True, slots=True)
class Recording:
    """A video, or a recording of sound."""

    title: str | None
    date: str | None
    duration: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Picture:
    """`size` is its width and height in pixels."""

    caption: str | None
    credit: str | None
    size: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Post:
    """A post of another service, in paragraphs."""

    service: str
    author: str | None
    paragraphs: list[str]
    url: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """The article in another language or for another country; `tag` is empty where the page names no language."""

    name: str
    tag: str
    url: str


def recording(told: Mapping[str, Any]) -> Recording:
    """A video or recording of a document."""
    day = wording.parsed(told["date"])
    return Recording(
        title=told["title"],
        date=wording.on_day(day.date()) if day else None,
        duration=wording.duration(told["duration_seconds"]),
        url=web_address(told["url"]),
    )


def picture(told: Mapping[str, Any]) -> Picture:
    """A picture of a document."""
    width, height = told["width"], told["height"]
    size = f"{width} × {height}" if width and height else None
    return Picture(told["caption"], told["credit"], size, web_address(told["url"]))


def post(told: Mapping[str, Any]) -> Post:
    """An embedded post of a document."""
    lines = [line.strip() for line in (told["text"] or "").splitlines()]
    return Post(told["service"], told["author"], [line for line in lines if line], web_address(told["url"]))


def versions(alternates: Iterable[Mapping[str, Any]], own: Iterable[str | None]) -> list[Version]:
    """The other versions that can be linked, each address once; those at the article's `own` addresses are left out."""
    found: dict[str, Version] = {}
    for told in alternates:
        url = web_address(told["url"])
        if url is not None and url not in own:
            tag = language_tag(told["language"])
            name = language_name(tag) if tag else "another version"
            found.setdefault(url, Version(name, tag or "", url))
    return list(found.values())


def badges(item: Mapping[str, Any]) -> list[str]:
    """In a word or two, that a text is not all there, or not for everybody."""
    told = {"part of the text": item["partial"], "for subscribers": item["paywalled"]}
    return [badge for badge, is_so in told.items() if is_so]


def availability(item: Mapping[str, Any]) -> str | None:
    """The same in a sentence; None where there is nothing to say."""
    if item["partial"]:
        why = "the page keeps the rest for its subscribers" if item["paywalled"] else "the page gave no more of it"
        return f"Only a part of the text is here: {why}."
    return "The page says that it is for subscribers only." if item["paywalled"] else None
