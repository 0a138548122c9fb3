"""Which languages the parts of an article are in: title, lead, paragraphs, captions.

Most articles are in one language, so a part is first asked for with as little as tells it: its first few words, by a
detector that takes a microsecond. Only where one seems to be in another language is any looked at closely.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeVar

from babelwire_contracts.sections import LanguageShare
from babelwire_text.language_tags import UNDETERMINED, primary
from babelwire_translation_tagging.language.detecting import LanguageDetector
from babelwire_translation_tagging.language.quotations import unquoted
from babelwire_translation_tagging.language.sampling import letters_of, without_addresses
from babelwire_translation_tagging.language.voting import CLEAR, neighbours
from babelwire_translation_tagging.ports import SharpGuesser
from babelwire_translation_tagging.tags import same_language

T = TypeVar("T")

_SHORTEST: Final = 40
"""Characters of a part of which the language can be told."""
_LONGEST: Final = 1_000
"""A longer paragraph is looked at in pieces, and a shorter one ..."""
_LONGEST_OF_FEW: Final = 200
"""... where there are few of them."""
_FEW: Final = 4
_QUOTED_IN: Final = 5_000
"""Characters of a paragraph whose quotations are looked for."""
_GLANCE: Final = 60
_LOOK: Final = 300
_GLANCED_AT: Final = 16
"""At most so many parts of an article, spread over it, are glanced at, and ..."""
_LOOKED_AT: Final = 64
"""... so many looked at closely, once one of them seemed to be in another language."""
_SURE: Final = 0.9
_SURE_OF_NEIGHBOUR: Final = 0.97
_LEAST_SHARE: Final = 0.1


class Parts(NamedTuple):
    """The texts that an article is made of, and the places of those whose markup says that they are quotations."""

    texts: list[str]
    quoted: frozenset[int] = frozenset()


class PartLanguages:
    """Tells the languages of the parts of an article."""

    def __init__(self, detector: LanguageDetector, sharp: SharpGuesser) -> None:
        self._detector = detector
        self._sharp = sharp

    def are_all_in(self, language: str, parts: Parts) -> bool:
        """Whether no part of an article seems to be in another language (a primary subtag)."""
        texts = _spread(_of_some_length(parts.texts), _GLANCED_AT)
        if language in self._sharp.languages:
            glances = self._sharp.languages_of([text[:_GLANCE] for text in texts])
            if {language, None}.issuperset(glances):
                return True
            texts = [text for text, one in zip(texts, glances, strict=True) if one not in (language, None)]
        return not any(self._seems_another(text[:_LOOK], language) for text in texts)

    def shares(self, parts: Parts, main: str) -> list[LanguageShare]:
        """How much of an article is in which language, the largest share first; `main` is what it seems to be in.

        Shares are of the letters outside quotations; languages with less than a tenth of them are left out.
        """
        letters = self._letters(parts, main)
        total = letters.total()
        return [
            LanguageShare(language=language, share=round(count / total, 2))
            for language, count in letters.most_common()
            if count >= _LEAST_SHARE * total
        ]

    def _seems_another(self, text: str, language: str) -> bool:
        look = self._sharp.guess(text)
        if look.language == language or (look.language is not None and same_language(language, look.language)):
            return False
        if language in self._sharp.languages:
            # Of a language that it does not know it is not sure, which may be what this part is in.
            return look.reliable or self._language(text, language) not in (language, None)
        # Of a language that the detector does not know, it says that each part is in another one.
        other = look.reliable and look.score >= CLEAR and look.language not in neighbours(language)
        return other and not self._detector.confirms(language, text)

    def _letters(self, parts: Parts, main: str) -> Counter[str]:
        """Letters outside quotations by language; of quotations, where nothing stands outside of them."""
        own = [text for place, text in enumerate(parts.texts) if place not in parts.quoted]
        rests = [unquoted(text[:_QUOTED_IN]) for text in _spread(own, _LOOKED_AT)]
        texts = _of_some_length(rests) or _of_some_length(parts.texts)
        told = [(self._language(text, main), text) for text in _spread(texts, _LOOKED_AT)]
        letters: Counter[str] = Counter()
        # One that is too short to tell is in the language of the one before it, as a heading or an item of a list is.
        before = next((language for language, _ in told if language is not None), main)
        for language, text in told:
            before = language or before
            letters[before] += letters_of(text)
        if len(letters) > 1:
            del letters[UNDETERMINED]
        return letters

    def _language(self, text: str, main: str) -> str | None:
        """The language of a part, `main` where it may well be in it, None where it cannot be told."""
        start = without_addresses(text[:_LOOK])
        if self._detector.confirms(primary(main), start):
            return main
        found = self._detector.detect(start)
        if found.confidence is None or found.confidence < _SURE:
            return None
        one, other = primary(found.language), primary(main)
        unclear = other in neighbours(one) and found.confidence < _SURE_OF_NEIGHBOUR
        return main if unclear or same_language(one, other) else found.language


def _of_some_length(texts: Sequence[str]) -> Sequence[str]:
    """The texts, line by line, of which the language can be told; those that are long in pieces."""
    texts = [text for text in texts if len(text) >= _SHORTEST]
    if [text for text in texts if "\n" in text]:
        texts = [line for text in texts for line in text.split("\n") if len(line) >= _SHORTEST]
    longest = _LONGEST if len(texts) >= _FEW else _LONGEST_OF_FEW
    if max(map(len, texts), default=0) <= longest:
        return texts
    return [text[start : start + longest] for text in texts for start in range(0, len(text), longest)]


def _spread(these: Sequence[T], most: int) -> Sequence[T]:
    return these if len(these) <= most else [these[number * len(these) // most] for number in range(most)]
