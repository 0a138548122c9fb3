"""What comes from the language is taken off, by way of a model of sixteen numbers."""

from pathlib import Path

import numpy as np
import pytest
from libs.vectors.tests.conftest import DIMENSIONS, HashEngine, row, write_centring

from babelwire_vectors.centring import load
from babelwire_vectors.embedding import CentredEmbedder
from babelwire_vectors.errors import CentringIsUnfit
from babelwire_vectors.ports import Kind, Passage
from babelwire_vectors.vectors import as_floats, unit


def test_the_directions_of_languages_and_the_mean_are_taken_off_what_the_model_says(centring_file: Path) -> None:
    engine = HashEngine()
    embedder = CentredEmbedder(engine, load(centring_file))
    (vector,) = embedder.passages([Passage(" A bridge\n", "en")])
    sought = embedder.query("A bridge", None)
    assert vector is not None
    assert sought is not None
    raw = np.concatenate([engine.embed(["A bridge"], kind) for kind in Kind])
    moved = raw - row(0, 0.25)
    moved[:, 0] = 0
    assert as_floats([vector, sought]) == pytest.approx(unit(moved), abs=0.01)


def test_what_has_nothing_to_embed_has_no_vector_and_the_others_keep_their_places(centring_file: Path) -> None:
    embedder = CentredEmbedder(HashEngine(), load(centring_file))
    alone = embedder.passages([Passage("one", "en"), Passage("two", "ru")])
    among = embedder.passages([Passage("", "en"), Passage("one", "en"), Passage("🎉", "en"), Passage("two", "ru")])
    assert among == [None, alone[0], None, alone[1]]
    assert embedder.query("?!", "en") is None


def test_nothing_is_asked_of_the_model_for_nothing(centring_file: Path) -> None:
    engine = HashEngine()
    assert CentredEmbedder(engine, load(centring_file)).passages([Passage("…", "en")]) == [None]
    assert engine.asked == []


def test_another_centring_is_another_model(centring_file: Path, tmp_path: Path) -> None:
    other = write_centring(tmp_path / "other.json", HashEngine(), row(0, 1), row(0, 0.25))
    assert load(centring_file).model != load(other).model
    assert load(centring_file).model == load(centring_file).model
    assert load(centring_file).dimensions == DIMENSIONS


@pytest.mark.parametrize("content", [b"", b"{}", b'{"model":"m","source":"s","directions":["AAA="],"kinds":{}}'])
def test_what_is_no_file_of_a_centring_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "centring.json"
    file.write_bytes(content)
    with pytest.raises(CentringIsUnfit, match="is no file of a centring"):
        load(file)


@pytest.mark.parametrize(
    ("number", "said"), [("AAAA" * 8, "same shape|different lengths"), ("AH4=", "not a number")], ids=["longer", "NaN"]
)
def test_vectors_of_another_length_or_no_numbers_are_refused(centring_file: Path, number: str, said: str) -> None:
    text = centring_file.read_text()
    changed = text.replace('"common": "', f'"common": "{number}' if number.endswith("A") else '"common": "AH4AfgB+')
    assert changed != text
    centring_file.write_text(changed)
    with pytest.raises(CentringIsUnfit, match=said):
        load(centring_file)
