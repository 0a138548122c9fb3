"""Makes the tags section of one article."""

from typing import Final

from babelwire_contracts.message import MADE_WITH
from babelwire_contracts.sections import SectionVersion, TagsSection
from babelwire_text.language_tags import UNDETERMINED, primary, without_variety
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.findings import gather
from babelwire_translation_tagging.language import DetectedLanguage, LanguageDetector, sample
from babelwire_translation_tagging.origin import find_origin, find_publisher
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.tags import declared_tag, same_language
from babelwire_translation_tagging.translation import judge

_DECLARED_CONFIDENCE: Final = 0.5
"""Of a language that only the capture's word stands for."""


class Tagger:
    """Tags articles: a pure function of content, registry, detector and generation. Safe in one thread at a time."""

    def __init__(self, *, detector: LanguageDetector, registry: OutletRegistry, generation: int) -> None:
        self._detector = detector
        self._registry = registry
        self._generation = generation

    def tag(self, content: TaggedContent) -> TagsSection:
        """Language, origin, original language and translation of the captured text."""
        detected = self._detector.detect(sample(content.title, content.lead, content.body))
        language, confidence = _with_declared(detected, declared_tag(content.declared_language))
        publisher = find_publisher(content, self._registry)
        found = find_origin(content, publisher, self._registry)
        findings = gather(content, language, found, publisher)
        only = found.languages[0] if len({without_variety(tag) for tag in found.languages}) == 1 else None
        if only is not None and same_language(only, language):
            only = None
        translation, original_language = judge(findings, language=language, origin_language=only)
        return TagsSection(
            schema_version=MADE_WITH,
            version=SectionVersion(
                revision=content.revision, content_generation=content.generation, generation=self._generation
            ),
            language=language,
            language_confidence=confidence,
            original_language=original_language,
            origin=found.origin,
            translation=translation,
        )


def _with_declared(detected: DetectedLanguage, declared: str | None) -> DetectedLanguage:
    """What is declared fills in where the text is too little to tell, and adds a region; it never overrules."""
    if declared is None:
        return detected
    if detected.language == UNDETERMINED:
        return DetectedLanguage(declared, _DECLARED_CONFIDENCE)
    if primary(declared) == primary(detected.language) and "-" not in detected.language:
        return DetectedLanguage(declared, detected.confidence)
    return detected
