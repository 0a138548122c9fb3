"""Script subtags from the letters of a text."""

import pytest

from babelwire_translation_tagging.scripts import main_script, with_script


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
        ("ku", "ئەنجومەنی شار", "ckb"),
        ("ku", "Meclisa bajêr", "ku"),
        ("en", "City council", "en"),
        ("sr", "123", "sr"),
    ],
)
def test_script(language: str, text: str, tag: str) -> None:
    assert with_script(language, text) == tag


def test_a_text_without_letters_has_no_script() -> None:
    assert main_script("12 % — 7") is None
