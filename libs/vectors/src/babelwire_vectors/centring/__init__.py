"""What a model's vectors have from the language and from being news, and how it is taken off.

A vector of a multilingual model lies by its language first and by its subject second. Over the same texts in many
languages, the means of the languages differ by the language alone; the directions in which they differ most are
projected out of every vector (LIR: Yang et al. 2021, "A Simple and Effective Method To Eliminate the Self Language Bias
in Multilingual Representations", arXiv 2109.04727). So it need not be known which language a text is in.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from babelwire_vectors.errors import CentringIsUnfit
from babelwire_vectors.ports import Floats, Kind
from babelwire_vectors.vectors import unit

DEFAULT: Final = files("babelwire_vectors") / "data" / "centring" / "multilingual-e5-small.json"


class _OfKind(msgspec.Struct, frozen=True):
    """As it stands in the file: numbers are half-floats, little-endian, in Base64."""

    probes: list[str]
    common: str


class _File(msgspec.Struct, frozen=True):
    model: str
    source: str
    directions: list[str]
    kinds: dict[Kind, _OfKind]


@dataclass(frozen=True)
class OfKind:
    """Of passages, or of queries: the answers to the probes, (8, dimensions), and the mean of news, (1, dimensions)."""

    probes: Floats
    common: Floats


@dataclass(frozen=True)
class Centring:
    """What is taken off the vectors of one model. `model` names both: with another centring it is another name."""

    model: str
    directions: Floats
    """In which languages differ: (directions, dimensions), at right angles to each other, each of length 1."""

    kinds: Mapping[Kind, OfKind]

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self.directions.shape[1])

    def centred(self, vectors: Floats, kind: Kind) -> Floats:
        """Vectors of the model, (n, dimensions), without what they have from their language; each of length 1."""
        moved: Floats = vectors - self.kinds[kind].common
        along = moved @ self.directions.T @ self.directions
        return unit((moved - along).astype(np.float32))


def load(file: Path | None = None) -> Centring:
    """The centring in a file; that of the default model unless given. Raises `CentringIsUnfit`."""
    source = file if file is not None else DEFAULT
    try:
        content = source.read_bytes()
        read = msgspec.json.decode(content, type=_File)
        directions = _rows(read.directions)
        kinds = {kind: OfKind(_rows(read.kinds[kind].probes), _rows([read.kinds[kind].common])) for kind in Kind}
        if any(part.shape[1] != directions.shape[1] for each in kinds.values() for part in (each.probes, each.common)):
            raise ValueError("vectors of different lengths")  # noqa: TRY301  # as for all else that is wrong in it
    except (OSError, msgspec.MsgspecError, ValueError, KeyError) as error:
        raise CentringIsUnfit(f"{source} is no file of a centring: {error}") from error
    return Centring(f"{read.model}-{hashlib.sha256(content).hexdigest()[:8]}", directions, kinds)


def dump(model: str, source: str, directions: Floats, kinds: Mapping[Kind, OfKind]) -> bytes:
    """The content of a file."""
    shown = {kind: _OfKind(_texts(each.probes), _texts(each.common)[0]) for kind, each in kinds.items()}
    return msgspec.json.format(msgspec.json.encode(_File(model, source, _texts(directions), shown)), indent=1) + b"\n"


def _rows(texts: list[str]) -> Floats:
    rows = np.stack([np.frombuffer(base64.b64decode(text, validate=True), "<f2") for text in texts])
    if not np.isfinite(rows).all():
        raise ValueError("not a number")
    return rows.astype(np.float32)


def _texts(rows: Floats) -> list[str]:
    return [base64.b64encode(row.astype("<f2").tobytes()).decode() for row in rows]
