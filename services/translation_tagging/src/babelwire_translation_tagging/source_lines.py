"""The outlet that a printed line names: a source line, a credit, a note on translation, a link to the original."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from babelwire_contracts.content import Clue
from babelwire_translation_tagging.found_origin import (
    FoundOrigin,
    found,
    host_in,
    matching,
    one_line,
    without_addresses,
)
from babelwire_translation_tagging.language_names import languages_named
from babelwire_translation_tagging.notes import may_be_note
from babelwire_translation_tagging.outlets.outlet import Outlet
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.tags import declared_tag

LABEL: Final = re.compile(
    r"^\W*(?:original\s+)?(?:sources?|fuentes?|quellen?|fontes?|fonti|font|bron(?:nen)?|kilde|kilder|källa|källor|lähde|"
    r"źródł[oa]|zdroj|forrás|surs[aăe]|izvor|извор|источники?|джерел[оа]|източник|πηγή|kaynak|المصدر|مصدر|מקור|منبع|स्रोत|"
    r"সূত্র|heimild|allikas|avots|šaltinis|burimi|mənbə|дереккөз|წყარო|աղբյուր|ماخذ|ஆதாரம்|chanzo|preluat d(?:e la|in)|vía|"
    r"来源|來源|出典|ソース|출처|sumber|nguồn(?: tin)?|ที่มา|via)\s*[:：]\s*",
    re.IGNORECASE,
)
_LINE_CHARACTERS: Final = 400
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:[,;|·、،؛]|\s/\s|/|\s[-–—]\s)\s*")
_IN_LANGUAGE: Final = re.compile(r"\s(?:in|auf|en|em|på|på|po|v|w|на|по|na|a)\s\S+$", re.IGNORECASE)
"""A service of an outlet in a language: "Deutsche Welle auf Serbisch"."""
_SORTS: Final = frozenset(
    "newspaper daily weekly magazine agency website periódico diario revista semanario agencia jornal journal "
    "quotidien hebdomadaire agence zeitung tageszeitung magazin agentur quotidiano settimanale giornale rivista "
    "agenzia krant dagblad weekblad avis avisen tidning tidningen gazeta dziennik tygodnik agencja deník časopis "
    "týdeník napilap lap ziarul газета журнал агентство издание εφημερίδα gazetesi gazete dergisi ajansı صحيفة "
    "جريدة مجلة موقع وكالة روزنامه خبرگزاری مجله پایگاه עיתון אתר अख़बार अखबार समाचारपत्र পত্রিকা koran majalah "
    "báo หนังสือพิมพ์".split()
)
"""What sort of outlet somebody is, in small letters: no part of its name."""
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*[(（\[]([^)）\]]*)[)）\]]\s*")
_QUOTES: Final = "«»„“”\"'’‘「」『』 ."
_QUOTED: Final = re.compile(r"[«„“\"「『]([^»“”\"」』]{2,50})[»“”\"」』]")
_WORD: Final = re.compile(r"[^\s,;:()（）·|/。，、«»„“”「」『』\"]+")
_GOES_ON: Final = re.compile(r"\s(?:(?:de|des|du|del|della|di|of|da|do|der)\s)?[A-ZÀ-ÖØ-ÞŁŚŻŽČŠΑ-ΩА-Я]")
_STOPS: Final = ".!?"
_BESIDE_NAME: Final = re.compile(r"[,،、·]")
_FOR: Final = re.compile(r"\b(?:for|pour|für|para|voor|för|dla|pro)\s+((?:[A-ZÀ-ÖØ-ÞŁŚŻŽČŠ][\w'’-]+\s?){1,5})")
_CAPITALS: Final = re.compile(r"(?<=[\w,:] )((?:[A-ZÀ-ÖØ-ÞŁŚŻŽČŠΑ-ΩА-Я][\w'’-]+ ){1,4}[A-ZÀ-ÖØ-ÞŁŚŻŽČŠΑ-ΩА-Я][\w'’-]+)")
_MOST_WORDS: Final = 6
_MIN_LETTERS: Final = 4


def in_source_line(words: str, where: str, registry: OutletRegistry, hosts: Sequence[str] = ()) -> FoundOrigin | None:
    """The first name of a source line, without what stands in brackets behind it; a language there is the text's."""
    line = LABEL.sub("", one_line(words[:_LINE_CHARACTERS]) or "")
    if not line.strip(_QUOTES):
        return None
    bare = without_addresses(line)
    first = _BETWEEN_NAMES.split(_BRACKETS.sub(" ", bare))[0].strip(_QUOTES)
    inside = [match[1].strip() for match in _BRACKETS.finditer(bare)]
    said = [text for text in (line, first, _IN_LANGUAGE.sub("", first), *inside) if text]
    known = next((text for text in (*said, *_without_sort(first)) if registry.named(text)), None)
    name = known or first or next(iter(inside), line)
    host = host_in(line) or (name.lower() if _HOST.fullmatch(name) else None)
    rest = line.replace(name, " ")
    if known is None and not hosts:
        if mentioned := next(mentioned_in(line, registry), None):
            return found(mentioned[0], None, [mentioned[1]], where=where, words=words)
        if any(letter.isdigit() for letter in name) or len(name.split()) > _MOST_WORDS:
            return None
    languages = [language for language in languages_named(rest) if not registry.named(rest.strip(_QUOTES))]
    return found(
        name if name == line else first or name,
        hosts[0] if hosts else None,
        matching(registry, name, [*hosts, *([host] if host else [])]),
        where=where,
        host=host,
        language=languages[0] if len(languages) == 1 else None,
    )


def _without_sort(name: str) -> Iterator[str]:
    """A name without the word for what sort of outlet it is, before or behind: "newspaper Le Monde"."""
    before, _, rest = name.partition(" ")
    if before in _SORTS:
        yield rest
    rest, _, behind = name.rpartition(" ")
    if behind in _SORTS:
        yield rest


def in_link(clue: Clue, registry: OutletRegistry, own: frozenset[str]) -> FoundOrigin | None:
    """The site that a link to the original leads to, with the language that the link names.

    A link within the page's own site names an outlet only by its words; `own` are the site's domains.
    """
    words = clue.words[:_LINE_CHARACTERS]
    host = host_in(clue.address) or host_in(words)
    named = declared_tag(clue.language) or next(iter(languages_named(words)), None)
    mentioned = next(mentioned_in(clue.outlet or words, registry), None)
    if host is None or any(host == domain or host.endswith(f".{domain}") for domain in own):
        if mentioned is None:
            return None
        return found(mentioned[0], None, [mentioned[1]], where=clue.where, words=words, language=named)
    outlet = registry.at(host)
    name = clue.outlet or (mentioned[0] if mentioned else None)
    outlets = [outlet] if outlet else [mentioned[1]] if mentioned else []
    return found(name or outlet_name(words), None, outlets, where=clue.where, host=host, words=words, language=named)


def is_of_text(clue: Clue) -> bool:
    """Whether a line stands by the text, and not at the head or foot of the site."""
    return not clue.where.endswith(("above the headline", "at the foot"))


def outlet_name(words: str, writers: Sequence[str] = ()) -> str | None:
    """What a line has in brackets or quotation marks, or after "for", as it has the names of outlets.

    None where that is a language, one of the `writers`, or no name.
    """
    for match in (*_BRACKETS.finditer(words), *_QUOTED.finditer(words), *_FOR.finditer(words)):
        name = _BESIDE_NAME.split(match[1])[0].strip(_QUOTES).removesuffix("紙").removesuffix("誌")
        if not name or name in writers or len(name.split()) > _MOST_WORDS or name[0].islower():
            continue
        if not languages_named(name) and not any(letter.isdigit() for letter in name) and not may_be_note(name):
            return name
    return None


def published_in(words: str, writers: Sequence[str]) -> str | None:
    """The name in a line on where a text came out first: several words with capitals, within a sentence."""
    for match in _CAPITALS.finditer(words):
        name = match[1].strip(_QUOTES)
        if not any(name in writer or writer in name for writer in writers) and not languages_named(name):
            return name
    return None


def mentioned_in(words: str, registry: OutletRegistry) -> Iterator[tuple[str, Outlet]]:
    """The outlets that a line mentions by names of their own, the longest names first, as they are printed.

    A name that goes on, as "Le Courrier" in "Le Courrier des Salines", or began before, is another's.
    """
    spans = [match.span() for match in _WORD.finditer(words[:_LINE_CHARACTERS])]
    for size in range(min(_MOST_WORDS, len(spans)), 0, -1):
        for at in range(len(spans) - size + 1):
            start, end = spans[at][0], spans[at + size - 1][1]
            said = words[start:end].strip(_QUOTES)
            goes_on = words[end - 1] not in _STOPS and _GOES_ON.match(words, end)
            if len(said) < _MIN_LETTERS or said[0].islower() or goes_on or (size == 1 and not said[0].isupper()):
                continue
            if _begins_before(words[:start]):
                continue
            bearers = registry.called(said)
            if len(bearers) == 1:
                yield said, bearers[0]


def _begins_before(words: str) -> bool:
    """Whether the words before a name end with one that has a capital too, so that the name may begin with that."""
    last = words.rsplit(maxsplit=1)[-1:]
    return words[-1:].isspace() and bool(last) and last[0][-1:].isalpha() and last[0][:1].isupper()
