import re

import pytest

from babelwire_text.canonical_tags import canonical
from babelwire_text.language_tags import LANGUAGE_TAG, primary, read_tag, varieties, without_variety


@pytest.mark.parametrize(
    ("text", "tag"),
    [("en_us", "en-us"), (" de ", "de"), ("zh-Hant-TW", "zh-Hant-TW"), ("xx", "xx")]
    + [(nothing, None) for nothing in ("", None, "english", "english language", "x-default", "0A", "e", "💥", "en-")],
)
def test_a_tag_is_told_by_its_form(text: str | None, tag: str | None) -> None:
    assert read_tag(text) == tag
    assert tag is None or re.fullmatch(LANGUAGE_TAG, tag)


@pytest.mark.parametrize(
    ("text", "tag"),
    [("en_us", "en-US"), ("PT-br", "pt-BR"), ("zh-hans", "zh-Hans"), ("no", "no"), ("und", "und")]
    + [("iw", "he"), ("in", "id"), ("tl", "fil"), ("cmn-Hans", "zh-Hans"), ("arb", "ar"), ("zh-yue", "yue")]
    + [(nothing, None) for nothing in ("", None, "english", "x-default", "en-a")],
)
def test_one_form_for_a_language(text: str | None, tag: str | None) -> None:
    assert canonical(text) == tag


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en-GB", "en"),
        ("EN", "en"),
        ("pt_BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("nb", "no"),
        ("nn-NO", "no"),
        ("und", "und"),
    ],
)
def test_the_varieties_of_a_language_are_one(tag: str, expected: str) -> None:
    assert without_variety(tag) == expected
    assert primary(tag) in varieties(tag)


def test_norwegian_has_three_tags() -> None:
    assert varieties("nb") == varieties("no-NO") == ("nb", "nn", "no")
    assert varieties("pt-BR") == ("pt",)
