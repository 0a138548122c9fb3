"""Search by meaning and similar articles on a sample of the written events, with the model itself."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.quality.meaning.corpus import Document, absent, typed, written
from tests.quality.meaning.crosslingual import answers
from tests.quality.meaning.similar import measured, texts
from tests.quality.meaning.vectors import KeptVectors

from babelwire_vectors import ModelIsMissing, VectorSettings, open_embedder

EVENTS = tuple(f"B{number:02}" for number in range(1, 13))
"""Six pairs of events that are alike; part B, which nothing was fitted to."""


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> KeptVectors:
    try:
        return KeptVectors(open_embedder(VectorSettings()), Path(tmp_path_factory.mktemp("vectors")))
    except ModelIsMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def sample() -> Sequence[Document]:
    """The articles of some events, and those of none."""
    return [one for one in written("B") if one.event in EVENTS or one.event == one.id]


def test_queries_find_what_is_told_in_other_languages_and_else_nothing(
    vectors: KeptVectors, sample: Sequence[Document]
) -> None:
    events = {document.id: document.event for document in sample}
    asked = [query for query in typed("B") if query.event in EVENTS]
    nowhere = list(absent())[::6]
    found = [answer.recall(events) for answer in answers(asked, sample, vectors)]
    assert np.mean(found) >= 0.85
    wrong = [answer.query.text for answer in answers(nowhere, sample, vectors) if answer.found]
    assert len(wrong) <= 0.1 * len(nowhere), wrong


def test_what_is_shown_as_similar_mostly_tells_of_the_same_event(
    vectors: KeptVectors, sample: Sequence[Document]
) -> None:
    of = texts(sample, vectors)
    every = [one for place in range(len(sample)) if (one := measured(of, place)) is not None]
    assert np.mean([one.ndcg for one in every]) >= 0.9
    assert sum(one.right for one in every) >= 0.8 * sum(len(one.shown) for one in every) > 0
