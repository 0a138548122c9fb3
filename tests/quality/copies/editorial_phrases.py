"""What newsrooms put around an article, in its language: notes, teasers, kickers, updates."""

import random
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Final

from tests.quality.copies.kinds import Text

PHRASES: Final[dict[str, dict[str, list[str]]]] = tomllib.loads(
    Path(__file__).with_name("editorial_phrases.toml").read_text("utf-8")
)

LARGEST_LANGUAGE: Final = {
    "LATIN": "en",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
}
"""Whose phrases a text is given when its own language has none here, by the script it is written in."""


def phrases(text: Text, about: str, count: int, rng: random.Random) -> list[str]:
    """So many phrases (or all there are), with dates and numbers filled in; `{clause}` is left to the caller."""
    ours = PHRASES.get(text.language.split("-")[0].lower()) or PHRASES[LARGEST_LANGUAGE.get(script(text.body), "en")]
    chosen = rng.sample(ours[about], min(count, len(ours[about])))
    return [filled(phrase, rng) for phrase in chosen]


def script(text: str) -> str:
    """The script that most letters are written in, as Unicode names it; an empty string when there are no letters."""
    names = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in text[:500] if letter.isalpha())
    return names.most_common(1)[0][0] if names else ""


def filled(phrase: str, rng: random.Random) -> str:
    facts = {"day": (1, 28), "month": (1, 12), "year": (2019, 2026), "n": (13, 97)}
    for name, (lowest, highest) in facts.items():
        phrase = phrase.replace(f"{{{name}}}", str(rng.randint(lowest, highest)))
    return phrase
