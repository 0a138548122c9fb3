"""Notes that say a text is a translation: read by what they say, in whatever words.

Such a line speaks of translating, and not of what else on a page may be translated (comments, quotations, subtitles,
books); who did it, what with and from which language it says beside that.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from babelwire_contracts.sections import TranslationMethod
from babelwire_text.language_tags import UNDETERMINED, primary
from babelwire_translation_tagging.edges import MAX_NOTE
from babelwire_translation_tagging.language_names import languages_by_own_name, languages_named
from babelwire_translation_tagging.note_words import find, holds, may_speak, pattern, sources
from babelwire_translation_tagging.sayings import (
    OPENING,
    came_out,
    leads_on,
    may_be_note,
    sources_named,
    span_of,
    translated_at,
)
from babelwire_translation_tagging.tags import same_language
from babelwire_translation_tagging.translation_makers import BY, by_hand, find_engine, is_machine

_QUOTED: Final = re.compile(
    r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"|「[^」]*」|『[^』]*』|‹[^›]*›|»[^«]*«|”[^”]*”|‘[^‘’]{8,}’"
)
_MAX_LINE: Final = 480
_MAX_LABEL: Final = 90
_MAX_WITHOUT_SUBJECT: Final = 200
_EARLY: Final = 16
_MAX_ENGINE: Final = 26
_MAX_UNSPOKEN: Final = 90
"""Characters of a line that may say that a text is a translation without a word of that."""
_GOES_ON: Final = re.compile(r"([^:：,;—–(]{0,25}?)\s*[:：,;—–(]\s*[^\W\d_]")
_PARTS: Final = re.compile(r"\s*[|·;]\s*")
_MAX_RENDERED: Final = 130
_STOPS: Final = re.compile(r"[:：,;.，、。；]")
_BESIDE_VERSION: Final = 24
_ENDS: Final = (".", "。", "।", "?", "!", "؟")
_BOOK: Final = re.compile(
    r"(?<!\w)(?:str|стр|стор|σελ|sid|blz|págs?|pagg?|pp|[psσсصע])[.'׳]\s?\d{1,4}\b"
    r"|\b\d{2,4}\s?(?:pages?|seiten|páginas|págs?|pagine|pagg?|pàgines|stron[ay]?|str\.|stran|strán|sidor|sider|sivua|oldal|"
    r"pagini|stranica|страниц|сторінок|стр\.|σελίδες|sayfa|עמודים|עמ|صفحة|صفحه|पृष्ठ|পৃষ্ঠা|頁|页|ページ|쪽|trang|halaman|หน้า)"
)
"""How many pages something has, or where in it: a book."""


class TranslationNote(NamedTuple):
    """What a note says: who or what translated, with which engine, and which languages it names.

    `sources` are those of `languages` that it says something was translated from.
    """

    method: TranslationMethod
    engine: str | None
    languages: list[str]
    sources: list[str] = []

    def original(self, language: str) -> str | None:
        """The language that a text of `language` was translated from; None where the note names none, or several."""
        for named in (self.sources, self.languages):
            others = {primary(other): other for other in reversed(named) if not same_language(other, language)}
            if len(others) == 1:
                return next(iter(others.values()))
        return None


def read_note(words: str, language: str = UNDETERMINED) -> TranslationNote | None:
    """The meaning of a line beside a text that may be a note on its translation; None where it is none.

    `language` is the text's.
    """
    line = _unquoted(words[:_MAX_LINE])
    lowered = line.lower()
    speaks = may_speak(lowered)
    if _BOOK.search(lowered):
        return None
    is_long = len(line) > _MAX_WITHOUT_SUBJECT and not holds("this_text", lowered)
    if is_long or not (speaks or len(line) <= _MAX_UNSPOKEN) or holds("other_things", lowered, language):
        return None
    languages = languages_named(line)
    if not (speaks or languages) or _offers(line, language):
        return None
    return _read(line, lowered, language, languages)


def _unquoted(words: str) -> str:
    """A line without what it quotes; the name of an engine is no quotation."""
    return _QUOTED.sub(
        lambda quoted: quoted[0] if len(quoted[0]) <= _MAX_ENGINE and find_engine(quoted[0]) else " ", words
    )


def _read(line: str, lowered: str, language: str, languages: list[str]) -> TranslationNote | None:
    at = translated_at(lowered, language)
    from_ = sources_named(lowered, language)
    if _is_of_another(lowered, language, languages, at):
        return None
    engine = find_engine(lowered)
    by_machine = engine is not None or is_machine(line)
    if at is None:
        method = _without_the_word(line, lowered, language, languages, by_machine=by_machine)
        return TranslationNote(method, engine, languages, from_) if method else None
    if not languages and holds("photo", lowered) and not pattern("translated").search(lowered):
        return None  # a picture of a translator
    method = TranslationMethod.MACHINE if by_machine else by_hand(line, lowered, at)
    says_more = method is not TranslationMethod.UNKNOWN or languages or holds("this_text", lowered)
    return TranslationNote(method, engine, languages, from_) if says_more or holds("only", lowered) else None


def _without_the_word(
    line: str, lowered: str, language: str, languages: list[str], *, by_machine: bool
) -> TranslationMethod | None:
    """How a text came from another language, as a line says it that has no word for translating; None where it does
    not.
    """
    from_ = sources_named(lowered, language)
    others = [named for named in languages if not same_language(named, language)]
    speaks = others != languages or holds("this_text", lowered)
    if by_machine and (from_ or (len(others) == 1 and (speaks or find_engine(lowered)))):
        return TranslationMethod.MACHINE
    if languages and not others and find_engine(lowered) and holds("this_text", lowered):
        return TranslationMethod.MACHINE
    if from_ and (_begins_with_source(line, language) or (others != languages and BY.search(line))):
        return TranslationMethod.HUMAN
    return TranslationMethod.UNKNOWN if len(others) == 1 and came_out(lowered) else None


def _is_of_another(lowered: str, language: str, languages: list[str], at: tuple[int, int] | None) -> bool:
    """Whether a line speaks of another text: one made from this text's language, another version, or any at all."""
    from_ = sources_named(lowered, language)
    from_own = from_ and language != UNDETERMINED and all(same_language(source, language) for source in from_)
    if from_own or holds("from_this", lowered):
        return True
    if not from_ and holds("also", lowered, language) and not is_machine(lowered):
        return True
    if not languages and pattern("in_general").match(lowered.lstrip()) and not holds("this_text", lowered):
        return True
    if at is None or language == UNDETERMINED or from_:
        return False
    version = next((found for found in pattern("version").finditer(lowered) if found.start() < at[0]), None)
    if version is None or _STOPS.search(lowered, version.end(), at[0]):
        return False
    around = languages_named(lowered[max(0, version.start() - _BESIDE_VERSION) : version.end()])
    return bool(around) and not any(same_language(named, language) for named in around)


def _begins_with_source(line: str, language: str) -> bool:
    """Whether a line, or a part of it, is "from this or that language", and a name behind that."""
    return any(_is_from(part, part.lower(), language) for part in _PARTS.split(line))


def _is_from(line: str, lowered: str, language: str) -> bool:
    found = next((match for match in sources(lowered, language) if languages_named(match[1])), None)
    if found is None or found.start() > OPENING:
        return False
    rest = line[found.end() :]
    if BY.match(rest.lstrip()):
        return True
    behind = _GOES_ON.match(rest)
    return behind is not None and all(
        same_language(named, language) for named in languages_named(behind[1]) or [language] if behind[1].strip()
    )


@lru_cache(maxsize=16)
def read_paragraph(paragraph: str, language: str = UNDETERMINED, *, labels: bool = True) -> TranslationNote | None:
    """The meaning of a paragraph of the text that is a note on it: short, and about "this text".

    Or a mere label, or what begins with translating, where it may be one of these. Kept for a moment: evidence and
    origin ask of the same paragraphs.
    """
    if len(paragraph) > MAX_NOTE or not may_be_note(paragraph):
        return None
    line = _unquoted(paragraph)
    lowered = line.lower()
    is_label = labels and len(paragraph) <= _MAX_LABEL and _is_label(lowered, language)
    if is_label or _begins_with_this(lowered, language) or _is_turned(line, lowered, language):
        return read_note(paragraph, language)
    if len(paragraph) <= _MAX_RENDERED and _is_rendered(line, lowered, language):
        return read_note(paragraph, language)
    return None


def _is_label(lowered: str, language: str) -> bool:
    at = translated_at(lowered, language) or span_of(find("first_published", lowered, language))
    return at is not None and (not lowered.rstrip().endswith(_ENDS) or at[0] <= OPENING)


def _begins_with_this(lowered: str, language: str) -> bool:
    this = pattern("this_text", primary(language))
    return any(this.match(lowered, start) for start in range(_EARLY + 1))


def _is_turned(line: str, lowered: str, language: str) -> bool:
    """Whether a sentence says that a machine made this language's text of another's."""
    engine = find_engine(lowered)
    if engine is None and not is_machine(line):
        return False
    begins = engine is not None and (at := translated_at(lowered, language)) is not None and at[0] <= _EARLY
    speaks = holds("this_text", lowered) or holds("version", lowered)
    if not (begins or speaks):
        return False
    languages = languages_named(line)
    others = [named for named in languages if not same_language(named, language)]
    return len(others) == 1 and (others != languages or begins)


def _is_rendered(line: str, lowered: str, language: str) -> bool:
    """Whether a sentence says that somebody put into the text's language what was in another."""
    if not any(not same_language(one, language) for one in sources_named(lowered, language)):
        return False
    return any(same_language(one, language) for one in languages_named(line)) and BY.search(line) is not None


def _offers(line: str, language: str) -> bool:
    """Whether a line leads to another text, or lets readers choose a language by the name it has in itself."""
    lowered = line.lower()
    named = languages_named(line)
    of_this = any(same_language(one, language) for one in named) and len(named) > 1
    if leads_on(lowered, language) and not holds("original", lowered) and not (of_this and is_machine(line)):
        return True
    others = [named for named in languages_by_own_name(line) if not same_language(named, language)]
    return len(others) > 1 or (bool(others) and not holds("original", lowered))
