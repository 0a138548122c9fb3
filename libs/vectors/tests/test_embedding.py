"""Each language's mean is taken off, by way of a model of sixteen numbers."""

from pathlib import Path

import numpy as np
import pytest
from libs.vectors.tests.conftest import DIMENSIONS, HashEngine, row, write_means

from babelwire_vectors.centring import CentredEmbedder
from babelwire_vectors.errors import MeansAreUnfit
from babelwire_vectors.means import load
from babelwire_vectors.ports import Floats, Kind, Passage
from babelwire_vectors.vectors import as_floats, unit

COMMON = row(0, 0, 0, 0.1)


def taken_off(means_file: Path, language: str) -> Floats:
    """What the language adds to the common mean, as it stands in the file: half-floats."""
    return load(means_file).kinds[Kind.PASSAGE].mean(language) - load(means_file).kinds[Kind.PASSAGE].common


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", row(0.1)),
        ("en-GB", row(0.1)),
        ("sr", row(0, 0.2)),
        ("sr-Latn-RS", row(0, 0, 0.3)),
        ("no", row(0.5)),
        ("bg", row(0, 0.3)),
        ("is", row(0.2, 0, 0.1)),
        ("ja", row()),
        ("und", row()),
        ("no tag", row()),
    ],
    ids=[
        "own",
        "base",
        "likely script",
        "script",
        "variety",
        "mean of Cyrillic",
        "mean of Latin",
        "all",
        "und",
        "none",
    ],
)
def test_a_language_without_a_mean_has_the_nearest(means_file: Path, language: str, expected: Floats) -> None:
    assert taken_off(means_file, language) == pytest.approx(expected, abs=1e-3)


def test_the_mean_is_taken_off_what_the_model_says(means_file: Path) -> None:
    engine = HashEngine()
    embedder = CentredEmbedder(engine, load(means_file))
    (vector,) = embedder.passages([Passage(" A bridge\n", "en")])
    sought = embedder.query("A bridge", None)
    assert vector is not None
    assert sought is not None
    passage = unit(engine.embed(["A bridge"], Kind.PASSAGE) - row(0.1) - COMMON)
    query = unit(engine.embed(["A bridge"], Kind.QUERY) - COMMON)
    assert as_floats([vector, sought]) == pytest.approx(np.concatenate([passage, query]), abs=0.01)


def test_what_has_nothing_to_embed_has_no_vector_and_the_others_keep_their_places(means_file: Path) -> None:
    embedder = CentredEmbedder(HashEngine(), load(means_file))
    alone = embedder.passages([Passage("one", "en"), Passage("two", "ru")])
    among = embedder.passages([Passage("", "en"), Passage("one", "en"), Passage("🎉", "en"), Passage("two", "ru")])
    assert among == [None, alone[0], None, alone[1]]
    assert embedder.query("?!", "en") is None


def test_nothing_is_asked_of_the_model_for_nothing(means_file: Path) -> None:
    engine = HashEngine()
    assert CentredEmbedder(engine, load(means_file)).passages([Passage("…", "en")]) == [None]
    assert engine.asked == []


def test_other_means_are_another_model(means_file: Path, tmp_path: Path) -> None:
    others = write_means(tmp_path / "others.json", HashEngine(), {"en": row(0.2)}, COMMON)
    assert load(means_file).model != load(others).model
    assert load(means_file).model == load(means_file).model
    assert load(means_file).dimensions == DIMENSIONS


@pytest.mark.parametrize("content", [b"", b"{}", b'{"model":"m","source":"s","kinds":{}}'])
def test_what_is_no_file_of_means_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "means.json"
    file.write_bytes(content)
    with pytest.raises(MeansAreUnfit, match="is no file of means"):
        load(file)


def test_means_of_different_widths_are_refused(means_file: Path) -> None:
    text = means_file.read_text()
    cut = text.replace('"en": "', '"en": "AAAA', 1)
    assert cut != text
    means_file.write_text(cut)
    with pytest.raises(MeansAreUnfit):
        load(means_file)
