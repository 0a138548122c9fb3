"""Makes the tags section of one article."""

from babelwire_contracts.message import MADE_WITH
from babelwire_contracts.sections import SectionVersion, TagsSection
from babelwire_text.language_tags import without_variety
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.findings import gather
from babelwire_translation_tagging.language.article import ArticleLanguage
from babelwire_translation_tagging.origin import find_origin, find_publisher
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.tags import same_language
from babelwire_translation_tagging.translation import judge


class Tagger:
    """Tags articles: a pure function of content, registry, detectors and generation. Safe in one thread at a time."""

    def __init__(self, *, language: ArticleLanguage, registry: OutletRegistry, generation: int) -> None:
        self._language = language
        self._registry = registry
        self._generation = generation

    def tag(self, content: TaggedContent) -> TagsSection:
        """Language, origin, original language and translation of the captured text."""
        publisher = find_publisher(content, self._registry)
        told = self._language.tell(content, publisher.languages)
        language = told.language
        found = find_origin(content, publisher, self._registry, language)
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
            language_confidence=told.confidence,
            language_reason=told.reason,
            languages=told.shares,
            original_language=original_language,
            origin=found.origin,
            translation=translation,
        )
