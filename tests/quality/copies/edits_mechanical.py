"""Edits that take no understanding: cutting, padding, shuffling, replacing, and the noise of a bad scan."""

import random
import re
import unicodedata
from collections.abc import Callable
from typing import Final, TypeVar

from tests.quality.copies.editorial_sentences import joined, sentences
from tests.quality.copies.kinds import Edit, Text

from babelwire_text.scripts import UNSPACED

T = TypeVar("T")

_WORD: Final = re.compile(r"\w+")
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
_RUN: Final = 3
"""So many characters stand for a word where words have no spaces between them."""

_ELSEWHERE: Final = (
    "Terms of use apply to every page of this site, and comments are closed after two weeks.",
    "Follow our channels for more from the newsroom, and write to the editors with corrections.",
    "This site is paid for by its readers; a subscription can be ended at any time without notice.",
    "Letters are printed as space allows and may be shortened; the writer's name is always given.",
    "The archive goes back to 1994 and is open to libraries, schools and universities free of charge.",
    "Weather, tides and the programme of the theatres are on the back pages and in the application.",
)


_Placed = tuple[int, str]
"""A sentence, and the number of its paragraph."""


def cut(text: Text, chance: random.Random) -> Text:
    """A quarter of the sentences is left out, wherever they stand."""

    def kept(some: list[_Placed]) -> list[_Placed]:
        left_out = set(chance.sample(range(len(some)), max(1, len(some) // 4)))
        return [one for at, one in enumerate(some) if at not in left_out] or some

    return _of_sentences(text, kept)


def truncated(text: Text, chance: random.Random) -> Text:
    """The first half, as feeds give it, with three dots."""
    share = chance.uniform(0.45, 0.6)
    half = _of_sentences(text, lambda some: some[: max(1, round(len(some) * share))])
    return text.with_paragraphs([*half.paragraphs, "…"])


def padded(text: Text, chance: random.Random) -> Text:
    """A site's own sentences before, between and after, a third as much as the text."""
    wanted, added, parts = len(text.body) / 3, 0, list(text.paragraphs)
    while added < wanted:
        sentence = chance.choice(_ELSEWHERE)
        parts.insert(chance.randrange(len(parts) + 1), sentence)
        added += len(sentence)
    return text.with_paragraphs(parts)


def reordered(text: Text, chance: random.Random) -> Text:
    """Paragraphs in another order; of a text of one paragraph, its sentences."""
    parts = text.paragraphs
    if len(parts) < 3:
        return _of_sentences(text, lambda some: _shuffled(some, chance))
    return text.with_paragraphs(_shuffled(parts, chance))


def _shuffled(parts: list[T], chance: random.Random) -> list[T]:
    """Another order, where there is one."""
    shuffled = list(parts)
    while shuffled == parts and len(set(parts)) > 1:
        chance.shuffle(shuffled)
    return shuffled


def reworded(share: float) -> Edit:
    """A share of the words is replaced by other words of the same text."""

    def edit(text: Text, chance: random.Random) -> Text:
        if len(_UNSPACED.findall(text.body)) * 2 > len(text.body):
            return text._replace(body=_reworded_runs(text.body, share, chance))
        words = [word for word in _WORD.findall(text.body) if len(word) > 2] or ["word"]

        def replaced(match: re.Match[str]) -> str:
            return chance.choice(words) if chance.random() < share else match[0]

        return text._replace(body=_WORD.sub(replaced, text.body))

    return edit


def noisy(share: float) -> Edit:
    """A share of the letters is read wrong, as by a bad scan: another letter of the text, none, or two."""

    def edit(text: Text, chance: random.Random) -> Text:
        letters = [one for one in text.body if unicodedata.category(one)[0] == "L"] or ["e"]

        def read(character: str) -> str:
            if character.isspace() or chance.random() >= share:
                return character
            return chance.choice(("", character + chance.choice(letters), *[chance.choice(letters)] * 3))

        return text._replace(body="".join(map(read, text.body)))

    return edit


def _of_sentences(text: Text, change: Callable[[list[_Placed]], list[_Placed]]) -> Text:
    """The text after a change of its sentences, each still in the paragraph that it came from."""
    placed = [(number, one) for number, paragraph in enumerate(text.paragraphs) for one in sentences(paragraph)]
    parts: dict[int, list[str]] = {}
    for number, one in change(placed):
        parts.setdefault(number, []).append(one)
    return text.with_paragraphs([joined(part) for part in parts.values()])


def _reworded_runs(body: str, share: float, chance: random.Random) -> str:
    runs = [body[at : at + _RUN] for at in range(0, len(body), _RUN)]
    return "".join(chance.choice(runs) if chance.random() < share and "\n" not in run else run for run in runs)


EDITS: Final[dict[str, Edit]] = {
    "cut": cut,
    "truncated": truncated,
    "padded": padded,
    "reordered": reordered,
    "reworded 10 %": reworded(0.1),
    "reworded 30 %": reworded(0.3),
    "noise 10 %": noisy(0.1),
}
