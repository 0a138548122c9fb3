"""Makes the means of a model: each language's from parallel texts, what news has in common from news."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from babelwire_vectors.identity import answers
from babelwire_vectors.means import OfKind
from babelwire_vectors.means.udhr import as_query
from babelwire_vectors.ports import Engine, Floats, Kind
from babelwire_vectors.texts import beginning


@dataclass(frozen=True)
class News:
    """An article: its language, its title, and title and text together."""

    language: str
    title: str
    text: str


def make(engine: Engine, declarations: Mapping[str, Mapping[int, str]], news: Sequence[News]) -> dict[Kind, OfKind]:
    """The means of passages and of queries.

    A language's offset is the mean over the articles of the declaration in it, less the mean over all languages: the
    articles are the same, so that only the language is left. What all news has in common is the mean over the news,
    each less its language's offset.
    """
    probes = answers(engine)
    made = {}
    for kind in Kind:
        offsets = _offsets({tag: _embedded(engine, list(texts.values()), kind) for tag, texts in declarations.items()})
        of_kind = OfKind(probes[kind], np.zeros((1, engine.dimensions), np.float32), offsets)
        texts = [article.title if kind is Kind.QUERY else article.text for article in news]
        languages = np.concatenate([of_kind.mean(article.language) for article in news])
        common = (_embedded(engine, texts, kind) - languages).mean(axis=0, keepdims=True)
        made[kind] = OfKind(probes[kind], common, offsets)
    return made


def _offsets(vectors: Mapping[str, Floats]) -> dict[str, Floats]:
    means = {tag: each.mean(axis=0, keepdims=True) for tag, each in vectors.items()}
    of_all = np.mean(list(means.values()), axis=0, dtype=np.float32)
    return {tag: mean - of_all for tag, mean in means.items()}


def _embedded(engine: Engine, texts: Sequence[str], kind: Kind) -> Floats:
    begun = [beginning(as_query(text) if kind is Kind.QUERY else text) for text in texts]
    return engine.embed([text for text in begun if text is not None], kind)

