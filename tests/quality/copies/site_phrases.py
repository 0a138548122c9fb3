"""What sites put around a text, and words that say the same: in its own language, or the largest of its script."""

import random
import tomllib
from pathlib import Path
from typing import Final

from tests.quality.copies.editorial_phrases import LARGEST_LANGUAGE, filled, script
from tests.quality.copies.kinds import Text

Table = dict[str, dict[str, list[str]]]

_HERE: Final = Path(__file__).parent
SITES: Final[Table] = tomllib.loads((_HERE / "site_phrases.toml").read_text("utf-8"))
_SAME: Final[dict[str, dict[str, list[list[str]]]]] = tomllib.loads((_HERE / "paraphrases.toml").read_text("utf-8"))
_TWO_LETTERS: Final = {
    "eng": "en",
    "spa": "es",
    "rus": "ru",
    "arb": "ar",
    "heb": "he",
    "hin": "hi",
    "tha": "th",
    "jpn": "ja",
    "kor": "ko",
    "ell": "el",
    "zho": "zh",
    "kat": "ka",
}
"""NTREX names languages by three letters."""


def language_of(text: Text) -> str:
    """A key of the tables."""
    first = text.language.split("-")[0].lower()
    language = _TWO_LETTERS.get(first, first)
    return language if language in SITES else LARGEST_LANGUAGE.get(script(text.body), "en")


def site_phrases(text: Text, about: str, rng: random.Random) -> list[str]:
    """All that there are, in any order, with numbers filled in; `{page}` and the like are left to the caller."""
    ours = SITES[language_of(text)][about]
    return [filled(phrase, rng) for phrase in rng.sample(ours, len(ours))]


def same_meanings(text: Text) -> list[list[str]]:
    """Each time a word, and what may stand for it."""
    return _SAME[language_of(text)]["same"]
