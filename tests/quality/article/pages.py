"""Written pages: each house prints some of the stories, and what every page says is known."""

import codecs
import functools
import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Final, Literal, get_args

from jinja2 import Environment, StrictUndefined, Template
from tests.quality.article import markup
from tests.quality.article.house import House, houses
from tests.quality.article.printing import RIGHT_TO_LEFT, printed
from tests.quality.article.story import Story, stories
from tests.quality.article.truth import Truth, truth_of

Half = Literal["tuning", "held-out"]

STORIES_OF_A_HOUSE: Final = 4

_FEW: Final = 0.01

# What browsers decode by a label is more than the codec of that name has.
_CODECS: Final = {"shift_jis": "cp932", "iso-8859-1": "cp1252"}


@dataclass(frozen=True, kw_only=True)
class WrittenPage:
    """A page named "house/story", in the bytes of its charset."""

    name: str
    url: str
    html: bytes
    charset: str
    truth: Truth


def pages(half: Half) -> list[WrittenPage]:
    """The pages of one half of the houses, by name: the held-out ones are looked at once an idea is done."""
    all_stories, all_houses = stories(), houses()
    kept = houses_of(half, all_houses)
    return [
        render(all_houses[house], story, all_stories[story])
        for house, story in chosen(all_houses, all_stories)
        if house in kept
    ]


def houses_of(half: Half, names: Iterable[str]) -> set[str]:
    """The houses of one half: by a hash of their names, so that another house moves one other at most."""
    ordered = sorted(names, key=_hash)
    middle = len(ordered) // 2
    return set(ordered[:middle] if half == "tuning" else ordered[middle:])


def chosen(all_houses: Mapping[str, House], all_stories: Mapping[str, Story]) -> Iterator[tuple[str, str]]:
    """Pairs of house and story, in order of their names.

    A house takes stories in its first language, then those that fewest houses of its half have taken, by a hash of the
    two names among equals; those that fit few stories choose first. What nobody took goes to a house that it fits.
    """
    drawn: dict[str, list[str]] = {}
    for half in get_args(Half):
        taken: Counter[str] = Counter()
        fitting = {name: _fitting(all_houses[name], all_stories) for name in houses_of(half, all_houses)}
        for name in sorted(fitting, key=lambda name: (len(fitting[name]), _hash(name))):
            first = all_houses[name].languages[:1]
            drawn[name] = heapq.nsmallest(
                STORIES_OF_A_HOUSE,
                fitting[name],
                key=lambda story: (
                    all_stories[story].base_language not in first,
                    taken[story],
                    _hash(f"{name}/{story}"),
                ),
            )
            taken.update(drawn[name])
    for story in sorted(set(all_stories).difference(*drawn.values())):
        able = [name for name, house in all_houses.items() if house.fits(all_stories[story].language)]
        drawn[min(able, key=lambda name: _hash(f"{name}/{story}"))].append(story)
    for house, names in sorted(drawn.items()):
        for story in sorted(names):
            yield house, story


def render(house: House, name: str, story: Story) -> WrittenPage:
    """The page of a story called `name` in a house: in UTF-8 where the house's own charset lacks many letters."""
    page = printed(house, name, story)

    def source(charset: str) -> str:
        direction = "rtl" if story.base_language in RIGHT_TO_LEFT else "ltr"
        return _compiled(house.template).render(
            page=page, s=story, around=story.around, charset=charset, direction=direction
        )

    charset, text = house.charset, source(house.charset)
    lost = _lost(text, codec(charset))
    if sum(text.count(chr(letter)) for letter in lost) > _FEW * len(text):
        charset, text, lost = "utf-8", source("utf-8"), {}
    encoded = text.translate(lost).encode(codec(charset))
    return WrittenPage(
        name=f"{house.name}/{name}", url=page.url, html=encoded, charset=charset, truth=truth_of(page, text)
    )


def codec(charset: str) -> str:
    """Python's name of what browsers read a charset as."""
    return _CODECS.get(charset.lower(), codecs.lookup(charset).name)


def _fitting(house: House, all_stories: Mapping[str, Story]) -> list[str]:
    return [name for name, story in all_stories.items() if house.fits(story.language)]


def _lost(text: str, charset: str) -> dict[int, str]:
    """The letters that the charset does not give back as they were, by their references."""
    lost = [letter for letter in set(text) if letter.encode(charset, errors="ignore").decode(charset) != letter]
    return {ord(letter): f"&#{ord(letter)};" for letter in lost}


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


@functools.cache
def _compiled(template: str) -> Template:
    return _ENVIRONMENT.from_string(template)


def _environment() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals["utc"] = UTC
    environment.filters |= {
        "plain": markup.plain,
        "json": markup.as_json,
        "ascii_json": markup.as_ascii_json,
        "drop_cap": markup.with_drop_cap,
        "soft_hyphens": markup.with_soft_hyphens,
        "ruby": markup.with_ruby,
        "hard_wrapped": markup.hard_wrapped,
        "minified": markup.without_line_breaks,
    }
    return environment


_ENVIRONMENT: Final = _environment()
