"""How notes on a translation are worded, in the languages that such notes are written in."""

import re
from collections.abc import Iterable
from typing import Final


class Wordings:
    """Patterns by language, each looked for only in lines that hold one of its stems, for the patterns are slow.

    Whatever a pattern matches holds one of its stems, in lower case: a stem left out is a note not found.
    """

    def __init__(self, *wordings: tuple[Iterable[str], Iterable[str]]) -> None:
        self._wordings = [(tuple(stems), re.compile("|".join(patterns), re.IGNORECASE)) for stems, patterns in wordings]
        every = {stem for stems, _ in self._wordings for stem in stems}
        self.stems: Final = "|".join(map(re.escape, sorted(every)))
        """Of all the patterns, as one regular expression."""

    def start(self, line: str) -> int | None:
        """Where the first match in `line` begins."""
        lowered = line.lower()
        found = (pattern.search(line) for stems, pattern in self._wordings if any(stem in lowered for stem in stems))
        return min((match.start() for match in found if match is not None), default=None)


TRANSLATED: Final = Wordings(
    # English
    (
        ["translat"],
        (
            r"\btranslated\s+(?:automatically|by|with|using|from|into|via)\b",
            r"\b(?:machine|auto\w*|ai)[\s-]+translat",
            r"\btranslat(?:ion|or)s?\s*(?:by\b|from\b|:)",
        ),
    ),
    # Spanish, Portuguese, Catalan, Galician, French, Italian, Romanian
    (
        ["tradu", "tradott"],
        (
            r"\btradu[cz]i[dt][oa]s?\s+(?:por|pel[oa]|per|del?|do|da|con|com|amb|al|autom)",
            r"\b(?:traducción|tradução|traducció|tradución)\s*(?:autom|de\b|del\b|do\b|por\b|per\b|:)",
            r"\btraduite?s?\s+(?:par|de|du|d['’]|avec|autom|grâce)",
            r"\btraduction\s*(?:autom|de\b|du\b|par\b|:)",
            r"\btradott[oiae]\s+(?:da|dal|con|autom)",
            r"\btraduzione\s*(?:autom|di\b|a cura|dal|:)",
            r"\btradus[ăe]?\s+(?:de|din|automat)|\btraducere\s*(?:automat|de\b|din\b|:)",
        ),
    ),
    # German
    (
        ["übersetz"],
        (
            r"\b(?:automatisch|maschinell)\b.{0,60}übersetz|\bübersetzt\s+(?:von|aus|mit|durch)\b",
            r"\bübersetzung\s*(?:von\b|aus\b|:)|\bins \w+ übersetzt\b",
        ),
    ),
    (["aus dem "], [r"\baus dem \w+ (?:von|übersetzt|übertragen)\b"]),
    # Dutch, Scandinavian
    (
        ["verta"],
        [r"\bvertaald\s+(?:door|uit|vanuit|met)\b|\bvertaling\s*(?:door\b|uit\b|:)|\bautomatische?\s+verta"],
    ),
    (
        ["övers", "overs", "maskin"],
        (
            r"\böversatt\s+(?:av|från|med)\b|\böversättning\s*(?:av\b|från\b|:)",
            r"\boversat[t]?\s+(?:av|af|fra|med)\b|\boversettelse\s*:|\boversættelse\s*:|\bmaskin\w*\s*över|\bmaskinovers",
        ),
    ),
    # Finnish, Hungarian, Turkish
    (["suomenta", "suomenno", "kään"], [r"\b(?:suomentanut|suomennos|kääntänyt|käännös)\b"]),
    (["fordít"], [r"\bfordította\b|\bfordítás\s*:|\bgépi fordítás"]),
    (
        ["çevir", "çevril", "tercüme"],
        [r"\bçeviri\s*:|\bçeviren\b|\bçevrilmiştir\b|\bmakine çevirisi|\btercüme\s*:"],
    ),
    # Slavic
    (
        ["tłum", "przeło"],
        [
            r"\bprzetłumaczon\w+\s+(?:przez|z|autom)|\btłumaczeni[ea]\s*(?:autom\w*|maszyn\w*|:|z\b)|\btłum\."
            r"|\bprzełoży[łl]a?\b"
        ],
    ),
    (
        ["přelo", "překlad", "prelo", "preklad", "strojov"],
        [r"\bpřeložil[ay]?\b|\bpřeklad\s*:|\bpreložil[ai]?\b|\bpreklad\s*:|\bstrojov\w+ p[rř]e"],
    ),
    (
        ["перев", "перёв", "perev"],
        (
            r"\bperev[oe]d\b|\bпереводчик\b|\bперевод\s*(?:с\b|:|на\b|выполнен|автомат)|\bперевед[её]н\w*\s",
            r"\b(?:машинн|автоматич)\w+ перевод|\bпер[её]вела?\b",
        ),
    ),
    (
        ["перекла"],
        [r"\bпереклад\s*(?:з\b|із\b|:|автомат)|\bперекладен\w*\s|\bпереклала?\b|\bмашинн\w+ переклад"],
    ),
    (
        ["преве", "прево", "preved", "prevod"],
        [r"\bпрев[ео]л?д?[еа]?\w*\s+(?:от|са|с)\b|\bпревод\s*(?:от\b|:|са\b)|\bprev[eo]d\w*\s*(?:s\b|sa\b|:)"],
    ),
    # Greek, Arabic, Persian, Hebrew
    (["μετάφρα", "μεταφρά", "μεταφρα"], [r"μετ[άα]φραση\s*(?::|από|αυτόματη)|μεταφράστηκε|αυτόματη μετάφραση"]),
    (["ترجم"], [r"ترجمة\s*(?:آلية|آلي|:|عن|من)|ترجمها|تمت ترجمة", r"ترجمه\s*(?:ماشینی|:|از|شده)|مترجم\s*:"]),
    (["תרג", "תורג"], [r"תרגום\s*(?:מכונה|אוטומטי|:|מ)|תורגם|תרגמה?\s"]),
    # South and South-East Asia
    (["अनुवाद", "अनूदित"], [r"अनुवाद\s*[:：]|अनुवादक|अनूदित|मशीनी अनुवाद"]),
    (
        ["erjemah"],
        [r"\bditerjemahkan\b|\bpenerjemah\s*:|\bpenterjemah\s*:|\bterjemahan\s*(?:otomatis|mesin|automatik|:)"],
    ),
    (["dịch"], [r"\bbản dịch\b|\bngười dịch\b|\bdịch\s+(?:bởi|từ|tự động|máy)\b"]),
    (["แปล"], [r"แปลโดย|แปลจาก|แปลด้วย|ผู้แปล"]),
    # Chinese, Japanese, Korean
    (
        ["译", "譯", "訳"],
        (
            r"[机機]器翻[译譯]|自动翻译|自動翻譯",
            r"(?:翻[译譯]|[编編][译譯]|[译譯]者|[译譯])\s*[：:]|[译譯]自|(?:本文|由)[^。]{0,14}翻[译譯]",
            r"機械翻訳|自動翻訳|(?:翻訳|訳|訳者)\s*[：:=＝/]|翻訳しました|翻訳された",
        ),
    ),
    (["번역", "옮긴이"], [r"기계\s?번역|자동\s?번역|번역\s*[:：=]|번역자|옮긴이|번역되었|번역했"]),
)

FIRST_PUBLISHED: Final = Wordings(
    (
        ["first", "originally"],
        [r"\b(?:originally|first)\s+(?:published|written|appeared|posted|reported)\s+(?:in|on)\b"],
    ),
    (
        ["publicad", "originalmente", "originariamente"],
        (
            r"\bpublicad[oa]\s+(?:originalmente|originariamente|por primera vez|pela primeira vez)\b",
            r"\b(?:originalmente|originariamente)\s+(?:publicad|pubblicat|escrit)|\bpubblicat[oa] originariamente\b",
        ),
    ),
    (
        ["publié", "paru"],
        [r"\b(?:publiée?|paru[e]?)\s+(?:initialement|à l['’]origine|d['’]abord|pour la première fois)\b"],
    ),
    (
        ["zuerst", "ursprünglich", "original auf"],
        [
            r"\b(?:zuerst|ursprünglich)\b.{0,40}\b(?:erschienen|veröffentlicht|erschien)\b"
            r"|\b(?:im|das) original auf\b"
        ],
    ),
    (["oorspronkelijk"], [r"\boorspronkelijk\b.{0,40}\b(?:verschenen|gepubliceerd)\b"]),
    (["впервые", "оригинал"], [r"впервые опубликован|оригинал (?:статьи )?на\b"]),
    (["原文", "최초"], [r"原文(?:为|為|は|:|：)|최초"]),
)
"""Only with a language named is "first published in" about translation; otherwise it names an outlet."""
