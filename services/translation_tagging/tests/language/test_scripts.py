"""Script subtags from the letters of a text."""

import pytest

from babelwire_translation_tagging.language.scripts import is_written_in, main_script, with_script


@pytest.mark.parametrize(
    ("language", "text", "tag"),
    [
        ("zh", "这个国家的经济发展", "zh-Hans"),
        ("zh", "這個國家的經濟發展", "zh-Hant"),
        ("zh", "大家好", "zh"),
        ("sr", "Градско веће", "sr-Cyrl"),
        ("sr", "Gradsko veće", "sr-Latn"),
        ("uz", "Shahar kengashi", "uz"),
        ("uz", "Шаҳар кенгаши", "uz-Cyrl"),
        ("ku", "ئەنجومەنی شار", "ckb-Arab"),
        ("pa", "شہر دی کونسل", "pa-Arab"),
        ("be", "Horadski saviet", "be-Latn"),
        ("ku", "Meclisa bajêr", "ku"),
        ("en", "City council", "en"),
        ("sr", "123", "sr"),
    ],
)
def test_script(language: str, text: str, tag: str) -> None:
    assert with_script(language, text) == tag


def test_a_text_without_letters_has_no_script() -> None:
    assert main_script("12 % — 7") is None


@pytest.mark.parametrize(
    ("language", "text", "may_be"),
    [
        ("en", "City council", True),
        ("en", "Городской совет", False),
        ("ru", "Городской совет", True),
        ("ru-Latn", "Gorodskoy sovet", True),
        ("ru", "City council", False),
        ("sr", "Градско веће", True),
        ("sr", "Gradsko veće", True),
        ("hi", "नगर परिषद", True),
        ("hi", "City council", False),
        ("fr", "12:30", True),
        ("xx", "City council", True),
    ],
)
def test_a_language_is_not_said_of_letters_that_it_is_not_written_in(language: str, text: str, may_be: bool) -> None:
    assert is_written_in(language, text) is may_be
