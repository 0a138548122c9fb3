"""The patterns by which a byline falls into parts, of the words of all languages; compiled when first needed."""

import re
from functools import cache
from typing import Final

from babelwire_ingest.parsing.people.byline_words import alternatives, any_of, may_begin
from babelwire_ingest.parsing.vocabulary import terms

_KOREAN: Final = "(?P<names>[\uac00-\ud7a3]{2,4}(?:\\s*[·,]\\s*[\uac00-\ud7a3]{2,4})*)\\s*(?:TERMS)(?![\uac00-\ud7a3])"
_BEFORE_LABEL: Final = r"(?:^|(?<=[\s|/／;,，、()（）【】]))"
_SIGN: Final = r"(?:\s*[:：＝=／]\s*|\s*・\s*(?=\S{2})|(?<=[\u3040-\u9fff])\s*[/|｜](?![图圖])\s*)"
_GERMAN: Final = r"aus\s+dem\s+[^\W\d_]+ischen(?:\s+[^\W\d_]+)?"
_HEBREW_SOURCE: Final = re.compile("מ[\u05d0-\u05ea]{3,}ית\\s*:")
"""From a language, with a colon: before the name of a translator."""
_JAPANESE_SOURCE: Final = "(?:[\u30a1-\u30fc\u4e00-\u9fff]{1,8}語(?:からの|より)?)?"
_BY: Final = r"(?:by|von|par|por|de|di|da|door|av|af|od|på|ved|του|της)"


@cache
def sign() -> re.Pattern[str]:
    """What may stand between a label and a name."""
    return re.compile("[:：＝=／・/|｜]")


@cache
def label() -> re.Pattern[str]:
    """A byline's label with its colon, at the beginning of a part. Dear: only for texts that have a `sign`."""
    found = alternatives("byline", "byline_label", "other_hand", "translator", "role_beside")
    return re.compile(rf"{_BEFORE_LABEL}{_JAPANESE_SOURCE}(?P<label>{found})\.?{_SIGN}", re.IGNORECASE)


@cache
def prefix() -> re.Pattern[str]:
    """A byline's word before a name, without a colon."""
    return re.compile(rf"(?P<word>{alternatives('byline', 'about_writer')})\s+(?=\S)", re.IGNORECASE)


def begins_with_others(text: str) -> bool:
    """Whether a text begins with the words, without a colon, before somebody who did not write the text."""
    if _HEBREW_SOURCE.match(text):
        return True
    return may_begin(text, "other_hand", "translator") and _others_prefix().match(text) is not None


@cache
def _others_prefix() -> re.Pattern[str]:
    # "Editor Jane Roe" is a writer's role.
    roles = {term.casefold() for term in terms("role")}
    found = {term for kind in ("other_hand", "translator") for term in terms(kind) if term.casefold() not in roles}
    words = any_of(found)
    return re.compile(rf"(?:{words}|{_GERMAN}\s+von)\s", re.IGNORECASE)


@cache
def translator() -> re.Pattern[str]:
    """A translator's word at the beginning of a line."""
    return re.compile(rf"\W*(?P<term>{alternatives('translator')}|{_GERMAN})(?!\w)", re.IGNORECASE)


@cache
def before_translator() -> re.Pattern[str]:
    """A sign, or a word for "by", behind a translator's word and the languages that it names."""
    return re.compile(rf"\.?(?:{_SIGN}|(?:^|(?<=\s))\s*{_BY}\s+)", re.IGNORECASE)


@cache
def conjunction() -> re.Pattern[str]:
    """A word or sign between two names."""
    # In capitals only the longest: "DAN" and "I" are names and initials.
    words = alternatives("and", "byline_and")
    return re.compile(rf"\s+(?P<word>{words})\s+|(?<=\S)\s+(?P<capital>AND|UND)\s+|\s*&\s*")


@cache
def place() -> re.Pattern[str]:
    """A name, and the place or paper that a preposition puts behind it."""
    return re.compile(rf"(?P<name>\S+(?:\s+\S+)+?)\s+(?:{alternatives('place_before')})\s+(?!['’])[^\W\d_a-z].*")


@cache
def korean() -> re.Pattern[str]:
    """Names in Hangul with the role right behind them."""
    return re.compile(_KOREAN.replace("TERMS", alternatives("role_beside")))


@cache
def beside() -> re.Pattern[str]:
    """A role that is written right before or behind a name."""
    terms = alternatives("role_beside")
    of_paper = r"^[\u4e00-\u9fff]{2,6}(?:记者|記者)\s*(?=[\u4e00-\u9fff]{2})"
    return re.compile(rf"^(?:{terms})[\s・:：]*|{of_paper}|[\s・]*(?:{terms})$")


@cache
def beside_name() -> re.Pattern[str]:
    """A line that is names and the role right before or behind them, and nothing else but a place or an address."""
    terms = alternatives("role_beside")
    return re.compile(
        rf"(?:{terms})\s?[^\s\d]{{2,5}}(?:[\s、]+[^\s\d]{{2,4}}){{0,5}}(?:[／/]\S{{2,8}})?"
        rf"|[\uac00-\ud7a3·\s]{{2,14}}(?:{terms})(?:\s+\S+@\S+)?"
    )
