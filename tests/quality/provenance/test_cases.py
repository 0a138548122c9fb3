"""The written cases themselves, and a few of them all the way through the two services."""

import pytest
from tests.quality.provenance.cases import CASES, FRESH, LATEST, NEWER, PARTS, cases, part_of
from tests.quality.provenance.judging import right, said_of

SURE = [
    "en-translated-from-polish-byline",
    "fr-bandeau-pied-et-source-concordants",
    "it-pagina-salvata-translated-ltr",
    "es-feed-source-ouest-france",
    "ko-chulcheo-asahi",
    "de-rdfa-uebersetzung-aus-dem-ukrainischen",
    "zh-Hant-yuedu-yingwen-yuanwen",
    "cs-widget-preloz-stranku",
    "el-dilosi-metafrasmeni",
    "en-xinhua-english",
    "pl-przeglad-prasy-zagranicznej",
    "tr-kaynak-anadolu-ajansi",
]
"""Kinds of evidence and of traps, in as many languages, that no change of a rule may lose."""


def test_names_are_unique_and_half_are_translations() -> None:
    files = [file for folder in (CASES, FRESH, NEWER, LATEST) for file in folder.glob("*.toml")]
    assert len(cases()) == len(files) >= 300
    assert abs(sum(case.truth.translated for case in cases().values()) * 2 - len(files)) <= 2
    assert {part_of(name) for name in cases()} == set(PARTS)


def test_what_is_no_translation_has_no_method_and_its_own_language() -> None:
    for name, case in cases().items():
        truth = case.truth
        assert truth.translated or not (truth.method or truth.engine or truth.translator), name
        assert truth.translator not in truth.authors, name


@pytest.mark.parametrize("name", SURE)
def test_a_sure_case_is_told(name: str) -> None:
    said = said_of(cases()[name])
    assert said is not None
    assert right(cases()[name], said)["translated"]
