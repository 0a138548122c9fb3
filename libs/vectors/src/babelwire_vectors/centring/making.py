"""Makes the centring of a model: directions of languages from parallel texts, what news has in common from news."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from babelwire_vectors.centring import OfKind
from babelwire_vectors.identity import answers
from babelwire_vectors.ports import Engine, Floats, Kind
from babelwire_vectors.texts import beginning

DIRECTIONS: Final = 24
"""More find no more across languages, and less within one (README)."""


@dataclass(frozen=True)
class News:
    """An article: its title, and title and text together."""

    title: str
    text: str


def make(
    engine: Engine, parallel: Mapping[str, Sequence[str]], news: Sequence[News], directions: int = DIRECTIONS
) -> tuple[Floats, dict[Kind, OfKind]]:
    """Directions of languages, (directions, dimensions), and what is known of passages and of queries.

    `parallel` has the same texts in many languages.
    """
    means = np.stack([_embedded(engine, texts, Kind.PASSAGE).mean(axis=0) for texts in parallel.values()])
    _, _, components = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)
    probes = answers(engine)
    titles, texts = [article.title for article in news], [article.text for article in news]
    common = {Kind.PASSAGE: _embedded(engine, texts, Kind.PASSAGE), Kind.QUERY: _embedded(engine, titles, Kind.QUERY)}
    kinds = {kind: OfKind(probes[kind], vectors.mean(axis=0, keepdims=True)) for kind, vectors in common.items()}
    return components[:directions].astype(np.float32), kinds


def _embedded(engine: Engine, texts: Sequence[str], kind: Kind) -> Floats:
    begun = [beginning(text) for text in texts]
    return engine.embed([text for text in begun if text is not None], kind)
