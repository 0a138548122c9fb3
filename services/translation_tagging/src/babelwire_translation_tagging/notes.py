"""Notes that say a text is a translation, in the languages such notes are written in."""

import re
from typing import Final, NamedTuple

from babelwire_contracts.sections import TranslationMethod
from babelwire_translation_tagging.language_names import languages_named

_TRANSLATED: Final = re.compile(
    "|".join(
        (
            # English
            r"\btranslated\s+(?:automatically|by|with|using|from|into|via)\b",
            r"\b(?:machine|auto\w*|ai)[\s-]+translat",
            r"\btranslat(?:ion|or)s?\s*(?:by\b|from\b|:)",
            # Spanish, Portuguese, Catalan, Galician
            r"\btradu[cz]i[dt][oa]s?\s+(?:por|pel[oa]|per|del?|do|da|con|com|amb|al|autom)",
            r"\b(?:traducción|tradução|traducció|tradución)\s*(?:autom|de\b|del\b|do\b|por\b|per\b|:)",
            # French, Italian, Romanian
            r"\btraduite?s?\s+(?:par|de|du|d['’]|avec|autom|grâce)",
            r"\btraduction\s*(?:autom|de\b|du\b|par\b|:)",
            r"\btradott[oiae]\s+(?:da|dal|con|autom)",
            r"\btraduzione\s*(?:autom|di\b|a cura|dal|:)",
            r"\btradus[ăe]?\s+(?:de|din|automat)|\btraducere\s*(?:automat|de\b|din\b|:)",
            # German, Dutch, Scandinavian
            r"\b(?:automatisch|maschinell)\b.{0,60}übersetz|\bübersetzt\s+(?:von|aus|mit|durch)\b",
            r"\bübersetzung\s*(?:von\b|aus\b|:)|\baus dem \w+ (?:von|übersetzt|übertragen)\b|\bins \w+ übersetzt\b",
            r"\bvertaald\s+(?:door|uit|vanuit|met)\b|\bvertaling\s*(?:door\b|uit\b|:)|\bautomatische?\s+verta",
            r"\böversatt\s+(?:av|från|med)\b|\böversättning\s*(?:av\b|från\b|:)",
            r"\boversat[t]?\s+(?:av|af|fra|med)\b|\boversettelse\s*:|\boversættelse\s*:|\bmaskin\w*\s*över|\bmaskinovers",
            # Finnish, Hungarian, Turkish
            r"\b(?:suomentanut|suomennos|kääntänyt|käännös)\b",
            r"\bfordította\b|\bfordítás\s*:|\bgépi fordítás",
            r"\bçeviri\s*:|\bçeviren\b|\bçevrilmiştir\b|\bmakine çevirisi|\btercüme\s*:",
            # Slavic
            r"\bprzetłumaczon\w+\s+(?:przez|z|autom)|\btłumaczeni[ea]\s*(?:autom\w*|maszyn\w*|:|z\b)|\btłum\.|\bprzełoży[łl]a?\b",
            r"\bpřeložil[ay]?\b|\bpřeklad\s*:|\bpreložil[ai]?\b|\bpreklad\s*:|\bstrojov\w+ p[rř]e",
            r"\bperev[oe]d\b|\bпереводчик\b|\bперевод\s*(?:с\b|:|на\b|выполнен|автомат)|\bперевед[её]н\w*\s",
            r"\b(?:машинн|автоматич)\w+ перевод|\bпер[её]вела?\b",
            r"\bпереклад\s*(?:з\b|із\b|:|автомат)|\bперекладен\w*\s|\bпереклала?\b|\bмашинн\w+ переклад",
            r"\bпрев[ео]л?д?[еа]?\w*\s+(?:от|са|с)\b|\bпревод\s*(?:от\b|:|са\b)|\bprev[eo]d\w*\s*(?:s\b|sa\b|:)",
            # Greek, Arabic, Persian, Hebrew
            r"μετ[άα]φραση\s*(?::|από|αυτόματη)|μεταφράστηκε|αυτόματη μετάφραση",
            r"ترجمة\s*(?:آلية|آلي|:|عن|من)|ترجمها|تمت ترجمة",
            r"ترجمه\s*(?:ماشینی|:|از|شده)|مترجم\s*:",
            r"תרגום\s*(?:מכונה|אוטומטי|:|מ)|תורגם|תרגמה?\s",
            # South and South-East Asia
            r"अनुवाद\s*[:：]|अनुवादक|अनूदित|मशीनी अनुवाद",
            r"\bditerjemahkan\b|\bpenerjemah\s*:|\bpenterjemah\s*:|\bterjemahan\s*(?:otomatis|mesin|automatik|:)",
            r"\bbản dịch\b|\bngười dịch\b|\bdịch\s+(?:bởi|từ|tự động|máy)\b|แปลโดย|แปลจาก|แปลด้วย|ผู้แปล",
            # Chinese, Japanese, Korean
            r"[机機]器翻[译譯]|自动翻译|自動翻譯",
            r"(?:翻[译譯]|[编編][译譯]|[译譯]者|[译譯])\s*[：:]|[译譯]自|(?:本文|由)[^。]{0,14}翻[译譯]",
            r"機械翻訳|自動翻訳|(?:翻訳|訳|訳者)\s*[：:=＝/]|翻訳しました|翻訳された",
            r"기계\s?번역|자동\s?번역|번역\s*[:：=]|번역자|옮긴이|번역되었|번역했",
        )
    ),
    re.IGNORECASE,
)
# Every word that a note turns on has one of these in it: looked for first, because a search for all of them is slow.
_STEMS: Final = (
    "transl tradu tradot übers übertr deutsche vertal vertaa övers overs maskin suomen kään fordít çevir "
    "çevr tercüme tłum przeł přel přek prel prek stroj prev perev перев перек автомат машин прев пере "
    "μετά μετα ترجم תרג תורג अनु अनू मशीनी terjemah dịch แปล 译 譯 訳 翻 번역 옮긴이 original first paru zuerst "
    "ursprüng oorspronk впервые оригинал 原文 최초 publi aus "
).split()
# Only with a language named is "first published in" about translation; otherwise it names an outlet.
_FIRST_PUBLISHED: Final = re.compile(
    r"\b(?:originally|first)\s+(?:published|written|appeared|posted|reported)\s+(?:in|on)\b"
    r"|\bpublicad[oa]\s+(?:originalmente|originariamente|por primera vez|pela primeira vez)\b"
    r"|\b(?:originalmente|originariamente)\s+(?:publicad|pubblicat|escrit)"
    r"|\b(?:publiée?|paru[e]?)\s+(?:initialement|à l['’]origine|d['’]abord|pour la première fois)\b"
    r"|\b(?:zuerst|ursprünglich)\b.{0,40}\b(?:erschienen|veröffentlicht|erschien)\b|\b(?:im|das) original auf\b"
    r"|\boorspronkelijk\b.{0,40}\b(?:verschenen|gepubliceerd)\b|\bpubblicat[oa] originariamente\b"
    r"|впервые опубликован|оригинал (?:статьи )?на\b|原文(?:为|為|は|:|：)|최초",
    re.IGNORECASE,
)
_THIS_TEXT: Final = re.compile(
    r"\b(?:this|the)\s+(?:\w+\s+)?(?:article|text|story|report|piece|page)\b|"
    r"\beste\s+(?:artículo|texto|artigo)\b|\best[ae]\s+(?:nota|noticia|"
    r"notícia|matéria|reportagem)\b|\bcet\s+article\b|\bce\s+texte\b|"
    r"\bdiese[rs]?\s+(?:text|artikel|beitrag|meldung|bericht)\b|"
    r"\bquest[oa]?['’ ]?\s?(?:articolo|testo)\b|\bdit\s+(?:artikel|bericht)\b|"
    r"\bden(?:ne|na)?\s+(?:här\s+)?(?:artikel|teksten|text)|"
    r"\bэт(?:а|от)\s+(?:статья|текст|материал)\b|\bця\s+стаття\b|\bцей\s+(?:текст|матеріал)\b|\bten\s+(?:artykuł|tekst)\b|"
    r"\bbu\s+(?:haber|makale|yazı)\b|هذا\s+(?:المقال|النص|الخبر)|این\s+(?:مقاله|متن|خبر)|本文|この記事|本記事|이\s*(?:기사|글)",
    re.IGNORECASE,
)
_MACHINE: Final = re.compile(
    r"machine|automat|maschinell|autom[aá]t|otomatis|автомат|машин|机器|機器|機械|自動|自动|기계|자동|آلية|آلي|ماشینی|"
    r"אוטומטי|מכונה|makine|strojov|gépi|mesin|máy|tự động|maszyn|maskin|konekään|αυτόματη|मशीन|"
    r"\bAI\b|\bKI\b|\bIA\b|\bИИ\b|"
    r"artificial intelligence|inteligencia artificial|intelligence artificielle|künstliche\w* intelligenz|"
    r"人工智能|人工知能",
    re.IGNORECASE,
)
_ENGINES: Final = (
    ("DeepL", re.compile(r"\bdeepl\b", re.IGNORECASE)),
    ("Google Translate", re.compile(r"google|谷歌|\btranslated-(?:ltr|rtl)\b", re.IGNORECASE)),
    ("Microsoft Translator", re.compile(r"microsoft\s+translator|bing\s+translat", re.IGNORECASE)),
    ("Yandex Translate", re.compile(r"yandex|яндекс", re.IGNORECASE)),
    ("Amazon Translate", re.compile(r"amazon\s+translate", re.IGNORECASE)),
    ("ChatGPT", re.compile(r"chat\s?gpt|\bopenai\b", re.IGNORECASE)),
    ("Papago", re.compile(r"papago|파파고", re.IGNORECASE)),
    ("Baidu Translate", re.compile(r"baidu|百度翻译", re.IGNORECASE)),
    ("SYSTRAN", re.compile(r"\bsystran\b", re.IGNORECASE)),
    ("ModernMT", re.compile(r"\bmodernmt\b", re.IGNORECASE)),
    ("LibreTranslate", re.compile(r"\blibretranslate\b|\bargos translate\b", re.IGNORECASE)),
    ("Lingvanex", re.compile(r"\blingvanex\b", re.IGNORECASE)),
)
_BY_SOMEBODY: Final = re.compile(
    r"(?:\b(?:by|por|pel[oa]|per|par|von|durch|door|av|af|przez|da|di|a cura di|de către)\s+|[:：＝=]\s*)[^\W\d_]{2,}"
    r"|\b(?:suomentanut|kääntänyt|fordította|çeviren|přeložil[ay]?|preložil[ai]?|пер[её]вела?|переклала?)\s+[^\W\d_]",
    re.IGNORECASE,
)
_NOTE_CHARACTERS: Final = 240
_OPENING_CHARACTERS: Final = 2


class TranslationNote(NamedTuple):
    """What a note says: who or what translated, with which engine, and which languages it names."""

    method: TranslationMethod
    engine: str | None
    languages: list[str]


def read_note(words: str) -> TranslationNote | None:
    """The meaning of a line that may be a translation note; None where it is none."""
    line = words[: 2 * _NOTE_CHARACTERS]
    if not _may_be_note(line):
        return None
    named = None
    if not _TRANSLATED.search(line):
        if not _FIRST_PUBLISHED.search(line):
            return None
        named = languages_named(line)
        if not named:
            return None
        return TranslationNote(TranslationMethod.UNKNOWN, None, named)
    engine = next((name for name, pattern in _ENGINES if pattern.search(line)), None)
    if engine is not None or _MACHINE.search(line):
        method = TranslationMethod.MACHINE
    else:
        method = TranslationMethod.HUMAN if _BY_SOMEBODY.search(line) else TranslationMethod.UNKNOWN
    return TranslationNote(method, engine, languages_named(line))


def find_engine(words: str) -> str | None:
    """The translation engine that a text names."""
    return next((name for name, pattern in _ENGINES if pattern.search(words)), None)


def speaks_of_itself(paragraph: str) -> bool:
    """Whether a paragraph of an article may be a note on the article: short, and about this text or opening as one."""
    if len(paragraph) > _NOTE_CHARACTERS or not _may_be_note(paragraph):
        return False
    if _THIS_TEXT.search(paragraph):
        return True
    match = _TRANSLATED.search(paragraph)
    return match is not None and match.start() <= _OPENING_CHARACTERS


def _may_be_note(line: str) -> bool:
    lowered = line.lower()
    return any(stem in lowered for stem in _STEMS)
