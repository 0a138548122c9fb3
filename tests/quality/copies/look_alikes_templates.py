"""Texts that a newsroom's machine fills into a template: the same frame every day, other facts in it."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.quality.copies.kinds import LookAlikes, Text

_TEMPLATES: Final = Path(__file__).with_name("templates")
_LANGUAGES: Final = ("en", "es", "de", "fr")
_SYLLABLES: Final = (
    "al ber cas dor el fen gar hol in jas kor lim mon nor ost per quin ros sal tor ur vel win yar zel".split()
)

Slots = dict[str, str]


def family(kind: str, facts: Callable[[random.Random], Slots]) -> LookAlikes:
    """Texts from one of the kind's templates, each with facts of its own."""

    def make(chance: random.Random, size: int) -> list[Text]:
        language = chance.choice(_LANGUAGES)
        frame = (_TEMPLATES / f"{kind}.{language}.txt").read_text(encoding="utf-8").strip()
        taken: set[str] = set()
        return [_filled(frame, language, _Slots(facts(chance), _fresh(chance, taken), chance)) for _ in range(size)]

    return make


def _filled(frame: str, language: str, slots: "_Slots") -> Text:
    title, _, body = frame.partition("\n\n")
    return Text(title.format_map(slots), None, body.format_map(slots), language)


class _Slots(dict[str, str]):
    """Facts by name; `name_1`, `place_2`, `n_3` and the like are made up, each once for a text."""

    def __init__(self, facts: Slots, names: Iterator[str], chance: random.Random) -> None:
        super().__init__(facts)
        self._names = names
        self._chance = chance

    def __missing__(self, slot: str) -> str:
        kind = slot.split("_", maxsplit=1)[0]
        if kind in {"name", "place", "club", "firm", "street"}:
            value = next(self._names)
        elif kind == "day":
            value = str(self._chance.randint(1, 28))
        elif kind == "hour":
            value = f"{self._chance.randint(0, 23)}:{self._chance.randint(0, 59):02d}"
        elif kind == "small":
            value = str(self._chance.randint(1, 40))
        elif kind == "part":
            value = f"{self._chance.randint(0, 99)}.{self._chance.randint(0, 99):02d}"
        else:
            value = f"{self._chance.randint(100, 98_000)}"
        self[slot] = value
        return value


def _fresh(chance: random.Random, taken: set[str]) -> Iterator[str]:
    """Names that no other text of the family has."""
    while True:
        name = "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()
        if name not in taken:
            taken.add(name)
            yield name


def _weather(chance: random.Random) -> Slots:
    low = chance.randint(-12, 18)
    return {"low": str(low), "high": str(low + chance.randint(3, 12)), "wind": str(chance.randint(4, 90))}


def _match(chance: random.Random) -> Slots:
    home, away = chance.randint(0, 5), chance.randint(0, 4)
    return {"home": str(home), "away": str(away), "minute": str(chance.randint(2, 89))}


def _none(_chance: random.Random) -> Slots:
    return {}


LOOK_ALIKES: Final[dict[str, LookAlikes]] = {
    "weather": family("weather", _weather),
    "markets": family("markets", _none),
    "matches": family("matches", _match),
    "results": family("results", _none),
    "letters": family("letters", _none),
    "notices": family("notices", _none),
}
