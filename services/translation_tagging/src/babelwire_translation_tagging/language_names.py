"""Names of languages as notes print them, in the languages that notes are written in (from CLDR, through Babel)."""

import re
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

from babelwire_text.scripts import HANGUL, UNSPACED

_WRITTEN_IN: Final = (
    "en es pt fr de it nl sv nb da fi pl cs sk hu ro bg ru uk el tr ar fa he hi id ms vi th zh zh_Hant ja ko ca hr sr"
).split()
_NAMED: Final = (
    "ar bg bn ca cs da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ka ko lt lv mk ms nb nl pl pt ro ru sk "
    "sl sq sr sv sw th tr uk ur vi zh"
).split()
# What CLDR's one name per language leaves out.
_OTHER_NAMES: Final = {
    "英文": "en", "中文": "zh", "日文": "ja", "法文": "fr", "德文": "de", "西班牙文": "es", "俄文": "ru",
    "韩文": "ko", "韓文": "ko", "阿拉伯文": "ar", "castellano": "es", "castilian": "es", "mandarin": "zh",
    "farsi": "fa", "norsk": "nb", "norwegian": "nb", "norueg": "nb", "norwegisch": "nb", "норвеж": "nb",
}  # fmt: skip
_INFLECTED_LETTERS: Final = 6
_ENDING_LETTERS: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]+")
_INSIDE_WORDS: Final = re.compile(f"[{UNSPACED}{HANGUL}]")
"""Scripts in which a name stands inside of longer words: Korean writes particles as part of the word."""


@cache
def _stems() -> tuple[dict[str, str], dict[str, str]]:
    spaced: dict[str, str] = {}
    unspaced: dict[str, str] = {}
    for written_in in _WRITTEN_IN:
        try:
            names = Locale.parse(written_in).languages
        except UnknownLocaleError:
            continue
        for code in _NAMED:
            name = names.get(code, "").casefold()
            if not name or " " in name:
                continue
            if _INSIDE_WORDS.search(name):
                unspaced[name] = code
            else:
                spaced.setdefault(name[:-_ENDING_LETTERS] if len(name) > _INFLECTED_LETTERS else name, code)
    for name, code in _OTHER_NAMES.items():
        (unspaced if _INSIDE_WORDS.search(name) else spaced)[name] = code
    return spaced, unspaced


def languages_named(words: str) -> list[str]:
    """Primary subtags of the languages a short text names, in order, inflected forms too."""
    spaced, unspaced = _stems()
    text = words.casefold()
    found = {text.index(name): code for name, code in unspaced.items() if name in text}
    for match in _WORD.finditer(text):
        word = match[0]
        # The longest stem first; Semitic articles and prepositions are written as part of the word.
        for form in (word, word.removeprefix("ال"), word[1:]) if not word.isascii() else (word,):
            code = next((spaced[form[:size]] for size in range(len(form), 3, -1) if form[:size] in spaced), None)
            if code is not None:
                found.setdefault(match.start(), code)
                break
    return [found[position] for position in sorted(found)]
