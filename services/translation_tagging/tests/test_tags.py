"""Reading and comparing language tags."""

import pytest

from babelwire_translation_tagging.tags import declared_tag, same_language


@pytest.mark.parametrize(
    ("declared", "tag"),
    [("en_us", "en-US"), ("iw", "he"), ("no", "nb"), ("no-NO", "nb-NO"), (" de ", "de")]
    + [(nothing, None) for nothing in ("und", "", None, "english language", "x-default", "mul", "0A", "💥")],
)  # fmt: skip
def test_a_declared_tag_is_brought_to_its_canonical_form(declared: str | None, tag: str | None) -> None:
    assert declared_tag(declared) == tag


def test_script_and_region_make_no_other_language() -> None:
    assert same_language("pt-BR", "pt")
    assert same_language("zh-Hant", "zh-Hans")
    assert same_language("hr", "sr-Latn")
    assert same_language("nb", "nn")
    assert not same_language("pt", "es")
