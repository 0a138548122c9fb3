"""Looks for every piece of evidence on whether an article's text is a translation."""

import re
from collections.abc import Iterator
from typing import Final

from babelwire_contracts.content import Clue, ClueKind
from babelwire_contracts.sections import TranslationMethod, TranslationStatus
from babelwire_text.language_tags import UNDETERMINED, primary
from babelwire_translation_tagging.artefacts import find_artefacts
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.edges import IS_SENTENCE, Edges
from babelwire_translation_tagging.evidence import EvidenceKind, Finding
from babelwire_translation_tagging.found_origin import FoundOrigin
from babelwire_translation_tagging.language_names import languages_named
from babelwire_translation_tagging.note_words import holds
from babelwire_translation_tagging.notes import TranslationNote, read_note, read_paragraph
from babelwire_translation_tagging.outlets.outlet import Translates
from babelwire_translation_tagging.sayings import is_invitation, shows_only
from babelwire_translation_tagging.taglines import tagline, taglines
from babelwire_translation_tagging.tags import declared_tag, same_language
from babelwire_translation_tagging.translation_makers import find_engine

_TRANSLATED: Final = TranslationStatus.TRANSLATED_BY_PUBLISHER
_ORIGINAL: Final = TranslationStatus.ORIGINAL

_TRANSLATING_GENERATOR: Final = re.compile(
    r"weglot|gtranslate|transposh|linguise|conveythis|localizejs|translatepress|autoglot|wovn", re.IGNORECASE
)
_DECLARED: Final = (ClueKind.TRANSLATION_NOTE, ClueKind.ORIGINAL_LINK, ClueKind.BASED_ON)
_NOTE_CLUES: Final = (*_DECLARED, ClueKind.CREDIT_LINE, ClueKind.BYLINE, ClueKind.SOURCE_LINE)
_OF_THE_SITE: Final = ("above the headline", "at the foot")
_MAX_WORDS: Final = 480
_OF_TEXT: Final = 0.95
_OF_SITE: Final = 0.85


def gather(
    content: TaggedContent, edges: Edges, language: str, origin: FoundOrigin, publisher: FoundOrigin
) -> list[Finding]:
    """All evidence, for and against, in the order it weighs with a reader: words on the page first."""
    found = [*_notes(content, edges, language), *_origin_language(language, origin), *_publisher_habit(publisher)]
    declared: list[Finding] = []
    if content.clues:
        found += taglines(content, language)
        declared += [*_generators(content), *_page_language(content, language)]
    # Broken text says nothing by itself, so it is looked for where something else speaks.
    if (found or declared or not origin.own) and (marks := list(_artefacts(content, language))):
        found += [*marks, *_other_outlet(origin, language)]
    return found + declared


def _notes(content: TaggedContent, edges: Edges, language: str) -> Iterator[Finding]:
    lines: list[tuple[str, str, TranslationNote | None]] = []
    site_lines = {clue.where for clue in content.clues_of(ClueKind.TRANSLATION_NOTE)}
    for clue in content.clues_of(*_NOTE_CLUES):
        note = _declared_note(clue, content, language) if clue.kind in _DECLARED else None
        lines.append((clue.where, clue.words, note or _printed_note(clue, content, language)))
    for where, paragraph in edges.notes:
        lines.append((where, paragraph, read_paragraph(paragraph, language, labels=where != "lead")))
    for where, words, note in lines:
        if note is None:
            if where in site_lines and shows_only(words[:_MAX_WORDS]):
                yield tagline(where, words, 0.4, language)
            continue
        original = note.original(language)
        # Of the site's own lines none speaks of this text alone: one that names no language and no way says little.
        general = where.endswith(_OF_THE_SITE)
        if (
            general
            and not (original or holds("only", words[:_MAX_WORDS].lower()))
            and note.method is TranslationMethod.UNKNOWN
        ):
            continue
        yield Finding(
            kind=EvidenceKind.TRANSLATION_NOTE,
            where=where,
            words=words,
            speaks_for=_TRANSLATED,
            weight=_OF_SITE if general else _OF_TEXT,
            method=note.method,
            engine=note.engine,
            language=original,
            habit=general,
        )


def _printed_note(clue: Clue, content: TaggedContent, language: str) -> TranslationNote | None:
    """What a line says, less the name of the site; one that begins with the writer's name is about the writer."""
    words = clue.words[:_MAX_WORDS]
    if clue.kind is not ClueKind.BYLINE and words.startswith(tuple(content.authors)) and IS_SENTENCE.search(words):
        return None
    if content.publisher.name:
        words = words.replace(content.publisher.name, " ")
    return read_note(words, language)


def _declared_note(clue: Clue, content: TaggedContent, language: str) -> TranslationNote | None:
    """Marks that are no sentences: what a translating browser or proxy leaves, and fields of structured data.

    A work in the text's own language is one that it draws on.
    """
    named = [tag] if (tag := declared_tag(clue.language)) else []
    if clue.where == "url" or clue.where.startswith("html[class]"):
        shown = content.clues_of(ClueKind.HTML_LANG, ClueKind.CONTENT_LANGUAGE)
        before = [tag for mark in shown if (tag := declared_tag(mark.words.replace("_", "-")))]
        return TranslationNote(TranslationMethod.MACHINE, find_engine(clue.words), named or before)
    if clue.where.endswith("translator"):
        engine = find_engine(clue.words)
        return TranslationNote(TranslationMethod.MACHINE if engine else TranslationMethod.HUMAN, engine, named)
    said = named
    if clue.kind is ClueKind.ORIGINAL_LINK and not named and is_invitation(clue.words):
        said = languages_named(clue.words)
    is_field = clue.where.endswith("translationOfWork") or clue.words.lower() == "translation"
    has_language = clue.kind is not ClueKind.TRANSLATION_NOTE or clue.where.startswith(("meta ", "html[data-"))
    is_other = has_language and any(not same_language(one, language) for one in said)
    return TranslationNote(TranslationMethod.UNKNOWN, None, said) if is_field or is_other else None


def _origin_language(language: str, origin: FoundOrigin) -> Iterator[Finding]:
    """The origin's language against the text's. A publisher's own other language may be an edition we do not know."""
    if language == UNDETERMINED or not origin.languages:
        return
    matches = any(same_language(language, known) for known in origin.languages)
    single = len(origin.languages) == 1
    name = origin.origin.registry_name or origin.origin.name or origin.origin.domain
    translates = origin.outlet is not None and origin.outlet.translates is not None
    if matches and single and not translates:
        words = f"{name} writes in {origin.languages[0]}, the text's language"
        yield Finding(EvidenceKind.ORIGIN_LANGUAGE, origin.where, words, _ORIGINAL, 0.85)
    elif not matches:
        weight = (0.85 if single else 0.5) if not origin.own else 0.4
        words = f"{name} writes in {', '.join(origin.languages)}; the text is in {primary(language)}"
        named = origin.languages[0] if single else None
        yield Finding(EvidenceKind.ORIGIN_LANGUAGE, origin.where, words, _TRANSLATED, weight, language=named)


def _other_outlet(origin: FoundOrigin, language: str) -> Iterator[Finding]:
    """Another outlet whose language nobody knows, or which first writes in another: beside broken text that counts."""
    if origin.own:
        return
    name = origin.origin.name or origin.origin.domain
    first = origin.languages[0] if origin.languages else None
    if first is None:
        words = f"{name} is another outlet, whose language is not known"
        yield Finding(EvidenceKind.ORIGIN_LANGUAGE, origin.where, words, _TRANSLATED, 0.25)
    elif len(origin.languages) > 1 and not same_language(first, language):
        words = f"{name} writes in {first} above all; the text is in {primary(language)}"
        yield Finding(EvidenceKind.ORIGIN_LANGUAGE, origin.where, words, _TRANSLATED, 0.25, language=first)


def _publisher_habit(publisher: FoundOrigin) -> Iterator[Finding]:
    outlet = publisher.outlet
    if outlet is None or outlet.translates is None:
        return
    by_machine = outlet.translates is Translates.MACHINE
    method = TranslationMethod.MACHINE if by_machine else None
    weight = 0.7 if by_machine else 0.4
    how = "by machine" if by_machine else "from its sister editions or others"
    words = f"{outlet.name} prints translations made {how}"
    yield Finding(
        EvidenceKind.PUBLISHER_TRANSLATES, publisher.where, words, _TRANSLATED, weight, method=method, habit=True
    )


def _artefacts(content: TaggedContent, language: str) -> Iterator[Finding]:
    for artefact in find_artefacts(content.body, primary(language)):
        yield Finding(
            kind=EvidenceKind.MACHINE_TRANSLATION_ARTEFACT,
            where="body",
            words=artefact.words,
            speaks_for=_TRANSLATED,
            weight=artefact.weight,
            method=TranslationMethod.MACHINE,
        )


def _generators(content: TaggedContent) -> Iterator[Finding]:
    for clue in content.clues_of(ClueKind.GENERATOR):
        if _TRANSLATING_GENERATOR.search(clue.words):
            yield Finding(EvidenceKind.GENERATOR, clue.where, clue.words, _TRANSLATED, 0.3)


def _page_language(content: TaggedContent, language: str) -> Iterator[Finding]:
    """A page's declared language names what is on display; where it differs, something was put in from elsewhere."""
    for clue in content.clues_of(ClueKind.HTML_LANG):
        declared = declared_tag(clue.words)
        if declared is not None and language != UNDETERMINED and not same_language(declared, language):
            # English is what systems declare that nobody has told.
            weight = 0.1 if primary(declared) == "en" else 0.25
            yield Finding(EvidenceKind.HTML_LANG, clue.where, clue.words, _TRANSLATED, weight, language=declared)
    for clue in content.clues_of(ClueKind.ALTERNATE_LINK):
        if clue.language and language != UNDETERMINED and not same_language(clue.language, language):
            kind = EvidenceKind.ALTERNATE_LINK
            yield Finding(kind, clue.where, clue.words, _TRANSLATED, 0.25, language=declared_tag(clue.language))
