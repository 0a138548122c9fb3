import pytest

from babelwire_indexing.languages import analyzed_language


@pytest.mark.parametrize(
    ("tag", "key"),
    [
        ("en", "en"),
        ("pt-BR", "pt"),
        ("zh-Hans-CN", "zh"),
        ("nb", "no"),
        ("nn-NO", "no"),
        ("EN-us", "en"),
        ("pt_BR", "pt"),
    ],
)
def test_a_tag_is_analyzed_by_its_primary_language(tag: str, key: str) -> None:
    assert analyzed_language(tag) == key


@pytest.mark.parametrize("tag", ["und", "", None, "pl", "eng", "-"])
def test_a_language_without_analyzer_has_none(tag: str | None) -> None:
    assert analyzed_language(tag) is None
