"""The patterns by which a byline falls into parts, of the words of all languages; compiled when first needed."""

import re
from functools import cache
from typing import Final

from babelwire_ingest.parsing.people.byline_words import alternatives

_KOREAN: Final = "(?P<names>[\uac00-\ud7a3]{2,4}(?:\\s*·\\s*[\uac00-\ud7a3]{2,4})*)\\s*(?:TERMS)"


@cache
def label() -> re.Pattern[str]:
    """A byline's label with its colon, at the beginning of a part."""
    terms = alternatives("byline", "other_hand", "role_beside")
    return re.compile(rf"(?:^|(?<=[\s|;,，、]))(?P<label>{terms})\s*[:：＝=／・]\s*", re.IGNORECASE)


@cache
def byline_word() -> re.Pattern[str]:
    """A byline's word and nothing else."""
    return re.compile(rf"(?:{alternatives('byline')})", re.IGNORECASE)


@cache
def of_others() -> re.Pattern[str]:
    """The label of somebody who did not write the text."""
    return re.compile(rf"(?:{alternatives('other_hand')})", re.IGNORECASE)


@cache
def prefix() -> re.Pattern[str]:
    """A byline's word before a name, without a colon."""
    return re.compile(rf"(?P<word>{alternatives('byline', 'about_writer')})\s+(?=\S)", re.IGNORECASE)


@cache
def others_prefix() -> re.Pattern[str]:
    """The words, without a colon, before somebody who did not write the text."""
    several = [word for word in alternatives("other_hand").split("|") if r"\s+" in word]
    return re.compile(rf"(?:{'|'.join(several)})\s", re.IGNORECASE)


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
    return re.compile(rf"^(?:{terms})[\s・:：]*|[\s・]*(?:{terms})$")
