"""A story as a house's template gets it: blocks, addresses and times, in the order of the page."""

import hashlib
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from markupsafe import Markup, escape
from tests.quality.article.house import House
from tests.quality.article.markup import first_sentence, plain
from tests.quality.article.story import Block, Comment, Picture, RelatedStory, Story

RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

_BETWEEN_ENTRIES: Final = timedelta(minutes=9)
_LONG_ENOUGH_TO_PULL: Final = 16
_SLOTS: Final = 6


@dataclass(frozen=True, kw_only=True)
class PrintedBlock:
    """A block of the body.

    `picture` stands after it, and so does what the house puts at one of its `slots`: six are spread over the text.
    `entry_at` is when the live entry that it begins was posted.
    """

    number: int
    kind: str
    dateline: str
    html: Markup
    items: Sequence[Markup]
    rows: Sequence[Sequence[Markup]]
    text: str
    picture: Picture | None
    slots: Collection[int]
    entry_at: datetime | None

    @property
    def with_dateline(self) -> Markup:
        return escape(self.dateline) + self.html


@dataclass(frozen=True, kw_only=True)
class Teaser:
    """Another story of the site."""

    title: str
    teaser: str
    date: str
    url: str
    picture: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PrintedComment:
    """A reader's comment; the machine's time of it is made up, later than the article."""

    name: str
    text: str
    date: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Printed:
    """All that a template knows of a page."""

    house: House
    story: Story
    url: str
    site: str
    id: int
    blocks: Sequence[PrintedBlock]
    pull_quotes: Sequence[str]
    related: Sequence[Teaser]
    most_read: Sequence[Teaser]
    comments: Sequence[PrintedComment]
    menu: Sequence[tuple[str, str]]
    alternates: Mapping[str, str]
    words: Mapping[str, str]
    """The house's own phrases in the language of the story, if it has any."""

    @property
    def body_text(self) -> str:
        """The whole text without markup, as articleBody has it."""
        return "\n\n".join(_plain_text(block) for block in self.blocks)

    @property
    def read_also(self) -> tuple[str, str]:
        """The label before the link, and the words of the link."""
        label, _, linked = re.sub(r"(?<=[:：])", "\0", plain(self.story.around.read_also), count=1).rpartition("\0")
        return label, linked.strip()

    def picture(self, picture: Picture, which: int = 0) -> str:
        return _filled(self.house.pictures[which], self.story, self.id, stem=picture.stem, extension=picture.extension)


def printed(house: House, name: str, story: Story) -> Printed:
    """The story called `name` as the house prints it."""
    id_ = int.from_bytes(hashlib.sha256(f"{house.name}/{name}".encode()).digest()[:3]) + 1_000_000
    site = f"https://www.{story.domain}"
    blocks = _blocks(house, story)
    return Printed(
        house=house,
        story=story,
        url=_filled(house.url, story, id_),
        site=site,
        id=id_,
        blocks=blocks,
        pull_quotes=_pull_quotes(blocks, house.pull_quotes),
        related=[_teaser(one, number, story, id_) for number, one in enumerate(story.around.related, start=1)],
        most_read=[
            _teaser(RelatedStory(title, ""), number, story, id_)
            for number, title in enumerate(story.around.most_read, start=21)
        ],
        comments=[_comment(one, number, story) for number, one in enumerate(story.around.comments, start=1)],
        menu=[(word, f"{site}/{quote(word.lower().replace(' ', '-'))}/") for word in story.around.menu],
        alternates={
            language: f"https://www.{story.domain}/{language.lower()}/{story.slug}"
            for language in house.alternates
            if language != story.language
        },
        words=house.phrases.get(story.base_language, {}),
    )


def _blocks(house: House, story: Story) -> list[PrintedBlock]:
    shown = story.blocks
    if house.first_blocks is not None:
        shown = shown[: min(house.first_blocks, (len(shown) + 1) // 2)]
    pictures = _places(story.inner_images, len(shown)) if house.inner_pictures else {}
    first = next((number for number, block in enumerate(shown) if block.kind == "p"), None)
    slots = {slot: min(slot, math.ceil(slot * len(shown) / _SLOTS)) - 1 for slot in range(1, _SLOTS + 1)}
    entries = _entries(story, shown) if house.live else {}
    return [
        PrintedBlock(
            number=number,
            kind=block.kind,
            dateline=story.dateline if number == first else "",
            html=Markup(block.text),
            items=[Markup(item) for item in block.items],
            rows=[[Markup(cell) for cell in row] for row in block.rows],
            text=plain(block.text),
            picture=pictures.get(number),
            slots=[slot for slot, place in slots.items() if place == number],
            entry_at=entries.get(number),
        )
        for number, block in enumerate(shown)
    ]


def _plain_text(block: PrintedBlock) -> str:
    if block.rows:
        return "\n".join(" | ".join(map(plain, row)) for row in block.rows)
    return "\n".join(map(plain, block.items)) if block.items else f"{block.dateline}{block.text}"


def _places(pictures: Sequence[Picture], blocks: int) -> dict[int, Picture]:
    """After which block each inner picture stands: spread evenly, none after the last."""
    return {blocks * place // (len(pictures) + 1) - 1: picture for place, picture in enumerate(pictures, start=1)}


def _entries(story: Story, blocks: Sequence[Block]) -> dict[int, datetime]:
    """The newest entry is first; one begins with each heading, and with each paragraph that follows none."""
    begins = [
        number
        for number, block in enumerate(blocks)
        if number == 0 or block.kind == "h2" or (block.kind == "p" and blocks[number - 1].kind != "h2")
    ]
    return {
        number: story.published_at + _BETWEEN_ENTRIES * (len(begins) - place) for place, number in enumerate(begins)
    }


def _pull_quotes(blocks: Sequence[PrintedBlock], wanted: int) -> list[str]:
    """First sentences of the last paragraphs of the text that begin with one long enough."""
    sentences = [first_sentence(block.text) for block in blocks[1:] if block.kind == "p"]
    return [sentence for sentence in sentences if len(sentence) >= _LONG_ENOUGH_TO_PULL][-wanted:] if wanted else []


def _teaser(one: RelatedStory, number: int, story: Story, id_: int) -> Teaser:
    return Teaser(
        title=one.title,
        teaser=one.teaser,
        date=one.date,
        url=f"https://www.{story.domain}/{_section(story)}/{id_ - 37 * number}",
        picture=f"https://img.{story.domain}/t/{id_ - 37 * number}-300x200.jpg",
        at=story.published_at - timedelta(hours=19, minutes=7) * number,
    )


def _comment(one: Comment, number: int, story: Story) -> PrintedComment:
    at = story.published_at + timedelta(hours=2, minutes=13) * number
    return PrintedComment(name=one.name, text=one.text, date=one.date, at=at)


def _section(story: Story) -> str:
    section = story.section.lower().replace(" ", "-")
    return section if section.isascii() else "news"


def _filled(pattern: str, story: Story, id_: int, **more: str) -> str:
    day = story.published_at
    fill: Callable[..., str] = pattern.format
    return fill(
        domain=story.domain,
        section=_section(story),
        slug=story.slug,
        id=id_,
        year=f"{day:%Y}",
        month=f"{day:%m}",
        day=f"{day:%d}",
        **more,
    )
