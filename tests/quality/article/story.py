"""A story: one invented news text in one language, with all the words that a site puts around it."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

STORIES: Final = Path(__file__).with_name("stories")


class Block(msgspec.Struct, frozen=True):
    """A piece of the body. `text`, `items` and the cells of `rows` are inline HTML; the first row is the head."""

    kind: Literal["p", "h2", "ul", "ol", "table", "quote"]
    text: str = ""
    items: list[str] = []
    rows: list[list[str]] = []


class Author(msgspec.Struct, frozen=True):
    """Who wrote it."""

    name: str
    role: str = ""
    place: str = ""


class Picture(msgspec.Struct, frozen=True):
    """A picture by the name of its file."""

    file: str
    caption: str = ""
    credit: str = ""

    @property
    def stem(self) -> str:
        return self.file.rpartition(".")[0]

    @property
    def extension(self) -> str:
        return self.file.rpartition(".")[2]


class RelatedStory(msgspec.Struct, frozen=True):
    """A teaser of another story of the site, with its date as printed."""

    title: str
    teaser: str
    date: str = ""


class Comment(msgspec.Struct, frozen=True):
    """What a reader said."""

    name: str
    text: str
    date: str = ""


class Around(msgspec.Struct, frozen=True):
    """What is no part of the article, in the language of the story."""

    menu: list[str]
    breadcrumb: list[str]
    share: list[str]
    related_heading: str
    related: list[RelatedStory]
    read_also: str
    most_read_heading: str
    most_read: list[str]
    newsletter_heading: str
    newsletter: str
    comments_heading: str
    comments: list[Comment]
    author_bio: str
    cookies: str
    advertisement: str
    tags_heading: str
    copyright: str
    footer: list[str]
    follow: str
    print_note: str


class Story(msgspec.Struct, frozen=True):
    """A story as its file has it; the file's name names it."""

    language: str
    outlet: str
    domain: str
    slug: str
    title: str
    section: str
    published_at: datetime
    printed_date: str
    byline: str
    paywall: str
    blocks: list[Block]
    image: Picture
    around: Around
    lead: str = ""
    modified_at: str = ""
    printed_modified: str = ""
    dateline: str = ""
    keywords: list[str] = []
    authors: list[Author] = []
    inner_images: list[Picture] = []

    @property
    def base_language(self) -> str:
        return self.language.partition("-")[0]

    @property
    def changed_at(self) -> datetime | None:
        return datetime.fromisoformat(self.modified_at) if self.modified_at else None


def stories(folder: Path = STORIES) -> dict[str, Story]:
    """All stories of a folder by name, in the order of their names. Raises where a file lacks something."""
    return {file.stem: _read(file) for file in sorted(folder.glob("*.toml"))}


def around_texts(story: Story) -> Iterator[str]:
    """All that is no part of the article, text by text."""
    around = story.around
    yield from (*around.menu, *around.breadcrumb, *around.share, around.related_heading)
    for related in around.related:
        yield from (related.title, related.teaser, related.date)
    yield from (around.read_also, around.most_read_heading, *around.most_read)
    yield from (around.newsletter_heading, around.newsletter, around.comments_heading)
    for comment in around.comments:
        yield from (comment.name, comment.date, comment.text)
    yield from (around.author_bio, around.cookies, around.advertisement, around.tags_heading, around.copyright)
    yield from (*around.footer, around.follow, around.print_note, story.paywall)


def _read(file: Path) -> Story:
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Story)
    except msgspec.ValidationError as error:
        error.add_note(f"in {file}")
        raise
