"""The same words in other typography: what differs between two sites that print one text unchanged."""

import random
import re
import unicodedata
from collections.abc import Callable
from typing import Final, Literal

from tests.quality.copies.editorial_sentences import is_unspaced
from tests.quality.copies.kinds import Text

SOFT_HYPHEN: Final = "\u00ad"
NO_BREAK_SPACE: Final = "\u00a0"
IDEOGRAPHIC_SPACE: Final = "\u3000"

LONG_WORD: Final = re.compile(r"[^\W\d_]{9,}")
SHORT_WORD_AND_SPACE: Final = re.compile(r"(?<=\b\w) |(?<=\b\w\w) |(?<=\d) | (?=[%€$°–—:;?!»])")
SPACED_DASH: Final = re.compile(r"(?<= )[-–—](?= )")
QUOTED: Final = re.compile(r'"([^"\n]+)"')
DOTTED_I: Final = {"tr", "az"}
"""Languages in which upper case is made otherwise than Python and most sites make it."""


def retypeset(text: Text, rng: random.Random) -> Text:
    """Another house's style: quotation marks, dashes, spaces, hyphenation, Unicode form, case of the title."""
    form: Literal["NFC", "NFD"] = rng.choice(("NFC", "NFD"))
    house = [_requoted, _redashed(rng), _indented if is_unspaced(text.body) else _with_no_break_spaces(rng)]
    body = text.body
    for style in house:
        body = style(body)
    body = unicodedata.normalize(form, _hyphenated(body, rng))
    if body == text.body:
        body = _with_every_space_unbroken(body)
    return text._replace(title=_recased(text, rng), lead=text.lead and _requoted(text.lead), body=body)


def _requoted(text: str) -> str:
    """Straight marks curled, or else curled marks straightened."""
    if '"' in text or "'" in text:
        return QUOTED.sub(r"“\1”", text).replace("'", "’")
    return re.sub("[“”„]", '"', re.sub("[‘’]", "'", text))


def _redashed(rng: random.Random) -> Callable[[str], str]:
    dash = rng.choice("-–—")
    return lambda text: SPACED_DASH.sub(dash, text)


def _with_no_break_spaces(rng: random.Random) -> Callable[[str], str]:
    return lambda text: SHORT_WORD_AND_SPACE.sub(lambda space: rng.choice([space[0], NO_BREAK_SPACE]), text)


def _indented(text: str) -> str:
    """Chinese and Japanese paragraphs begin with two wide spaces, or one; many sites write them into the text."""
    return "\n\n".join(IDEOGRAPHIC_SPACE * 2 + paragraph.lstrip() for paragraph in text.split("\n\n"))


def _hyphenated(text: str, rng: random.Random) -> str:
    """Soft hyphens in a third of the long words. Letters with marks of their own are left whole."""

    def hyphenated(word: re.Match[str]) -> str:
        middle = len(word[0]) // 2
        return word[0] if rng.random() > 1 / 3 else word[0][:middle] + SOFT_HYPHEN + word[0][middle:]

    return text if is_unspaced(text) else LONG_WORD.sub(hyphenated, text)


def _with_every_space_unbroken(text: str) -> str:
    """For a text that has nothing else to set otherwise; a mark of byte order is what some feeds begin with."""
    return text.replace(" ", NO_BREAK_SPACE) if " " in text else f"\ufeff{text}"


def _recased(text: Text, rng: random.Random) -> str:
    if text.language.split("-")[0] in DOTTED_I:
        return text.title
    return rng.choice([text.title.upper(), text.title.title(), text.title])
