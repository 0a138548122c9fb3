"""Frames of texts with slots, and the families that come of filling the slots with other facts for each member.

A frame is a TOML file. `[[stories]]` are the texts that are told of one event: one, or several written independently.
`[slots]` say what may stand in a slot: a list of texts, `[lowest, highest]` for a number, or a text of other slots.
A slot keeps its fact within an event. `{street.1}` and `{street.2}` are two facts of one kind, and what a slot brings
with it belongs to it: when `{report.1}` speaks of a `{street}`, that is `{street.1}`. `[wordings]`, if any, are
slots too: the ways in which a sentence may be told.
"""

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.quality.copies.kinds import LookAlikes, Text
from tests.quality.copies.look_alikes_editorial.deal import Deal
from tests.quality.copies.look_alikes_editorial.wordings import Wordings

FRAMES: Final = Path(__file__).with_name("frames")
SLOT: Final = re.compile(r"\{(\w+)(?:\.(\w+))?\}")

Slot = str | tuple[str, ...]


class Frame(NamedTuple):
    stories: list[dict[str, str]]
    slots: dict[str, Slot]
    wordings: dict[str, tuple[str, ...]]
    language: str

    def sentences_of_stories(self) -> list[list[str]]:
        """Which of the wordings each story uses."""
        return [[name for name in self.wordings if f"{{{name}}}" in story["body"]] for story in self.stories]


class Event:
    """What is known of one event: each slot's fact, dealt when a story first needs it."""

    def __init__(self, slots: dict[str, Slot], deal: Deal) -> None:
        self._slots = slots
        self._deal = deal
        self._facts: dict[tuple[str, str], str] = {}
        self._dealt: dict[str, set[str]] = {}

    def fill(self, template: str, which: str = "") -> str:
        return SLOT.sub(lambda slot: self._fact(slot[1], slot[2] or which), template)

    def _fact(self, name: str, which: str) -> str:
        if (name, which) not in self._facts:
            self._facts[name, which] = self.fill(self._value(name), which)
        return self._facts[name, which]

    def _value(self, name: str) -> str:
        slot = self._slots[name]
        if isinstance(slot, str):
            return slot
        dealt = self._dealt.setdefault(name, set())
        value = self._deal.one_of(slot, besides=dealt)
        dealt.add(value)
        return value


def families_in(kind: str, *languages: str) -> LookAlikes:
    """Families of one kind; each family is in one of the languages."""

    def family(rng: random.Random, size: int) -> list[Text]:
        texts = _texts(_frames(kind, rng.choice(languages)), rng)
        return [next(texts) for _ in range(size)]

    return family


def _texts(frames: Sequence[Frame], rng: random.Random) -> Iterator[Text]:
    deal = Deal(rng)
    worded = [(frame, Wordings(frame.wordings, frame.sentences_of_stories(), rng)) for frame in frames]
    while True:
        for frame, wordings in worded:
            event = Event({**frame.slots, **wordings.another()}, deal)
            for story in frame.stories:
                yield _text(story, event, frame.language)


def _text(story: dict[str, str], event: Event, language: str) -> Text:
    body = event.fill(story["body"].strip())
    lead = event.fill(story["lead"]) if "lead" in story else None
    return Text(event.fill(story["title"]), lead, body, language)


def _frames(kind: str, language: str) -> list[Frame]:
    """Most kinds have one frame in a language: obituaries.en.toml; some have several: quotations.en.strike.toml."""
    shared = tomllib.loads((FRAMES / f"names.{language}.toml").read_text("utf-8"))["slots"]
    frames = []
    for path in sorted(FRAMES.glob(f"{kind}.{language}*.toml")):
        frame = tomllib.loads(path.read_text("utf-8"))
        slots = {name: _slot(value) for name, value in (shared | frame["slots"]).items()}
        wordings = {name: tuple(ways) for name, ways in frame.get("wordings", {}).items()}
        frames.append(Frame(frame["stories"], slots, wordings, language))
    return frames


def _slot(value: str | list[str] | list[int]) -> Slot:
    if isinstance(value, str):
        return value
    if isinstance(value[0], int):
        lowest, highest = map(int, value)
        return tuple(map(str, range(lowest, highest + 1)))
    return tuple(str(text) for text in value)
