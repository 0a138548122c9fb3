import pytest

from babelwire_text.language_names import name_in_english


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("es", "Spanish"),
        ("pt-BR", "Portuguese (Brazil)"),
        ("sr-Latn", "Serbian (Latin)"),
        ("zh-Hant", "Chinese (Traditional)"),
        ("ckb-Arab", "Central Kurdish (Arabic)"),
        ("mul", "several languages"),
    ]
    + [(nothing, None) for nothing in ("und", "zxx", "mis", "xx", "x", "", None, "not a tag", "e" * 1000)],
)
def test_a_language_has_its_english_name_where_it_is_known(tag: str | None, name: str | None) -> None:
    assert name_in_english(tag) == name
