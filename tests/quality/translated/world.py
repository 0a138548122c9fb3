"""A stream of articles in which some are translations of others, and what is found in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

import numpy as np
from msgspec.structs import replace
from tests.quality.translated.dataset import Text, digest

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.translated import TranslationProposal
from babelwire_stories.translated.finder import Finder

Article = tuple[Text, EmbeddedArticle]
_NOISE: Final = 110


@dataclass(slots=True)
class Found:
    """What was proposed in the end: pairs that are right, those that are not, and originals that were there to find."""

    right: int = 0
    wrong: list[tuple[Text, Text, TranslationProposal]] = field(default_factory=list)
    missed: list[Text] = field(default_factory=list)
    wanted: int = 0
    changes: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / max(1, self.wanted)


def stream(
    originals: Sequence[Article], translations: Sequence[Article], others: Sequence[Article], seed: int
) -> Iterator[Article]:
    """Half of the originals, of which half come when all else has come; their and the other translations, shuffled."""
    chance = Random(seed)
    present = chance.sample(list(originals), len(originals) // 2)
    late = chance.sample(present, len(present) // 2)
    early = [*(one for one in present if one not in late), *translations, *others]
    chance.shuffle(early)
    yield from early
    yield from late


def unrelated(articles: Sequence[Article], count: int, seed: int) -> Iterator[EmbeddedArticle]:
    """So many articles more: each lies between two others, with noise, in the language and of the form of a third."""
    chance, noise = Random(seed), np.random.default_rng(seed)
    for number in range(count):
        one, other, like = (chance.choice(articles)[1] for _ in range(3))
        mixed = _floats(one) + _floats(other) + noise.normal(scale=_NOISE, size=len(one.vector))
        vector = np.rint(mixed / np.abs(mixed).max() * 127).astype(np.int8).tobytes()
        yield replace(like, article_id=digest(f"unrelated {number}"), vector=vector)


def found(articles: Iterable[Article], before: Iterable[EmbeddedArticle] = ()) -> Found:
    """Sends articles through, in this order, and holds what stands in the end against what is so."""
    finder, result = Finder(), Found()
    for article in before:
        finder.remember(article)
    texts: dict[str, Text] = {}
    standing: dict[str, TranslationProposal] = {}
    for text, article in articles:
        texts[article.article_id] = text
        for article_id, proposal in finder.arrive(article).items():
            result.changes += 1
            standing.pop(article_id, None)
            if proposal is not None:
                standing[article_id] = proposal
    originals = {text.document: text for text in texts.values() if text.is_original}
    for article_id, proposal in standing.items():
        one, other = texts.get(article_id), texts.get(proposal.of)
        if one is not None and other is not None and one.document == other.document:
            result.right += 1
        elif one is not None:
            result.wrong.append((one, other or one, proposal))
    for text in texts.values():
        if (original := originals.get(text.document)) is not None and text is not original:
            result.wanted += 1
            proposed = standing.get(text.article_id)
            if proposed is None or proposed.of != original.article_id:
                result.missed.append(text)
    return result


def _floats(article: EmbeddedArticle) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.frombuffer(article.vector, dtype=np.int8).astype(np.float64)
