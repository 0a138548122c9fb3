"""Notes that say a text is a translation: read by what they say, in whatever words.

Such a line speaks of translating, and not of what else on a page may be translated (comments, quotations, subtitles,
books); who did it, what with and from which language it says beside that.
"""

import re
from typing import Final, NamedTuple

from babelwire_contracts.sections import TranslationMethod
from babelwire_text.language_tags import UNDETERMINED
from babelwire_translation_tagging.language_names import languages_by_own_name, languages_named
from babelwire_translation_tagging.note_words import holds, may_speak, pattern
from babelwire_translation_tagging.tags import same_language

_ENGINES: Final = (
    ("DeepL", re.compile(r"\bdeepl\b")),
    ("Google Translate", re.compile(r"google|谷歌|グーグル|구글|гугл|\btranslated-(?:ltr|rtl)\b|\.translate\.goog")),
    ("Microsoft Translator", re.compile(r"microsoft\s+translator|bing\s+translat|azure translat")),
    ("Yandex Translate", re.compile(r"yandex|яндекс")),
    ("Amazon Translate", re.compile(r"amazon\s+translate")),
    ("ChatGPT", re.compile(r"chat\s?gpt|\bopenai\b|\bgpt-\d")),
    ("Papago", re.compile(r"papago|파파고")),
    ("Baidu Translate", re.compile(r"baidu|百度翻译|百度翻譯")),
    ("SYSTRAN", re.compile(r"\bsystran\b")),
    ("ModernMT", re.compile(r"\bmodernmt\b")),
    ("LibreTranslate", re.compile(r"\blibretranslate\b|\bargos translate\b")),
    ("Lingvanex", re.compile(r"\blingvanex\b")),
    ("Softcatalà", re.compile(r"\bsoftcatalà\b")),
    ("eTranslation", re.compile(r"\betranslation\b")),
    ("Apertium", re.compile(r"\bapertium\b")),
)
_QUOTED: Final = re.compile(
    r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"|「[^」]*」|『[^』]*』|‹[^›]*›|»[^«]*«|”[^”]*”|‘[^‘’]{8,}’"
)
_LABELLED: Final = re.compile(r"\s*(?:[:：=＝／/]|$)")
_BY: Final = re.compile(
    r"\b(?:by|por|pel[oa]|per|par|von|durch|door|av|af|przez|da|di|a cura di|de către|από τον|της?|του)\s+[^\W\d_]{2,}"
    r"|[:：=＝／/]\s*[^\W\d_]{2,}|โดย\s*\S|옮김\s+\S|옮긴이\s+\S|द्वारा|কর্তৃক"
)
_CAPITAL: Final = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŐŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚΆ-ΏΑ-ΩЀ-Я"
_NAME: Final = rf"[{_CAPITAL}][\w'’.-]*[^\W_]"
_NAMES: Final = rf"(?:{_NAME}\s+){{1,3}}{_NAME}"
_NAMED: Final = re.compile(rf"{_NAMES}\W{{0,3}}$|^\W{{0,3}}(?:\w+\s+){{0,4}}{_NAMES}")
_MAX_LINE: Final = 480
_MAX_PARAGRAPH: Final = 300
_MAX_LABEL: Final = 90
_MAX_WITHOUT_SUBJECT: Final = 200
_MAX_SHORT_LINK: Final = 30
_EARLY: Final = 16
_ENDS: Final = (".", "。", "।", "?", "!", "؟")
_OPENING: Final = 2
_AROUND: Final = 60


class TranslationNote(NamedTuple):
    """What a note says: who or what translated, with which engine, and which languages it names."""

    method: TranslationMethod
    engine: str | None
    languages: list[str]


def read_note(words: str, language: str = UNDETERMINED) -> TranslationNote | None:
    """The meaning of a line beside a text that may be a note on its translation; None where it is none.

    `language` is the text's.
    """
    line = _QUOTED.sub(" ", words[:_MAX_LINE])
    lowered = line.lower()
    is_long = len(line) > _MAX_WITHOUT_SUBJECT and not holds("this_text", lowered)
    if not may_speak(lowered) or is_long or holds("other_things", lowered) or _offers(line, language):
        return None
    languages = languages_named(line)
    engine = find_engine(lowered)
    at = _translated_at(lowered)
    if at is not None:
        method = _method(line, lowered, at, engine)
        says_more = method is not TranslationMethod.UNKNOWN or languages or holds("this_text", lowered)
        says_more = says_more or holds("only", lowered)
        return TranslationNote(method, engine, languages) if says_more else None
    if engine or holds("machine", lowered):
        others = [named for named in languages if not same_language(named, language)]
        says_which = engine or others != languages or holds("this_text", lowered)
        if len(others) == 1 and says_which:
            return TranslationNote(TranslationMethod.MACHINE, engine, languages)
    if languages and holds("first_published", lowered):
        return TranslationNote(TranslationMethod.UNKNOWN, None, languages)
    return None


def read_paragraph(paragraph: str, language: str = UNDETERMINED, *, labels: bool = True) -> TranslationNote | None:
    """The meaning of a paragraph of the text that is a note on it: short, and about "this text".

    Or a mere label, or what begins with translating, where it may be one of these.
    """
    if len(paragraph) > _MAX_PARAGRAPH or not may_be_note(paragraph):
        return None
    line = _QUOTED.sub(" ", paragraph)
    lowered = line.lower()
    at = _translated_at(lowered) or _span(pattern("first_published").search(lowered))
    short = labels and at is not None and len(paragraph) <= _MAX_LABEL
    is_label = short and (not lowered.rstrip().endswith(_ENDS) or (at is not None and at[0] <= _OPENING))
    if is_label or _begins_with_this(lowered) or _is_turned(line, lowered, language):
        return read_note(paragraph, language)
    return None


def _begins_with_this(lowered: str) -> bool:
    match = pattern("this_text").search(lowered)
    return match is not None and match.start() <= _EARLY


def _is_turned(line: str, lowered: str, language: str) -> bool:
    """Whether a sentence says that a machine made this language's text of another's."""
    if not (find_engine(lowered) or holds("machine", lowered)):
        return False
    languages = languages_named(line)
    others = [named for named in languages if not same_language(named, language)]
    begins = (at := _translated_at(lowered)) is not None and at[0] <= _EARLY and find_engine(lowered) is not None
    speaks = holds("this_text", lowered) or holds("version", lowered)
    return len(others) == 1 and ((others != languages and speaks) or begins)


def may_be_note(text: str) -> bool:
    """Whether a text may have a word of translating, of machines or of first publication: a look that costs little."""
    return may_speak(text.lower())


def is_invitation(words: str) -> bool:
    """Whether the words of a link invite to read the original, or are hardly more than that word."""
    lowered = words.lower().lstrip()
    if "://" in lowered or not holds("original", lowered):
        return False
    return len(lowered) <= _MAX_SHORT_LINK or _leads_on(lowered)


def _leads_on(lowered: str) -> bool:
    match = pattern("reading").match(lowered.lstrip())
    return match is not None and not match.string[match.end() : match.end() + 1].isalpha()


def find_engine(words: str) -> str | None:
    """The translation engine that a text names."""
    lowered = words.lower()
    return next((name for name, pattern_ in _ENGINES if pattern_.search(lowered)), None)


def _translated_at(lowered: str) -> tuple[int, int] | None:
    """Where a line says that something was translated; the word for who does it says so only before a name."""
    match = pattern("translated").search(lowered)
    if match is not None:
        return match.span()
    for match in pattern("translator").finditer(lowered):
        if _LABELLED.match(lowered, match.end()) and match.end() < len(lowered.rstrip()):
            return match.span()
    return None


def _span(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None


def _offers(line: str, language: str) -> bool:
    """Whether a line leads to another text, or lets readers choose a language by the name it has in itself."""
    lowered = line.lower()
    if _leads_on(lowered) and not holds("original", lowered):
        return True
    others = [named for named in languages_by_own_name(line) if not same_language(named, language)]
    return len(others) > 1 or (bool(others) and not holds("original", lowered))


def _method(line: str, lowered: str, at: tuple[int, int], engine: str | None) -> TranslationMethod:
    if engine is not None or holds("machine", lowered):
        return TranslationMethod.MACHINE
    before, after = line[max(0, at[0] - _AROUND) : at[0]], line[at[1] :][:_AROUND]
    if _BY.search(line[at[0] :]) or _NAMED.search(before) or _NAMED.match(after) or holds("people", lowered):
        return TranslationMethod.HUMAN
    return TranslationMethod.UNKNOWN
