"""Which model answers: known by its answers to eight fixed texts, as a passage and as a query each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from babelwire_vectors.ports import Engine, Floats, Kind
from babelwire_vectors.vectors import unit

PROBES: Final = (
    "The ferry to the northern islands was cancelled because of the storm.",
    "La orquesta estrenó anoche una sinfonía que se creía perdida.",
    "Учёные нашли в вечной мерзлоте кости неизвестного животного.",
    "افتتح الوزير محطة جديدة لتحلية مياه البحر قرب الميناء.",
    "किसानों ने गेहूँ के दाम को लेकर राजधानी में प्रदर्शन किया।",
    "央行宣布下调利率，股市应声上涨。",
    "Milli takım uzatmalarda attığı golle finale yükseldi.",
    "Bunge limepitisha sheria mpya ya ardhi baada ya mjadala mrefu.",
)
"""Of different subjects, languages and scripts. Never changed: files of centrings hold the answers to them."""

_SAME: Final = 0.98
"""What the cosine of two answers of one model reaches on all machines and engines (README), and of two models not."""

_TOGETHER: Final = 31
"""Texts in one request, beside the probe."""


def answers(engine: Engine) -> dict[Kind, Floats]:
    """A model's answers to the probes, (8, dimensions) of each kind."""
    return {kind: engine.embed(PROBES, kind) for kind in Kind}


def is_same(answer: Floats, known: Floats, common: Floats) -> bool:
    """Whether answers, (n, dimensions), are those of the known model.

    `common`, what all its vectors have in common, counts for nothing: it makes any two of them alike.
    """
    if answer.shape != known.shape:
        return False
    likeness = (unit(answer - common) * unit(known - common)).sum(axis=1)
    return bool(likeness.min() >= _SAME)


class Watched:
    """An engine that others run, asked one of the probes with each request, so that a changed model is noticed."""

    def __init__(
        self, engine: Engine, known: Mapping[Kind, Floats], common: Mapping[Kind, Floats], fail: Callable[[], Exception]
    ) -> None:
        """`known` and `common` as for `is_same`; `fail` makes what is raised when another model answers."""
        self._engine = engine
        self._known = known
        self._common = common
        self._fail = fail
        self._asked = 0

    @property
    def dimensions(self) -> int:
        return self._engine.dimensions

    def embed(self, texts: Sequence[str], kind: Kind) -> Floats:
        """The engine's answers, in requests of bounded size."""
        parts = [self._request(texts[at : at + _TOGETHER], kind) for at in range(0, len(texts), _TOGETHER)]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimensions), np.float32)

    def _request(self, texts: Sequence[str], kind: Kind) -> Floats:
        number = self._asked % len(PROBES)
        self._asked += 1
        answer = self._engine.embed([*texts, PROBES[number]], kind)
        if not is_same(answer[-1:], self._known[kind][number : number + 1], self._common[kind]):
            raise self._fail()
        return answer[:-1]
