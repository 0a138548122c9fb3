"""What of a query has a meaning to look for, and the language that it is typed in."""

import unicodedata
from typing import Final

from babelwire_search.query_language import Query

_BY_SCRIPT: Final = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "SINHALA": "si",
    "BENGALI": "bn",
    "DEVANAGARI": "hi",
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "ETHIOPIC": "am",
}
"""A language for each script; where several share one, that of most texts in it. Japanese before Chinese."""


def text_to_embed(query: Query) -> str | None:
    """The words of a query, as they were typed; None where there are none but phrases, fields and exclusions."""
    return " ".join(query.words) or None


def language_of(text: str) -> str | None:
    """The language that the script of a text speaks for, as a primary subtag; None where many languages share it."""
    scripts = {unicodedata.name(character, "").split(" ")[0] for character in text if character.isalpha()}
    return next((language for script, language in _BY_SCRIPT.items() if script in scripts), None)
