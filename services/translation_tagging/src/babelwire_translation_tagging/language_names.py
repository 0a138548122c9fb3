"""Names of languages as notes print them, in the languages that notes are written in (from CLDR, through Babel)."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

from babelwire_text.scripts import HANGUL, UNSPACED

_WRITTEN_IN: Final = (
    "en es pt fr de it nl sv nb da fi pl cs sk hu ro bg ru uk el tr ar fa he hi bn id ms vi th zh zh_Hant ja ko ca hr"
    " sr sl et lv lt is sq mk be ka hy az kk uz ur ta te mr gu eu gl ga sw fil"
).split()
_NAMED: Final = (
    "af am ar az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fo fr fy ga gd gl gu ha he hi hr hu hy id ig is"
    " it ja jv ka kk km kn ko ku ky lb lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn oc pa pl ps pt rm ro ru rw sd se"
    " si sk sl so sq sr sv sw ta te tg th ti tk tl tr tt ug uk ur uz vi xh yi yo zh zu ckb fil"
).split()
# What CLDR's one name per language leaves out.
_OTHER_NAMES: Final = {
    "英文": "en", "中文": "zh", "日文": "ja", "法文": "fr", "德文": "de", "西班牙文": "es", "俄文": "ru",
    "韩文": "ko", "韓文": "ko", "阿拉伯文": "ar", "castellano": "es", "castellà": "es", "castelhano": "es",
    "castilian": "es", "mandarin": "zh",
    "farsi": "fa", "samisk": "se", "nordsamisk": "se", "葡文": "pt", "意大利文": "it", "泰文": "th", "越南文": "vi",
    "汉语": "zh", "漢語": "zh", "韩语": "ko", "韓語": "ko",
    "norsk": "nb", "norwegian": "nb", "norueg": "nb", "norwegisch": "nb", "норвеж": "nb",
}  # fmt: skip
_WRITTEN: Final = "文语語"
"""Chinese names a language with one or another."""
_WORDS: Final = frozenset({"lets", "fins", "even", "iers"})
"""Dutch names of languages that are English words."""
_STEM_LETTERS: Final = 5
_ENDING_LETTERS: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]+")
_INSIDE_WORDS: Final = re.compile(f"[{UNSPACED}{HANGUL}]")
"""Scripts in which a name stands inside of longer words: Korean writes particles as part of the word."""


def _names_in(language: str) -> Mapping[str, str]:
    """Names of languages by their code, as one language writes them; none where CLDR does not know that language."""
    try:
        return Locale.parse(language).languages
    except UnknownLocaleError:
        return {}


@cache
def _stems() -> tuple[dict[str, str], dict[str, str]]:
    spaced: dict[str, str] = {}
    unspaced: dict[str, str] = {}
    for written_in in _WRITTEN_IN:
        names = _names_in(written_in)
        for code in _NAMED:
            name = unicodedata.normalize("NFC", names.get(code, "")).casefold()
            if not name or name in _WORDS or (" " in name and written_in != "vi"):
                continue
            # Vietnamese writes every syllable by itself ("tiếng Pháp"); vowel signs are no letters of words for Python.
            if " " in name or _INSIDE_WORDS.search(name) or not name.isalpha():
                unspaced.setdefault(name, code)
            else:
                spaced.setdefault(_stem(name), code)
    for name, code in list(unspaced.items()):
        if name[-1] in _WRITTEN:
            unspaced |= {name[:-1] + ending: code for ending in _WRITTEN if name[:-1] + ending not in unspaced}
    for name, code in _OTHER_NAMES.items():
        (unspaced if _INSIDE_WORDS.search(name) else spaced)[name] = code
    return spaced, unspaced


def _stem(name: str) -> str:
    """What the inflected forms of a name begin with."""
    return name[: max(_STEM_LETTERS, len(name) - _ENDING_LETTERS)]


def languages_named(words: str) -> list[str]:
    """Primary subtags of the languages a short text names, in order, inflected forms too."""
    spaced, unspaced = _stems()
    text = words.replace("İ", "i").casefold()
    found = {text.index(name): code for name, code in unspaced.items() if name in text}
    for match in _WORD.finditer(text):
        word = match[0]
        # The longest stem first; Semitic articles and prepositions are written as part of the word.
        for form in (word, word.removeprefix("ال"), word[1:]) if not word.isascii() else (word,):
            code = next((spaced[form[:size]] for size in range(len(form), 3, -1) if form[:size] in spaced), None)
            if code is not None:
                found.setdefault(match.start(), code)
                break
    return list(dict.fromkeys(found[position] for position in sorted(found)))


def languages_by_own_name(words: str) -> list[str]:
    """Primary subtags of the languages that a text names as they name themselves: "Deutsch", "日本語"."""
    said = set(_WORD.findall(words.casefold()))
    return [code for name, code in _own_names().items() if name in said]


@cache
def _own_names() -> dict[str, str]:
    found = {_names_in(code).get(code, "").casefold(): code for code in _NAMED}
    return {name: code for name, code in found.items() if name and " " not in name}
