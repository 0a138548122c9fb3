"""Who or what made a translation, as a note says it."""

import re
from typing import Final

from babelwire_contracts.sections import TranslationMethod
from babelwire_translation_tagging.capitals import CAPITAL
from babelwire_translation_tagging.note_words import holds

_ENGINES: Final = (
    ("DeepL", re.compile(r"\bdeepl\b")),
    (
        "Google Translate",
        re.compile(
            r"google|谷歌|グーグル|구글|гугл|गूगल|গুগল|גוגל|غوغل|جوجل|گوگل|กูเกิล|\btranslated-(?:ltr|rtl)\b|\.translate\.goog"
        ),
    ),
    ("Microsoft Translator", re.compile(r"microsoft\s+translator|bing\s+translat|azure translat")),
    ("Yandex Translate", re.compile(r"yandex|яндекс")),
    ("Amazon Translate", re.compile(r"amazon\s+translate")),
    ("ChatGPT", re.compile(r"chat\s?gpt|\bopenai\b|\bgpt-\d|चैटजीपीटी|チャットgpt")),
    ("Papago", re.compile(r"papago|파파고")),
    ("Baidu Translate", re.compile(r"baidu|百度翻译|百度翻譯")),
    ("SYSTRAN", re.compile(r"\bsystran\b")),
    ("ModernMT", re.compile(r"\bmodernmt\b")),
    ("LibreTranslate", re.compile(r"\blibretranslate\b|\bargos translate\b")),
    ("Lingvanex", re.compile(r"\blingvanex\b")),
    ("Softcatalà", re.compile(r"\bsoftcatalà\b")),
    ("eTranslation", re.compile(r"\betranslation\b")),
    ("Apertium", re.compile(r"\bapertium\b")),
)
_ANY_ENGINE: Final = re.compile("|".join(pattern.pattern.replace(r"\b", "") for _, pattern in _ENGINES))
"""A look that costs little: a pattern of which every choice begins with a letter is sought by these letters."""
_NAME_BEHIND: Final = re.compile(r"[)）|]\s*[^\W\d_][^\s|·:：]*(?:\s+[^\s|·:：]+){1,3}\s*$")
_MACHINE_LETTERS: Final = re.compile(r"(?<![A-Za-zА-Яа-яІі])(?:AI|IA|KI|YZ|ИИ|ШІ|ＡＩ)(?![A-Za-zА-Яа-яі])")
BY: Final = re.compile(
    r"\b(?:by|por|pel[oa]|per|par|von|durch|door|av|af|przez|da|di|a cura di|de către|από τον|της?|του)\s+[^\W\d_]{2,}"
    r"|\b(?:oleh|deur|ved|le|ni)\s+[^\W\d_]{2,}|\bna\s+[A-Z]|[:：=＝／/՝]\s*[^\W\d_][^\s|·:：,]*(?:\s+[^\s|·:：,]+){0,4}?\s*(?:$|[|·,;(])"
    r"|โดย\s*\S|옮김\s+\S|옮긴이\s+\S|द्वारा|কর্তৃক"
)
"""Somebody who did it, behind the word for translating."""
_NAME: Final = rf"[{CAPITAL}][\w'’.-]*[^\W_]"
_NAMES: Final = rf"(?:{_NAME}\s+){{1,3}}{_NAME}"
_NAMED: Final = re.compile(rf"{_NAMES}\W{{0,3}}$|^\W{{0,3}}(?:\w+\s+){{0,4}}{_NAMES}")
_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{3}[.。।!?])\s|\s+[|·]\s+")
_AROUND: Final = 60


def find_engine(words: str) -> str | None:
    """The translation engine that a text names."""
    lowered = words.lower()
    if _ANY_ENGINE.search(lowered) is None:
        return None
    return next((name for name, pattern_ in _ENGINES if pattern_.search(lowered)), None)


def is_machine(line: str) -> bool:
    """Whether a line speaks of a machine, a program or the like."""
    return holds("machine", line.lower()) or _MACHINE_LETTERS.search(line) is not None


def by_hand(line: str, lowered: str, at: tuple[int, int]) -> TranslationMethod:
    """Human where a line that says "translated" `at` some place names somebody who did, else unknown."""
    before, after = line[max(0, at[0] - _AROUND) : at[0]], line[at[1] :][:_AROUND]
    if (
        BY.search(_SENTENCE.split(line[at[0] :])[0])
        or _NAMED.search(before)
        or _NAMED.match(after)
        or _says_who(lowered)
    ):
        return TranslationMethod.HUMAN
    return TranslationMethod.UNKNOWN


def _says_who(lowered: str) -> bool:
    return holds("people", lowered) or holds("hand", lowered) or _NAME_BEHIND.search(lowered) is not None
