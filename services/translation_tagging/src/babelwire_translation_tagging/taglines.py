"""What sites say of themselves in a line: that they translate, or show the press of others."""

import re
from collections.abc import Iterator
from typing import Final

from babelwire_contracts.content import ClueKind
from babelwire_contracts.sections import TranslationMethod, TranslationStatus
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.evidence import EvidenceKind, Finding
from babelwire_translation_tagging.language_names import languages_named
from babelwire_translation_tagging.note_words import holds
from babelwire_translation_tagging.notes import read_note
from babelwire_translation_tagging.tags import same_language
from babelwire_translation_tagging.translation_makers import is_machine

# A site's own words for what it does. The second group only says that it shows foreign news.
_TAGLINE_TRANSLATES: Final = re.compile(
    r"non-?\s?english|translat|traduc|traduz|tradui|traduit|tradott|übersetz|fremdsprach|vertaal|перев[оеё]д|"
    r"(?:in|en|em|na|auf) (?:your|tu|su|seu|sua|votre|ihrer|deiner) (?:own )?(?:language|idioma|língua|langue|sprache)|"
    r"(?:otros|outros|d['’]autres) (?:idiomas|langues)|langues? étrangères?|"
    r"one language|外[语語文]|翻[译譯訳]|번역|مترجم|بلغات|"
    r"przekład|tłumacz|переклад|çevir|на (?:других|иностранных) языках|मशीन|अनुवाद",
    re.IGNORECASE,
)
_TAGLINE_FOREIGN: Final = re.compile(
    r"rest of the world|from around the world|foreign (?:news|press)|"
    r"(?:otros|outros|d['’]autres) (?:países|pays)|"
    r"зарубежн|外国新闻|外國新聞|أخبار العالم|"
    r"press of other|(?:stampa|presse) (?:estera|étrangère)|auslandspresse|other countries",
    re.IGNORECASE,
)
_ONLY: Final = 0.85


def taglines(content: TaggedContent, language: str) -> Iterator[Finding]:
    """The evidence of a page's taglines."""
    for clue in content.clues_of(ClueKind.TAGLINE):
        note = read_note(clue.words, language)
        says_only = note is not None and (note.original(language) is not None or holds("only", clue.words.lower()))
        translates = note is not None or _TAGLINE_TRANSLATES.search(clue.words)
        foreign = 0.4 if _TAGLINE_FOREIGN.search(clue.words) else 0.0
        weight = _ONLY if says_only else 0.65 if translates else foreign
        if weight:
            yield tagline(clue.where, clue.words, weight, language)


def tagline(where: str, words: str, weight: float, language: str) -> Finding:
    """A site's habit, with the machine and the language that the line names."""
    named = [tag for tag in languages_named(words) if not same_language(tag, language)]
    return Finding(
        kind=EvidenceKind.TAGLINE,
        where=where,
        words=words,
        speaks_for=TranslationStatus.TRANSLATED_BY_PUBLISHER,
        weight=weight,
        method=TranslationMethod.MACHINE if is_machine(words) else None,
        language=named[0] if len(named) == 1 else None,
        habit=True,
    )
