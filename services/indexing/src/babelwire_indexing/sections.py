"""The sections of an article: which of those made from the same thing wins, which show and which wait."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from babelwire_contracts.document import DOCUMENT_VERSION, Document, Held
from babelwire_contracts.document import Sections as HeldSections
from babelwire_contracts.records import AnyAmendment, TaggedArticle
from babelwire_contracts.sections import (
    Duplicate,
    DuplicateSection,
    SectionVersion,
    ShownDuplicate,
    StorySection,
    TagsSection,
    TranslationSection,
)

ContentKey = tuple[str, int]
"""Revision and generation: orders the contents of one article, and names the content a section was made from."""

AnySection = DuplicateSection | TagsSection | StorySection | TranslationSection
Slot = tuple[str, str]
"""Where sections of one kind compete: the field of the record, and the language of a translation, else nothing."""

Sections = Mapping[Slot, list[Any]]
"""The sections of a document or a record by their slots, at most one for each thing that they were made from."""

MOST_TEXTS: Final = 8
"""Texts of one article, besides the one on show, whose stories and translations are kept for when it comes back."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of section stands in a document: `fields` are the document's own that it fills."""

    section: type[Any]
    fields: tuple[str, ...]


def _kind(section: type[Any]) -> _Kind:
    fields = tuple(name for name in section.__struct_fields__ if name not in {"schema_version", "version"})
    return _Kind(section, fields)


_KINDS: Final = {
    "duplicate": _kind(DuplicateSection),
    "tags": _kind(TagsSection),
    "story": _kind(StorySection),
}
_TRANSLATIONS: Final = "translations"

FIELDS_OF_SECTIONS: Final = {_TRANSLATIONS, *(field for kind in _KINDS.values() for field in kind.fields)}
_EMPTY: Final = Document(article_id="", schema_version=DOCUMENT_VERSION)
_NOT_SHOWN: Final[dict[str, Any]] = {field: getattr(_EMPTY, field) for field in sorted(FIELDS_OF_SECTIONS)}


def content_key(document: Document) -> ContentKey | None:
    """Which content a document shows; None for a stub."""
    mark = document.sections.content
    if document.revision is None or mark is None:
        return None
    return document.revision, mark.generation


def sections_of_record(record: TaggedArticle | AnyAmendment) -> Sections:
    """Those that a record carries, in this release's form, so that they do not say which schema they came in."""
    found: dict[Slot, list[Any]] = {}
    for name in _KINDS:
        if (section := getattr(record, name, msgspec.UNSET)) is not msgspec.UNSET:
            found[name, ""] = [_unversioned(section)]
    if (translations := getattr(record, _TRANSLATIONS, msgspec.UNSET)) is not msgspec.UNSET:
        for language, section in translations.items():
            found[_TRANSLATIONS, language] = [_unversioned(section)]
    return found


def _unversioned(section: AnySection) -> AnySection:
    if section.schema_version is msgspec.UNSET:
        return section
    return msgspec.structs.replace(section, schema_version=msgspec.UNSET)


def sections_of_document(document: Document) -> Sections:
    """Those that a document shows or that wait in it."""
    found: dict[Slot, list[Any]] = {}
    for name, kind in _KINDS.items():
        held = getattr(document.sections, name)
        if held is not None and held.shown is not None:
            values = {field: getattr(document, field) for field in kind.fields}
            if name == "duplicate":
                values |= {name: _decided(document)}
            found[name, ""] = [kind.section(version=held.shown, **values), *held.waiting]
        elif held is not None and held.waiting:
            found[name, ""] = held.waiting
    for language, translation in document.sections.translations.items():
        shown = []
        if translation.shown is not None:
            shown = [TranslationSection(version=translation.shown, text=document.translations[language])]
        found[_TRANSLATIONS, language] = [*shown, *translation.waiting]
    return found


def _decided(document: Document) -> Duplicate:
    """The duplicate decision that a document shows, in part by its group."""
    shown, group = document.duplicate or ShownDuplicate(), document.duplicate_group
    is_named = group in {None, shown.of or document.article_id}
    root = msgspec.UNSET if group is None or is_named else group
    return Duplicate(kind=shown.kind, of=shown.of, score=shown.score, rule=shown.rule, root=root)


def merged_sections(held: Sections, arrived: Sections) -> Sections:
    """The winners among both; a slot that nothing arrives for stays as it is."""
    return dict(held) | {slot: _best([*held.get(slot, ()), *sections]) for slot, sections in arrived.items()}


def _best(sections: Iterable[AnySection]) -> list[AnySection]:
    """The winner of those made from the same thing, for each such thing."""
    best: dict[Any, AnySection] = {}
    for section in sections:
        made_from = _made_from(section)
        rival = best.get(made_from)
        if rival is None or _beats(section, rival):
            best[made_from] = section
    return [best[made_from] for made_from in sorted(best)]


def _made_from(section: AnySection) -> Any:
    """The content of one capture, or the hash of a text: sections of one slot are all made from the same kind."""
    version = section.version
    if isinstance(version, SectionVersion):
        return version.revision, version.content_generation
    return version.content_hash


def _beats(section: Any, rival: Any) -> bool:
    if section.version != rival.version:
        return bool(section.version > rival.version)
    return section != rival and msgspec.json.encode(section) > msgspec.json.encode(rival)


def with_sections(base: Document, sections: Sections) -> Document:
    """A document with these sections instead of its own."""
    key, mark = content_key(base), base.sections.content
    fields: dict[str, Any] = dict(_NOT_SHOWN)
    held: dict[str, Any] = {}
    translations: dict[str, Held[Any, Any]] = {}
    for (name, language), rivals in sorted(sections.items()):
        shown, waiting = _sorted_out(rivals, key, mark.content_hash if mark is not None else None)
        version = shown.version if shown is not None else None
        if name == _TRANSLATIONS:
            if shown is not None:
                fields[_TRANSLATIONS] = fields[_TRANSLATIONS] | {language: shown.text}
            if shown is not None or waiting:
                translations[language] = Held(shown=version, waiting=waiting)
            continue
        kind = _KINDS[name]
        held[name] = Held(shown=version, waiting=waiting)
        if shown is not None:
            fields |= {field: getattr(shown, field) for field in kind.fields}
    decision = fields["duplicate"]
    copied = decision.group if isinstance(decision, Duplicate) else None
    if isinstance(decision, Duplicate):
        fields["duplicate"] = decision.shown
    return msgspec.structs.replace(
        base,
        sections=HeldSections(content=mark, translations=translations, **held),
        duplicate_group=key and (copied or base.article_id),
        **fields,
    )


def _sorted_out(sections: list[Any], content: ContentKey | None, content_hash: str | None) -> tuple[Any, list[Any]]:
    """The section to show, and those that wait."""
    if content is None:
        return None, sections
    if isinstance(sections[0].version, SectionVersion):
        shown = next((section for section in sections if _made_from(section) == content), None)
        return shown, [section for section in sections if _made_from(section) > content]
    shown = next((section for section in sections if section.version.content_hash == content_hash), None)
    others = [section for section in sections if section is not shown]
    newest = sorted(others, key=lambda section: section.version.revision, reverse=True)[:MOST_TEXTS]
    return shown, sorted(newest, key=_made_from)
