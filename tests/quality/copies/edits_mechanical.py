"""Edits that take no understanding: cutting, padding, shuffling, replacing, and the noise of a bad scan."""

import random
import re
import unicodedata
from collections.abc import Callable
from typing import Final

from tests.quality.copies.kinds import Edit, Text

_SENTENCE_END: Final = re.compile(r"(?<=[.!?…。！？।؟។።])\s*")
_WORD: Final = re.compile(r"\w+")
_DENSE: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts without spaces between words; there a run of a few characters stands for a word."""
_RUN: Final = 3

_ELSEWHERE: Final = (
    "Terms of use apply to every page of this site, and comments are closed after two weeks.",
    "Follow our channels for more from the newsroom, and write to the editors with corrections.",
    "This site is paid for by its readers; a subscription can be ended at any time without notice.",
    "Letters are printed as space allows and may be shortened; the writer's name is always given.",
    "The archive goes back to 1994 and is open to libraries, schools and universities free of charge.",
    "Weather, tides and the programme of the theatres are on the back pages and in the application.",
)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in any script; a text without marks is one sentence."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


def cut(text: Text, chance: random.Random) -> Text:
    """A quarter of the sentences is left out, wherever they stand."""
    return _of_sentences(text, lambda some: [one for one in some if chance.random() >= 0.25] or some[:1])


def truncated(text: Text, chance: random.Random) -> Text:
    """The first half, as feeds give it, with three dots."""
    all_ = [(number, one) for number, part in enumerate(text.paragraphs) for one in sentences_of(part)]
    kept = all_[: max(1, round(len(all_) * chance.uniform(0.45, 0.6)))]
    numbers = dict.fromkeys(number for number, _ in kept)
    return text.with_paragraphs([" ".join(one for at, one in kept if at == number) for number in numbers] + ["…"])


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
    parts = list(text.paragraphs)
    if len(parts) < 3:
        return _of_sentences(text, lambda some: chance.sample(some, len(some)))
    before = list(parts)
    while parts == before:
        chance.shuffle(parts)
    return text.with_paragraphs(parts)


def reworded(share: float) -> Edit:
    """A share of the words is replaced by other words of the same text."""

    def edit(text: Text, chance: random.Random) -> Text:
        if _is_dense(text.body):
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


def _of_sentences(text: Text, change: Callable[[list[str]], list[str]]) -> Text:
    flat = [(number, one) for number, part in enumerate(text.paragraphs) for one in sentences_of(part)]
    kept = change([f"{number}\n{one}" for number, one in flat])
    parts: dict[str, list[str]] = {}
    for marked in kept:
        number, _, sentence = marked.partition("\n")
        parts.setdefault(number, []).append(sentence)
    return text.with_paragraphs([" ".join(sentences) for sentences in parts.values()])


def _is_dense(body: str) -> bool:
    return len(_DENSE.findall(body)) * 2 > len(body)


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
