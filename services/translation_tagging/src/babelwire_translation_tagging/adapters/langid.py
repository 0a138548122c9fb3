"""langid.py in its maintained form (https://github.com/adbar/py3langid): 139 languages with calibrated probabilities.

It is slower than the others by ten times, and right more often than they are on the few words of a headline.
"""

from collections.abc import Sequence
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Tags of varieties and older codes; `zxx` is its answer to what is no language.
_MODERN: Final = {
    "no": "nb", "tl": "fil", "arz": "ar", "ary": "ar", "wuu": "zh", "fuv": "ff", "bcl": "bik", "gug": "gn",
    "grc": "el", "hbo": "he", "kik": "ki", "uzs": "uz",
}  # fmt: skip
_NO_LANGUAGE: Final = "zxx"
_MOST: Final = 15


class LangidRanker:
    """py3langid with its own model, which is loaded once for the process (about 80 MB)."""

    def __init__(self) -> None:
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        labels = (label for label in self._identifier.labels if label != _NO_LANGUAGE)
        self.languages: frozenset[str] = frozenset(_MODERN.get(label, label) for label in labels)

    def rank(self, text: str) -> Sequence[tuple[str, float]]:
        """The likeliest languages; of several varieties of one language the likeliest counts."""
        likeliest: dict[str, float] = {}
        for label, probability in self._identifier.rank(text)[:_MOST]:
            if label != _NO_LANGUAGE:
                likeliest.setdefault(_MODERN.get(label, label), float(probability))
        return list(likeliest.items())
