"""Names of languages as notes print them, in the languages that notes are written in (from CLDR, through Babel)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind
from babel import Locale, UnknownLocaleError

from babelwire_text.scripts import HANGUL, UNSPACED

_WRITTEN_IN: Final = (
    "en es pt fr de it nl sv nb da fi pl cs sk hu ro bg ru uk el tr ar fa he hi bn id ms vi th zh zh_Hant ja ko ca hr"
    " sr sl et lv lt is sq mk be ka hy az kk uz ur ta te mr gu eu gl ga sw fil af am cy kn ky km lo ml mn my ne pa ps"
    " si"
).split()
_NAMED: Final = (
    "af am ar az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fo fr fy ga gd gl gu ha he hi hr hu hy id ig is"
    " it ja jv ka kk km kn ko ku ky lb lo lt lv mg mi mk ml mn mr ms mt my no nb ne nl nn oc pa pl ps pt rm ro ru rw sd"
    " se si sk sl so sq sr sv sw ta te tg th ti tk tl tr tt ug uk ur uz vi xh yi yo zh zu ckb fil"
).split()
_SPOKEN_AS: Final = {"no": "nb"}
"""Norwegian is nearly always written in this form of it."""
# What CLDR's one name per language leaves out.
_OTHER_NAMES: Final = {
    "castellano": "es", "castellà": "es", "castelhano": "es", "castelán": "es", "castilian": "es", "mandarin": "zh",
    "farsi": "fa", "samisk": "se", "葡文": "pt", "बांग्ला": "bn", "बाङ्ला": "bn", "euskera": "eu", "vasco": "eu",
    "dönsk": "da", "frönsk": "fr", "turki": "tr", "німецьк": "de", "německ": "de", "nemeck": "de", "nemšk": "de",
    "anglešk": "en", "francosk": "fr", "špansk": "es", "rus tili": "ru", "rus dili": "ru", "ఆంగ్ల": "en",
}  # fmt: skip
_WRITTEN: Final = "文语語"
"""Chinese names a language with one or another."""
_NOUNS: Final = re.compile(r" (?:тілі|тили|tili|dili|keel|valoda|kalba|bahasa|kieli)$|^(?:bahasa|tiếng) (?=\w+$)")
"""The word for "language" in a name of one: what is left is the name."""
_ADJECTIVES: Final = (("čtina", "ck"), ("ština", "sk"), ("ska", "sku"))
"""How the Czech and Slovak adjective, and the Icelandic object, are made of the name."""
_WORDS: Final = frozenset({"lets", "fins", "even", "iers"})
"""Dutch names of languages that are English words."""
_LETTERS: Final = str.maketrans({"ی": "ي", "ى": "ي", "ې": "ي", "ک": "ك", "İ": "i"})
"""Letters of Arabic script that are printed one for another."""
_STEM_LETTERS: Final = 5
_ENDING_LETTERS: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]+")
_INSIDE_WORDS: Final = re.compile(f"[{UNSPACED}{HANGUL}]")
"""Scripts in which a name stands inside of longer words: Korean writes particles as part of the word."""


def _locale(language: str) -> Locale | None:
    """What CLDR has of a language; None where it does not know it."""
    try:
        return Locale.parse(language)
    except UnknownLocaleError:
        return None


def _names_in(language: str) -> Mapping[str, str]:
    """Names of languages by their code, as one language writes them; none where CLDR does not know that language."""
    locale = _locale(language)
    return locale.languages if locale else {}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.translate(_LETTERS)).casefold()


def _printed() -> Iterator[tuple[str, str, str]]:
    """Each name with the language it is written in and the one that it names."""
    for written_in in _WRITTEN_IN:
        names = _names_in(written_in)
        for code in _NAMED:
            name = _folded(names.get(code, ""))
            if name and name not in _WORDS:
                yield name, written_in, _SPOKEN_AS.get(code, code)


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Names whose words have edges, by their stems, and the others, which stand within longer words."""
    spaced: dict[str, str] = {}
    unspaced: dict[str, str] = {}
    for name, written_in, code in _printed():
        bare = _NOUNS.sub("", name)
        if " " in bare and written_in != "vi":
            continue
        # Vietnamese writes every syllable by itself ("tiếng Pháp"); vowel signs are no letters of words for Python.
        if " " in name and written_in == "vi":
            unspaced.setdefault(name, code)
        elif _INSIDE_WORDS.search(bare) or not bare.isalpha():
            unspaced.setdefault(_without_ending(bare), code)
        else:
            spaced.setdefault(_stem(bare), code)
            for ending, other in _ADJECTIVES:
                if bare.endswith(ending) and written_in in {"cs", "sk", "is"}:
                    spaced.setdefault(bare.removesuffix(ending) + other, code)
    for name, code in list(unspaced.items()):
        if name[-1] in _WRITTEN:
            unspaced |= {name[:-1] + ending: code for ending in _WRITTEN if name[:-1] + ending not in unspaced}
    for name, code in _OTHER_NAMES.items():
        (unspaced if " " in name or _INSIDE_WORDS.search(name) or not name.isalpha() else spaced)[name] = code
    return spaced, unspaced


def _without_ending(name: str) -> str:
    """A name without the sign that Indic scripts end a word with, which goes where a case is written behind."""
    end = len(name)
    while end > _STEM_LETTERS and unicodedata.category(name[end - 1]) == "Mn":
        end -= 1
    return name[: end - 1] if name[end:] and name.endswith("ம்") else name[:end]


@cache
def _within() -> tuple[AhoCorasick, list[str]]:
    names = sorted(_names()[1])
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), [_names()[1][name] for name in names]


@cache
def _countries() -> frozenset[str]:
    """The words that are countries' names and no languages': a country in brackets says nothing of a language."""
    locales = [locale for language in _WRITTEN_IN if (locale := _locale(language))]
    countries = {_folded(name) for locale in locales for name in locale.territories.values() if " " not in name}
    return frozenset(countries.difference(name for name, _, _ in _printed()))


def is_country(name: str) -> bool:
    """Whether a word is the name of a country and of no language."""
    return _folded(name) in _countries()


def _stem(name: str) -> str:
    """What the inflected forms of a name begin with."""
    return name[: max(_STEM_LETTERS, len(name) - _ENDING_LETTERS)]


def languages_named(words: str) -> list[str]:
    """Primary subtags of the languages a short text names, in order, inflected forms too."""
    spaced, _ = _names()
    text = words.translate(_LETTERS).casefold()
    automaton, codes = _within()
    found = {start: codes[number] for number, start, _ in automaton.find_matches_as_indexes(text)}
    for match in _WORD.finditer(text):
        word = match[0]
        if word in _countries():
            continue
        # The longest stem first; Semitic articles and prepositions are written as part of the word.
        for form in (word, word.removeprefix("ال"), word[1:]) if not word.isascii() else (word,):
            code = next((spaced[form[:size]] for size in range(len(form), 3, -1) if form[:size] in spaced), None)
            if code is not None:
                found.setdefault(match.start(), code)
                break
    return list(dict.fromkeys(found[position] for position in sorted(found)))


def languages_by_own_name(words: str) -> list[str]:
    """Primary subtags of the languages that a text names as they name themselves: "Deutsch", "日本語"."""
    said = set(_WORD.findall(words.casefold()))
    return [code for name, code in _own_names().items() if name in said]


@cache
def _own_names() -> dict[str, str]:
    found = {_names_in(code).get(code, "").casefold(): _SPOKEN_AS.get(code, code) for code in _NAMED}
    return {name: code for name, code in found.items() if name and " " not in name}
