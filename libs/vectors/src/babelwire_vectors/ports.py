"""What turns texts into vectors, as those who need vectors see it, and as those who run a model see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
"""Vectors of a model, (n, dimensions)."""

Vector = bytes
"""A text's place among all texts: as many signed bytes as there are dimensions; only its direction counts."""


@dataclass(frozen=True)
class Passage:
    """A text that is to be found, and the language (BCP 47, `und` where unknown) that it is written in."""

    text: str
    language: str


class Kind(StrEnum):
    """What a text is for; the model was trained on texts that begin with one of these words."""

    PASSAGE = "passage"
    QUERY = "query"


class Embedder(Protocol):
    """Turns texts into vectors that are near each other where the texts mean the same, in whatever languages.

    Bound by the CPU, or by the wait for a server; for one thread at a time. Methods raise `EmbedderIsAway` where the
    same may be answered later, and `EmbedderIsUnfit` where somebody has to mend something first.
    """

    @property
    def model(self) -> str:
        """Which weights and which centring: a name and eight hexadecimal digits. Never compare across these."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    def passages(self, texts: Sequence[Passage]) -> list[Vector | None]:
        """A vector for each text; None where there is nothing to embed: no letter and no digit."""

    def query(self, text: str, language: str | None) -> Vector | None:
        """A vector for what somebody looks for, to compare with those of passages; None as for passages.

        `language` as far as it is known.
        """


class Engine(Protocol):
    """Runs a model, whatever the language; raises what an `Embedder` does."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    def embed(self, texts: Sequence[str], kind: Kind) -> Floats:
        """A vector of length 1 for each text. No text is empty."""
