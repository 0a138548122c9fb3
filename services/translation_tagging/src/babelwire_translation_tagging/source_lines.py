"""The outlet that a printed line names: a source line, a credit, a note on translation, a link to the original."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from babelwire_contracts.content import Clue
from babelwire_translation_tagging.found_origin import (
    FoundOrigin,
    found,
    is_under,
    matching,
    one_line,
    place_in,
    without_addresses,
)
from babelwire_translation_tagging.language_names import is_country, languages_named
from babelwire_translation_tagging.notes import may_be_note
from babelwire_translation_tagging.outlets.outlet import Outlet
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.tags import declared_tag

_LABELS: Final = (
    r"(?:original\s+)?(?:sources?|fuentes?|quellen?|fontes?|fonti|font|bron(?:nen)?|kilde|kilder|källa|källor|lähde|"
    r"źródł[oa]|zdroj|forrás|surs[aăe]|izvor|извор|источники?|джерел[оа]|източник|πηγή|kaynak|المصدر|مصدر|מקור|منبع|स्रोत|"
    r"সূত্র|heimild|allikas|avots|šaltinis|burimi|mənbə|дереккөз|წყარო|աղբյուր|ماخذ|ஆதாரம்|chanzo|preluat d(?:e la|in)|vía|"
    r"来源|來源|出典|ソース|출처|sumber|nguồn(?: tin)?|ที่มา|via|แหล่งข่าว|stiri via|izvornik|vir|courtesy|credits?|पत्र|साभार)\s*(?:[:：=＝]|\s[-–—]\s)\s*"
)
LABEL: Final = re.compile(rf"^\W*{_LABELS}", re.IGNORECASE)
_LABEL_WITHIN: Final = re.compile(rf"(?:^|[\s|·(,.;])({_LABELS}\S.*)", re.IGNORECASE)
_COLON: Final = re.compile("[:：=＝]|[-–—] ")
_NEXT_LABEL: Final = re.compile(r"\s+[^\W\d_]{2,12}\s*[:：].*")
"""A label behind a name, with what it is for: "来源：新华社 责任编辑：王萌"."""
_DAY: Final = re.compile(r"[^\d\n]{3,60}?[,،、，·|–—-]?\s*\(?\d[\w .,/年月日號号.-]{3,30}\)?")
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
    "báo หนังสือพิมพ์ denníka denníku deníku týdeníku časopisu dziennika tygodnika газеты журнала газети журналу щоденника lista lapja semanário semanal setmanari diari hetilap hetilapban napilapban lapban magazinban wochenzeitung "
    "wochenblatt ugeblad ukeavis veckotidning týždenník denník tjednik dnevnik viikkolehti sanomalehti journal surat "
    "harian majalah شبکه وب‌سایت روزنامهٔ صحیفه اخبار שבועון यह दैनिक साप्ताहिक সাপ্তাহিক দৈনিক tjedan egunkari "
    "网站 報紙 日報 週刊 雜誌".split()
)
"""What sort of outlet somebody is, in small letters: no part of its name."""
_OUTLET_WORDS: Final = _SORTS | frozenset(
    "times post news herald tribune gazette courier zeitung blatt anzeiger correo noticias periodico el la voz folha "
    "estado jornal gazet krant nieuws tidende bladet nyheter dagbladet posten szemle hírek новости вести газета "
    "वृत्त समाचार टाइम्स বার্তা পত্রিকা समाचारपत्र".split()
) - frozenset({"el", "la"})
"""Words that names of papers have and names of people or places do not."""
_FROM_WORDS: Final = _SORTS | frozenset(
    "via vía from in fra från ur aus der dem den die das von vom bei de del la el le les du des d dal dalla dallo da do "
    "dos na no z ze od iz iš no uit het van af par από την το τον τα η ο из от з із su en 据 來自 来自 عن من از از على "
    "מתוך से থেকে dari từ theo จาก the a o l reprinted courtesy of".split()
)
"""What may stand before the name of an outlet in a line that says nothing else."""
_MAX_BARE: Final = 70
_BEHIND_NAME: Final = re.compile(r"\s*(?:[,،、|·;]|\s/\s|\s[-–—]\s)\s*|\s+(?=[«„“「『])")
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*[(（\[]([^)）\]]*)[)）\]]\s*")
_QUOTES: Final = "«»„“”\"'’‘「」『』 ."
_QUOTED: Final = re.compile(r"[«„“\"「『]([^»“”\"」』]{2,50})[»“”\"」』]")
_WORD: Final = re.compile(r"[^\s,;:()（）·|/。，、«»„“”「」『』\"]+")
_GOES_ON: Final = re.compile(r"\s(?:(?:de|des|du|del|della|di|of|da|do|der)\s)?[A-ZÀ-ÖØ-ÞŁŚŻŽČŠΑ-ΩА-Я]")
_OPENING: Final = "([«„“\"'’‘「『（"
_STOPS: Final = ".!?"
_BESIDE_NAME: Final = re.compile(r"[,،、·]")
_FOR: Final = re.compile(r"\b(?:for|pour|für|para|voor|för|dla|pro)\s+((?:[A-ZÀ-ÖØ-ÞŁŚŻŽČŠ][\w'’-]+\s?){1,5})")
_CAPITALS: Final = re.compile(r"(?<=[\w,:] )((?:[A-ZÀ-ÖØ-ÞŁŚŻŽČŠΑ-ΩА-Я][\w'’-]+ ){1,4}[A-ZÀ-ÖØ-ÞŁŚŻŽČŠΑ-ΩА-Я][\w'’-]+)")
_IN_LABEL: Final = re.compile(r"^[^\s:：]{2,12}\s*[:：]\s*")
_AFTER_SORT: Final = re.compile(r"(?=(?<!\S)(\S+)\s+(\S+))")
_CHINESE_SORTS: Final = ("雜誌", "杂志", "日報", "日报", "週刊", "周刊", "報紙", "报纸", "網站", "网站", "紙", "誌")
_MOST_WORDS: Final = 6
_MIN_LETTERS: Final = 4


def in_source_line(words: str, where: str, registry: OutletRegistry, hosts: Sequence[str] = ()) -> FoundOrigin | None:
    """The first name of a source line, without what stands in brackets behind it; a language there is the text's."""
    line = _NEXT_LABEL.sub("", LABEL.sub("", one_line(words[:_LINE_CHARACTERS]) or ""))
    if not line.strip(_QUOTES):
        return None
    bare = without_addresses(line)
    first = _BETWEEN_NAMES.split(_BRACKETS.sub(" ", bare))[0].strip(_QUOTES)
    inside = [match[1].strip() for match in _BRACKETS.finditer(bare)]
    said = [text for text in (line, first, _IN_LANGUAGE.sub("", first), *inside) if text]
    known = next((text for text in (*said, *_without_sort(first), *_in_marks(first)) if registry.named(text)), None)
    name = known or first or next(iter(inside), line)
    host = place_in(line) or (name.lower() if _HOST.fullmatch(name) else None)
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


def _in_marks(name: str) -> Iterator[str]:
    """A Chinese name without the marks of titles, and without the word for a site: "德国《商报》网站" """
    if "《" in name:
        bare = name.replace("《", "").partition("》")
        yield bare[0]
        yield name.partition("《")[2].partition("》")[0]


def source_within(words: str) -> str | None:
    """The part of a line that is a source line, from its label on; None where the line holds none."""
    match = _LABEL_WITHIN.search(words[:_LINE_CHARACTERS]) if _COLON.search(words) else None
    return match[1] if match else None


def dated_outlet(words: str, registry: OutletRegistry) -> tuple[str, Outlet] | None:
    """The outlet of a line that is nothing but the name of one that is known, and a day."""
    if not _DAY.fullmatch(words.strip()):
        return None
    name = _BETWEEN_NAMES.split(words.strip())[0]
    bearers = registry.called(name)
    return (name, bearers[0]) if len(bearers) == 1 else None


def writers_outlet(words: str, registry: OutletRegistry) -> tuple[str, Outlet | None] | None:
    """The outlet that stands behind a name in a byline: in marks, known, or called a paper or the like."""
    for part in _BEHIND_NAME.split(words)[1:]:
        name = part.strip(_QUOTES)
        bearers = registry.called(name) if len(name) >= _MIN_LETTERS else []
        if len(bearers) == 1:
            return name, bearers[0]
        said = name.split()
        is_called = 1 < len(said) <= _MOST_WORDS and not any(letter.isdigit() for letter in name)
        if _other_script(words, name) or (
            name and (_QUOTED.fullmatch(part.strip()) or (is_called and _OUTLET_WORDS & set(_folded_words(name))))
        ):
            return name, None
    return None


def _other_script(words: str, name: str) -> bool:
    """Whether a part of a byline is in another script than the byline's beginning."""
    first = next((letter for letter in words if letter.isalpha()), "")
    letters = [letter for letter in name if letter.isalpha()]
    return len(letters) >= _MIN_LETTERS and bool(first) and all(_script(letter) != _script(first) for letter in letters)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def bare_source(words: str, registry: OutletRegistry) -> tuple[str, Outlet] | None:
    """The known outlet that a short line ends with, with nothing before it but "from", "via", "the newspaper"."""
    if len(words) > _MAX_BARE:
        return None
    before, at = words.strip().rstrip("."), 0
    for match in _WORD.finditer(before):
        name = before[match.start() :].strip(_QUOTES)
        bearers = registry.called(name) if at else []
        if len(bearers) == 1:
            return name, bearers[0]
        if match[0].strip(_QUOTES + ":").casefold() not in _FROM_WORDS:
            return None
        at = match.end()
    return None


def _folded_words(name: str) -> list[str]:
    return name.casefold().split()


def in_link(clue: Clue, registry: OutletRegistry, own: frozenset[str]) -> FoundOrigin | None:
    """The site that a link to the original leads to, with the language that the link names.

    A link within the page's own site names an outlet only by its words; `own` are the site's domains.
    """
    words = clue.words[:_LINE_CHARACTERS]
    host = place_in(clue.address) or place_in(words)
    named = declared_tag(clue.language) or next(iter(languages_named(words)), None)
    mentioned = next(mentioned_in(clue.outlet or words, registry), None)
    if host is None or is_under(host, own):
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
        if match.re is _BRACKETS and languages_named(" ".join(words[: match.start()].split()[-1:])):
            continue  # a variety of the language before it: "de l'anglais (Écosse)"
        name = _BESIDE_NAME.split(_IN_LABEL.sub("", match[1]))[0].strip(_QUOTES).removesuffix("紙").removesuffix("誌")
        if not name or name in writers or is_country(name) or len(name.split()) > _MOST_WORDS or name[0].islower():
            continue
        if not languages_named(name) and not any(letter.isdigit() for letter in name) and not may_be_note(name):
            return name
    return None


def published_in(words: str, writers: Sequence[str]) -> str | None:
    """The name in a line on where a text came out first: several words with capitals, or what is called a paper."""
    for match in _AFTER_SORT.finditer(words):
        name = match[2].strip(_QUOTES)
        if (match[1].lower() in _SORTS or match[1].endswith(_CHINESE_SORTS)) and name[:1].isupper():
            return name
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
    first = last[0].lstrip(_OPENING)[:1] if last else ""
    return words[-1:].isspace() and bool(last) and last[0][-1:].isalpha() and first.isupper()
