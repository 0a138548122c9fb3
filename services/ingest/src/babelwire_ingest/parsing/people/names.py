"""Names of people and outlets as lists of them are printed."""

import re
from typing import Final

from babelwire_ingest.parsing.vocabulary import alternatives

_PARTICLES: Final = frozenset(
    "de da do dos das del della di der den van von zu zur af av la le el al bin ibn ben of the and & y e et und i du "
    "des los las ter ten te d' l' for für para pour per in".split()
)
_QUOTES: Final = '"“”„«»‹›「」『』'
_OPENS: Final = {"»": "«", "”": "“", "」": "「", "』": "『"}
_CONJUNCTION: Final = re.compile(rf"\s*(?:[,،、;]|/(?=\s))\s*|\s+(?:{alternatives('and')})\s+|\s*[和与]\s*(?=\S)")
_ELIDED: Final = re.compile("^[ld]['’]", re.IGNORECASE)
_ARTICLE: Final = re.compile(rf"^(?:(?:{alternatives('name_article')})\s+|[ld]['’])", re.IGNORECASE)
_VIETNAMESE: Final = re.compile("[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
MAX_NAME_WORDS: Final = 7
_MAX_NAME: Final = 80


def split_names(text: str, *, in_sentence: bool = True) -> list[str]:
    """The names in a printed list: parted by commas and by the word for "and", without quotation marks.

    Where they do not stand `in_sentence`, an article that is a word of its own is the name's.
    """
    found: list[str] = []
    for part in _CONJUNCTION.split(text):
        name = bare_name(part, in_sentence=in_sentence)
        if name and name not in found:
            found.append(name)
    return found


def all_names(text: str, limit: int = MAX_NAME_WORDS) -> bool:
    """Whether a text is a printed list of names and nothing but."""
    parts = [part.strip(" .。") for part in _CONJUNCTION.split(text)]
    return all(looks_like_name(_ARTICLE.sub("", part), limit) for part in parts if part)


def bare_name(text: str, *, in_sentence: bool = True) -> str:
    """A name without the quotation marks, contracted article and full stop that the sentence gave it."""
    article = _ARTICLE if in_sentence else _ELIDED
    bare = article.sub("", text.strip(f" .。{_QUOTES}")).strip(f" {_QUOTES}")
    closed = text.strip(" .。")
    # A quotation mark that closes one inside the name is the name's own.
    return bare + closed[-1] if _OPENS.get(closed[-1:], "\n") in bare and bare + closed[-1] in closed else bare


def is_vietnamese(text: str) -> bool:
    """Whether a text has a letter that Vietnamese alone is written with."""
    return _VIETNAMESE.search(text) is not None


def looks_like_name(text: str, limit: int = MAX_NAME_WORDS) -> bool:
    """Whether a text can be the name of a person or an outlet: a few words, each capitalised where the script can."""
    words = text.split()
    if text[:1] in _QUOTES and text[-1:] in _QUOTES and len(words) <= limit:
        return True
    if not words or len(words) > limit or len(text) > _MAX_NAME or text[-1] in "!?:;,…。！？":
        return False
    if not any(character.isalpha() for character in text):
        return False
    return all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    first = next((character for character in word if character.isalnum()), "")
    # Georgian has no capitals, whatever Unicode says.
    return (
        not first.islower()
        or "\u10d0" <= first <= "\u10ff"
        or word.lower().strip(".,") in _PARTICLES
        or word.lower()[:2] in {"d'", "l'", "d’", "l’"}
    )
