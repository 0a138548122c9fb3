"""How fast texts are embedded: told by embedding a few."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from babelwire_vectors import EmbedderIsAway, EmbedderIsUnfit, Passage, VectorSettings, model_of, open_embedder

_AT_ONCE: Final = 16
"""As many as a lane's batch has."""

_LONGEST: Final = 20.0
"""Seconds after which no further batch is begun."""


@dataclass(frozen=True)
class Speed:
    """Texts a second of one process, or None; `told` says how that is known, or why it is not."""

    texts_per_second: float | None
    told: str


def measured(settings: VectorSettings, sample: Sequence[Passage], model: str) -> Speed:
    """The speed of the model that the settings name on a sample of the texts; keeps its thread for some seconds."""
    try:
        if (named := model_of(settings)) != model:
            return Speed(None, f"not measured: the settings here name another model, {named}")
        embedder = open_embedder(settings)
        # The first takes longer than any later one.
        embedder.passages(sample[:1])
        done, began, took = 0, time.perf_counter(), 0.0
        while done < len(sample) and took < _LONGEST:
            done += len(embedder.passages(sample[done : done + _AT_ONCE]))
            took = time.perf_counter() - began
    except (EmbedderIsAway, EmbedderIsUnfit) as error:
        return Speed(None, f"not measured: {error}")
    return Speed(done / took, f"measured on {done} of the gaps, with one process on this machine")
