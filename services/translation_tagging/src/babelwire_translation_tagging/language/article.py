"""What is said of the language of an article."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from babelwire_contracts.content import PartKind
from babelwire_contracts.sections import LanguageReason, LanguageShare
from babelwire_text.language_tags import UNDETERMINED, primary
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.language.detecting import DetectedLanguage, LanguageDetector
from babelwire_translation_tagging.language.menus import without_menus
from babelwire_translation_tagging.language.parts import PartLanguages, Parts
from babelwire_translation_tagging.language.sampling import LONG_LETTERS, sample, weight
from babelwire_translation_tagging.language.scripts import is_written_in, with_script
from babelwire_translation_tagging.ports import LanguageGuesser, LanguageRanker, SharpGuesser
from babelwire_translation_tagging.tags import declared_tag

_DECLARED_CONFIDENCE: Final = 0.5
"""Of a language that only page or outlet stands for."""
_BY_PARTS_CONFIDENCE: Final = 0.9
"""Of one that most of an article is in, though what was looked at first is in another."""
_BRIEF: Final = 1_000
"""Characters of a body that a menu of languages outweighs."""


class ToldLanguage(NamedTuple):
    """A BCP 47 tag and how sure that is (for `und` None, and the reason), and the languages of the whole article."""

    language: str
    confidence: float | None
    reason: LanguageReason | None
    shares: list[LanguageShare]


class ArticleLanguage:
    """Tells the language of articles: a pure function of their content, and of what their outlet writes in."""

    def __init__(self, *, wide: LanguageGuesser, sharp: SharpGuesser, ranker: LanguageRanker) -> None:
        self._detector = LanguageDetector(wide=wide, sharp=sharp, ranker=ranker)
        self._parts = PartLanguages(self._detector, sharp)
        self._known = sharp.languages | ranker.languages

    def tell(self, content: TaggedContent, outlet_languages: Sequence[str] = ()) -> ToldLanguage:
        """The language of an article; page and outlet have a say only where its text is too short to tell."""
        declared = declared_tag(content.declared_language)
        outlet = outlet_languages[0] if len(outlet_languages) == 1 else None
        priors = [tag for tag in (declared, outlet) if tag is not None]
        detected, shares = self._detect(content, content.body, priors)
        if len(shares) != 1 or len(content.body) < _BRIEF:
            body = without_menus(content.body)
            if body != content.body:
                detected, shares = self._detect(content, body, priors)
        if not shares:
            return ToldLanguage(*detected, [])
        tag = _with_region(detected.language, declared)
        return ToldLanguage(tag, detected.confidence, None, [_renamed(shares[0], tag), *shares[1:]])

    def _detect(
        self, content: TaggedContent, body: str, priors: Sequence[str]
    ) -> tuple[DetectedLanguage, list[LanguageShare]]:
        text = sample(content.title, content.lead, body)
        detected = self._detector.detect(text, [primary(tag) for tag in priors])
        if detected.language == UNDETERMINED:
            detected = self._by_priors(detected, priors, text)
        parts = _parts_of(content, body)
        if self._parts.are_all_in(primary(detected.language), parts):
            undetermined = detected.language == UNDETERMINED
            return detected, [] if undetermined else [LanguageShare(language=detected.language, share=1.0)]
        shares = self._parts.shares(parts, detected.language)
        if not shares or shares[0].language == UNDETERMINED:
            return detected, []
        if primary(shares[0].language) != primary(detected.language):
            detected = DetectedLanguage(shares[0].language, _BY_PARTS_CONFIDENCE)
        return detected, shares

    def _by_priors(self, detected: DetectedLanguage, priors: Sequence[str], text: str) -> DetectedLanguage:
        """What page or outlet say of a text that is short, or in a language that no detector knows."""
        short = weight(text) < LONG_LETTERS
        for tag in priors:
            if (short or primary(tag) not in self._known) and is_written_in(tag, text):
                return DetectedLanguage(with_script(tag, text), _DECLARED_CONFIDENCE)
        return detected


def _parts_of(content: TaggedContent, body: str) -> Parts:
    texts = [content.title]
    if content.lead is not None:
        texts.append(content.lead)
    texts += [image.caption for image in content.images if image.caption]
    first = len(texts)
    texts += body.split("\n\n")
    quoted = frozenset(first + part.paragraph for part in content.structure if part.kind is PartKind.QUOTE)
    return Parts(texts, quoted)


def _renamed(share: LanguageShare, tag: str) -> LanguageShare:
    return share if share.language == tag else LanguageShare(language=tag, share=share.share)


def _with_region(language: str, declared: str | None) -> str:
    """What is declared adds a region; it never overrules."""
    return declared if declared is not None and "-" not in language and primary(declared) == language else language
