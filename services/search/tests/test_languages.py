import pytest

from babelwire_search.languages import (
    direction,
    language_name,
    language_tag,
    preferred_languages,
)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("es", "es"),
        ("PT_br", "pt-BR"),
        ("Spanish", "es"),
        ("español", "es"),
        ("und", "und"),
        ("zh-Hans", "zh-Hans"),
        ("klingonish", None),
        ("xx-yy-zz", None),
        ("", None),
        ("e" * 1000, None),
    ],
)
def test_languages_are_named_by_tag_or_name(text: str, tag: str | None) -> None:
    assert language_tag(text) == tag


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("az-Arab", "rtl"), ("en", "ltr"), ("und", "auto"), (None, "auto")],
)
def test_direction_follows_the_script(tag: str | None, expected: str) -> None:
    assert direction(tag) == expected


def test_an_unknown_language_is_said_to_be_unknown() -> None:
    assert language_name("und") == "undetermined language"
    assert language_name("pt-BR") == "Portuguese (Brazil)"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("de-CH, fr;q=0.9, en;q=0.95", ("de", "en", "fr")),
        ("es;q=0, en", ("en",)),
        ("*", ()),
        (None, ()),
        ("nonsense;;q=x, , fr", ("fr",)),
        ("en;q=nan, fr", ("fr",)),
    ],
)
def test_preferences_come_in_the_readers_order(header: str | None, expected: tuple[str, ...]) -> None:
    assert preferred_languages(header) == expected
