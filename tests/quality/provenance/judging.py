"""What the services say of a case, and how it differs from what is true."""

from functools import cache
from typing import Final, NamedTuple

import msgspec
from services.ingest.tests.reading_feeds import contents
from tests.quality.article.parsing import content_of
from tests.quality.provenance.cases import Case

from babelwire_contracts.content import Content
from babelwire_contracts.sections import TagsSection, TranslationStatus
from babelwire_text.language_tags import primary
from babelwire_translation_tagging.app import build_tagger
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.outlets.loading import load_registry
from babelwire_translation_tagging.outlets.registry import name_key
from babelwire_translation_tagging.tagger import Tagger

MEASURES: Final = ("translated", "original language", "origin", "method", "engine", "authors", "language")


class Said(NamedTuple):
    """The content of a case and its tags."""

    content: Content
    tags: TagsSection

    @property
    def translated(self) -> bool:
        """Whether the text is said to be a translation."""
        return self.tags.translation.status is TranslationStatus.TRANSLATED_BY_PUBLISHER


def said_of(case: Case) -> Said | None:
    """What ingest and tagging say; None where the page is refused."""
    content = _content(case)
    if content is None:
        return None
    read = msgspec.json.decode(msgspec.json.encode(content), type=TaggedContent)
    return Said(content, _tagger().tag(read))


def right(case: Case, said: Said) -> dict[str, bool]:
    """Whether each measure is right. Method and engine are asked of translations alone."""
    truth, tags = case.truth, said.tags
    found = {
        "translated": said.translated == truth.translated,
        "original language": primary(tags.original_language) == primary(truth.original_language),
        "origin": _is_origin(case, said),
        "authors": sorted(said.content.authors) == sorted(truth.authors),
        "language": primary(tags.language) == primary(truth.language),
    }
    if truth.translated:
        found["method"] = said.translated and (tags.translation.method or "") == truth.method
        found["engine"] = (tags.translation.engine or "") == truth.engine
    return found


def _is_origin(case: Case, said: Said) -> bool:
    origin, publisher = said.tags.origin, said.content.publisher
    named = {name_key(name) for name in (origin.name, origin.registry_name, origin.domain) if name}
    if case.truth.origin:
        return bool(named & {name_key(name) for name in case.truth.origin})
    own = {name_key(name) for name in (publisher.name, publisher.domain) if name}
    return not named or bool(named & own)


def _content(case: Case) -> Content | None:
    if case.content_type == "application/rss+xml":
        found = contents(case.page, case.content_type, case.url)
        return next((content for content in found if case.item in content.title or content.title in case.item), None)
    content = content_of(case.page.encode(), case.url, case.content_type)
    return content if isinstance(content, Content) else None


@cache
def _tagger() -> Tagger:
    return build_tagger(generation=1, registry=load_registry())
