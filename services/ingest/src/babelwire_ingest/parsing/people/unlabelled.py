"""Names that stand beside a date with no word that calls them a writer's."""

import re
from collections.abc import Iterable
from typing import Final

from babelwire_ingest.parsing.page_text.lines import has_case, unspaced
from babelwire_ingest.parsing.people.chinese_names import begins_with_surname
from babelwire_ingest.parsing.people.names import is_vietnamese, looks_like_name
from babelwire_ingest.parsing.people.writer import Hand, Reading, Writer, is_place_of_work
from babelwire_ingest.parsing.people.writers import read_writers
from babelwire_ingest.parsing.provenance_words import provenance_in

_WORD: Final = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0900-\u0dff\u0e00-\u0eff]+[^\W\d_]*)*")
_JAPANESE: Final = re.compile("[\u3005\u4e00-\u9fff]{3,5}")
_JAPANESE_WORDS: Final = re.compile("更新|公開|配信|掲載|無料|有料|会員|限定|[付版面号部社省県市町村区]$")
_CHINESE: Final = re.compile("[\u4e00-\u9fff]{3}")
_CAPITALS: Final = frozenset({None, "en", "de", "lb"})
"""Languages that write other words with capitals too."""
_BY: Final = frozenset({"da", "dal", "par", "por", "per", "by", "von", "door", "av", "af"})
"""Words for "by", also as machines put them; one that is no byline's word in its language says that this is none."""
_RUBRIC: Final = frozenset(
    "local world sport sports business politics culture opinion analysis feature features exclusive update updates "
    "live photo photos gallery video videos weather breaking special report reports story stories event events "
    "community lokales politik wirtschaft kultur sport wetter aktuelles meinung bilder eilmeldung bericht "
    "leserbrief home homepage startseite accueil inicio início contatti contacts contact kontakt contacto contato "
    "menu".split()
)
_MAX_LINE: Final = 90
_MIN_WORDS: Final = 2
_MAX_WORDS: Final = 4
_LETTERS: Final = 3


def people_named(words: str, reading: Reading) -> list[Writer]:
    """The people whom a text names and says nothing else of; empty where a part of it may be anything else."""
    if len(words) > _MAX_LINE or provenance_in(words) is not None:
        return []
    found = [writer for writer in read_writers(words, reading) if writer.hand in {Hand.PERSON, Hand.DESK}]
    return found if found and all(_may_be_person(writer, reading) for writer in found) else []


def stand_alone(names: list[str], elsewhere: Iterable[str], language: str | None) -> bool:
    """Whether the rest of a page, given as its texts, does not make of the names a rubric, a place or a common word.

    It speaks of nobody of that name, and writes no word of it small; in languages and scripts whose capitals do not
    tell names from other words, it has none of its words at all.
    """
    texts = [text for text in elsewhere if text]
    if any(name in text for name in names for text in texts):
        return False
    words = {word.casefold() for name in names for word in _WORD.findall(name) if _tells(word)}
    if any(map(unspaced, names)) or any(map(is_vietnamese, names)):
        # Without spaces nothing parts words; names in Vietnamese are common words.
        return True
    if not words or not words.isdisjoint(_RUBRIC):
        return False
    others = (word for text in texts for word in _WORD.findall(text))
    if language in _CAPITALS or not all(map(has_case, names)):
        return words.isdisjoint(word.casefold() for word in others)
    return words.isdisjoint(word for word in others if word.islower())


def _tells(word: str) -> bool:
    """Whether a word of a name is no particle and no initial."""
    return len(word) >= _LETTERS and not word.islower()


def _may_be_person(writer: Writer, reading: Reading) -> bool:
    name = writer.name
    if writer.hand is not Hand.PERSON or is_place_of_work(writer, reading):
        return False
    if _JAPANESE.fullmatch(name) and reading.language == "ja":
        return _JAPANESE_WORDS.search(name) is None
    if _CHINESE.fullmatch(name) and reading.language == "zh":
        return begins_with_surname(name)
    words = name.split()
    if words[0].casefold() in _BY:
        return False
    if unspaced(name) or not _MIN_WORDS <= len(words) <= _MAX_WORDS:
        return False
    return looks_like_name(name) and (not has_case(name) or words[-1][:1].isupper())
