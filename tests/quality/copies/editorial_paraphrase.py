"""Two sentences told otherwise: other verbs of saying, other words between the words; names and numbers stay."""

import random
import re
from typing import Final

from tests.quality.copies.editorial_sentences import joined, sentences
from tests.quality.copies.kinds import Text
from tests.quality.copies.site_phrases import language_of, same_meanings, site_phrases

PARAPHRASED: Final = 2
_WITHIN_WORDS: Final = {"ja", "ko", "th", "zh"}
"""Languages that write a word and the next, or a word and its ending, without a space."""
_LETTER: Final = r"[\w\u0591-\u05c7\u064b-\u065f\u0900-\u0963]"
"""Also a vowel sign of Hebrew, Arabic or Hindi."""


def paraphrased(text: Text, rng: random.Random) -> Text:
    """The two sentences of which most words can be exchanged; one that has no such word is introduced by some."""
    paragraphs = [sentences(paragraph) for paragraph in text.paragraphs]
    places = [(at, which) for at, parts in enumerate(paragraphs) for which in range(len(parts))]
    exchange = _Exchange(text, rng)
    rng.shuffle(places)
    places.sort(key=lambda place: -exchange.words_in(paragraphs[place[0]][place[1]]))
    for at, which in places[:PARAPHRASED]:
        paragraphs[at][which] = exchange.of(paragraphs[at][which])
    return text.with_paragraphs([joined(parts) for parts in paragraphs])


class _Exchange:
    """Words of one language for words that say the same."""

    def __init__(self, text: Text, rng: random.Random) -> None:
        self._rng = rng
        self._introductions = site_phrases(text, "told", rng)
        self._others = {word: others for word, *others in same_meanings(text)}
        longest_first = sorted(map(re.escape, self._others), key=len, reverse=True)
        either = "|".join(longest_first)
        pattern = either if language_of(text) in _WITHIN_WORDS else f"(?<!{_LETTER})(?:{either})(?!{_LETTER})"
        self._word = re.compile(pattern, re.IGNORECASE)

    def words_in(self, sentence: str) -> int:
        return len(self._word.findall(sentence))

    def of(self, sentence: str) -> str:
        if not self.words_in(sentence):
            return self._introductions[0].replace("{sentence}", sentence)
        return self._word.sub(self._other, sentence)

    def _other(self, found: re.Match[str]) -> str:
        others = self._others.get(found[0]) or self._others.get(found[0].lower()) or [found[0]]
        other = self._rng.choice(others)
        return other[0].upper() + other[1:] if found[0][0].isupper() else other
