"""Makes the tags section of one article."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from babelwire_contracts.message import MADE_WITH
from babelwire_contracts.publishers import PublisherObservation, PublisherStanding
from babelwire_contracts.sections import SectionVersion, TagsSection
from babelwire_text.language_tags import without_variety
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.edges import edges_of
from babelwire_translation_tagging.evidence import Finding
from babelwire_translation_tagging.findings import gather
from babelwire_translation_tagging.language.article import ArticleLanguage
from babelwire_translation_tagging.origin import find_origin, find_publisher
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.standings.hearing import hear, of_its_own
from babelwire_translation_tagging.tags import same_language
from babelwire_translation_tagging.translation import judge


class Examined(NamedTuple):
    """An article's tags, and the evidence that they rest on without what was learnt of its publisher."""

    tags: TagsSection
    findings: Sequence[Finding]

    @property
    def version(self) -> SectionVersion:
        """The version of the tags without what was learnt."""
        return msgspec.structs.replace(self.tags.version, n=0)

    def observed(self, domain: str, article_id: str) -> PublisherObservation:
        """What the article says of itself."""
        own, _language = judge(of_its_own(self.findings), language=self.tags.language, origin_language=None)
        return PublisherObservation(
            domain=domain, article_id=article_id, version=self.version, status=own.status, method=own.method
        )


class Tagger:
    """Tags articles: a pure function of content, registry, detectors, generation and what was learnt of the publisher.

    Safe in one thread at a time.
    """

    def __init__(self, *, language: ArticleLanguage, registry: OutletRegistry, generation: int) -> None:
        self._language = language
        self._registry = registry
        self._generation = generation

    def tag(self, content: TaggedContent) -> TagsSection:
        """The tags of an article of whose publisher nothing was learnt."""
        return self.examine(content).tags

    def examine(self, content: TaggedContent, standing: PublisherStanding | None = None) -> Examined:
        """Language, origin, original language and translation of the captured text."""
        publisher = find_publisher(content, self._registry)
        told = self._language.tell(content, publisher.languages)
        language = told.language
        edges = edges_of(content)
        found = find_origin(content, edges, publisher, self._registry, language)
        findings = gather(content, edges, language, found, publisher)
        only = found.languages[0] if len({without_variety(tag) for tag in found.languages}) == 1 else None
        if only is not None and same_language(only, language):
            only = None
        translation, original_language = judge(findings, language=language, origin_language=only)
        heard = hear(standing, findings, translation)
        if heard.finding is not None:
            weighed = [*findings, heard.finding]
            translation, original_language = judge(weighed, language=language, origin_language=only)
        tags = TagsSection(
            schema_version=MADE_WITH,
            version=SectionVersion(
                revision=content.revision,
                content_generation=content.generation,
                generation=self._generation,
                n=heard.n,
            ),
            language=language,
            language_confidence=told.confidence,
            language_reason=told.reason,
            languages=told.shares,
            original_language=original_language,
            origin=found.origin,
            translation=translation,
        )
        return Examined(tags, findings)
