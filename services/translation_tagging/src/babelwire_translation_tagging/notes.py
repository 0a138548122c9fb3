"""Notes that say a text is a translation, in the languages such notes are written in."""

import re
from typing import Final, NamedTuple

from babelwire_contracts.sections import TranslationMethod
from babelwire_translation_tagging.language_names import languages_named
from babelwire_translation_tagging.note_wordings import FIRST_PUBLISHED, TRANSLATED

_STEM: Final = re.compile(f"{TRANSLATED.stems}|{FIRST_PUBLISHED.stems}")
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
    if TRANSLATED.start(line) is None:
        named = languages_named(line) if FIRST_PUBLISHED.start(line) is not None else []
        return TranslationNote(TranslationMethod.UNKNOWN, None, named) if named else None
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
    """Whether a paragraph of an article is a note on the article: short, and about this text or opening as one."""
    if len(paragraph) > _NOTE_CHARACTERS or not _may_be_note(paragraph):
        return False
    start = TRANSLATED.start(paragraph)
    if start is not None and start <= _OPENING_CHARACTERS:
        return True
    return (start is not None or FIRST_PUBLISHED.start(paragraph) is not None) and bool(_THIS_TEXT.search(paragraph))


def _may_be_note(line: str) -> bool:
    return _STEM.search(line.lower()) is not None
