"""What a model's vectors have from the language alone, and from being news: the mean that is taken off each.

A vector of a multilingual model lies by its language first and by its subject second. The mean over the same texts in
each language holds the language and not the subject (Libovický, Rosa and Fraser 2020, arXiv 2004.05160, who centre each
language).
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Final

import langcodes
import msgspec
import numpy as np

from babelwire_text.canonical_tags import canonical
from babelwire_text.language_tags import UNDETERMINED, primary, varieties
from babelwire_vectors.errors import MeansAreUnfit
from babelwire_vectors.ports import Floats, Kind

DEFAULT: Final = files("babelwire_vectors") / "data" / "means" / "multilingual-e5-small.json"


class _OfKind(msgspec.Struct, frozen=True):
    """As it stands in the file: numbers are half-floats, little-endian, in Base64."""

    probes: list[str]
    common: str
    languages: dict[str, str]


class _File(msgspec.Struct, frozen=True):
    model: str
    source: str
    kinds: dict[Kind, _OfKind]


@dataclass(frozen=True)
class OfKind:
    """Of passages, or of queries. Vectors are (1, dimensions), the probes' answers (8, dimensions)."""

    probes: Floats
    common: Floats
    """The mean of the news in whatever language."""

    languages: dict[str, Floats]
    """By language tag: what is added to the common mean. In the mean over all languages nothing is."""

    @cached_property
    def _scripts(self) -> dict[str, Floats]:
        """By script: the mean over the languages that are written in it."""
        by_script: dict[str, list[Floats]] = {}
        for tag, offset in self.languages.items():
            by_script.setdefault(_script(tag), []).append(offset)
        return {script: np.mean(offsets, axis=0, dtype=np.float32) for script, offsets in by_script.items()}

    def mean(self, language: str) -> Floats:
        """The mean of a language's vectors; of one that is not known, that of its script, else of all."""
        for tag in _nearest(language):
            if tag in self.languages:
                return self.common + self.languages[tag]
        script = "" if language == UNDETERMINED else _script(language)
        return self.common + self._scripts[script] if script in self._scripts else self.common


@dataclass(frozen=True)
class Means:
    """The means of one model. `model` names both: another model or other means are another name."""

    model: str
    dimensions: int
    kinds: Mapping[Kind, OfKind]


def load(file: Path | None = None) -> Means:
    """The means in a file; those of the default model unless given. Raises `MeansAreUnfit`."""
    source = file if file is not None else DEFAULT
    try:
        content = source.read_bytes()
        read = msgspec.json.decode(content, type=_File)
        kinds = {
            kind: OfKind(
                probes=np.concatenate([_numbers(text) for text in each.probes]),
                common=_numbers(each.common),
                languages={tag: _numbers(text) for tag, text in each.languages.items()},
            )
            for kind, each in ((kind, read.kinds[kind]) for kind in Kind)
        }
        widths = {array.shape[1] for of_kind in kinds.values() for array in _arrays(of_kind)}
        (dimensions,) = widths
    except (OSError, msgspec.MsgspecError, ValueError, KeyError) as error:
        raise MeansAreUnfit(f"{source} is no file of means: {error}") from error
    return Means(f"{read.model}-{hashlib.sha256(content).hexdigest()[:8]}", dimensions, kinds)


def dump(model: str, source: str, kinds: Mapping[Kind, OfKind]) -> bytes:
    """The content of a file of means."""
    shown = {
        kind: _OfKind(
            probes=[_text(row) for row in each.probes],
            common=_text(each.common),
            languages={tag: _text(each.languages[tag]) for tag in sorted(each.languages)},
        )
        for kind, each in kinds.items()
    }
    return msgspec.json.format(msgspec.json.encode(_File(model, source, shown)), indent=1) + b"\n"


def _arrays(of_kind: OfKind) -> Iterator[Floats]:
    yield from (of_kind.probes, of_kind.common, *of_kind.languages.values())


def _numbers(text: str) -> Floats:
    numbers = np.frombuffer(base64.b64decode(text, validate=True), "<f2").astype(np.float32)
    if not np.isfinite(numbers).all():
        raise ValueError("not a number")
    return numbers[None, :]


def _text(numbers: Floats) -> str:
    return base64.b64encode(numbers.astype("<f2").tobytes()).decode()


def _nearest(language: str) -> Iterator[str]:
    """Tags under which a language's mean may stand: its own, with its script, without both, its varieties."""
    tag = canonical(language) or UNDETERMINED
    yield tag
    yield f"{primary(tag)}-{_script(tag)}"
    yield primary(tag)
    yield from varieties(tag)


def _script(tag: str) -> str:
    """The script that a language is written in, as the tag says or as is likely (CLDR)."""
    try:
        return langcodes.Language.get(tag).maximize().script or ""
    except (ValueError, LookupError):
        return ""
