"""The ranges against Unicode's own data, as the package regex brings it."""

import re
import unicodedata
from typing import Final

import pytest
import regex

from babelwire_text.scripts import HANGUL, UNSPACED

_SCRIPTS: Final = ("Han", "Hiragana", "Katakana", "Thai", "Lao", "Myanmar", "Khmer")
_LEFT_OUT: Final = ("Myanmar Ext A", "Myanmar Ext B", "Kana Sup", "Kana Ext A", "Kana Ext B", "Small Kana Ext")
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
_LETTERS: Final = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code))[0] in "LM"]


def of_any(value: str, names: tuple[str, ...]) -> "regex.Pattern[str]":
    return regex.compile("[" + "".join(rf"\p{{{value}={name}}}" for name in names) + "]")


def test_every_letter_in_the_ranges_is_of_those_scripts() -> None:
    of_scripts = of_any("Script_Extensions", _SCRIPTS)
    assert [letter for letter in _LETTERS if _UNSPACED.match(letter) and not of_scripts.match(letter)] == []


def test_letters_of_those_scripts_elsewhere_are_in_no_living_print() -> None:
    of_scripts, left_out = of_any("Script", _SCRIPTS), of_any("Block", _LEFT_OUT)
    elsewhere = {letter for letter in _LETTERS if of_scripts.match(letter) and not _UNSPACED.match(letter)}
    # The mark of vertical writing, and those of old Chinese and Vietnamese texts.
    assert {hex(ord(letter)) for letter in elsewhere if not left_out.match(letter)} == {
        *("0x303b", "0x16fe3", "0x16ff0", "0x16ff1"),
    }


@pytest.mark.parametrize(
    "text", ["漢字", "ひらがな", "カタカナー", "ｶﾀｶﾅ", "ไทย", "ລາວ", "မြန်မာ", "ខ្មែរ", "𠮷", "々〆〇"]
)
def test_no_spaces_between_words(text: str) -> None:
    assert _UNSPACED.fullmatch(text[0])
    assert len(_UNSPACED.findall(text)) == len(text)


@pytest.mark.parametrize("text", ["Latin", "Кириллица", "عربي", "हिन्दी", "ትግርኛ", "བོད", "한국어", "1,2", "。、！"])
def test_spaces_or_signs_between_words(text: str) -> None:
    assert not _UNSPACED.search(text)


def test_korean_is_told_apart() -> None:
    assert re.fullmatch(f"[{HANGUL}]+", "한국어ㄱᄀ")
    assert not re.search(f"[{HANGUL}]", "漢字かなABC")
