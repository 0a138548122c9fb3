"""Words typed as one, such as `by-tor` or `AC/DC`: which words they are, for they are looked for side by side."""

import re
from dataclasses import dataclass
from typing import Final

_WORD: Final = r"[^\W_](?:[^\W_]|[\u0300-\u036f])*"
_BETWEEN: Final = r"[^\w\s,;|()…—!?\"“”„«»「」『』，、；。！？]"
"""A sign that joins: hyphen, slash, apostrophe, full stop and the like, but none that parts clauses."""
_JOINED: Final = re.compile(rf"{_WORD}(?:(?:{_BETWEEN}|_)+{_WORD})+")
_APART: Final = re.compile(r"(?:(?!['’ʼ.·_])[^\w\s])+")
"""Where the index parts words; apostrophe and full stop stay inside them."""
_INSIDE: Final = re.compile(r"['’ʼ.·_]+")
_HYPHENS: Final = re.compile("[-\u2010-\u2013]")
_APOSTROPHE: Final = re.compile("['’ʼ]")
_SHORTEST: Final = 3
_NAME_AFTER_APOSTROPHE: Final = 4
"""Letters: O'Brien is written OBrien too, but we'll is not well."""


@dataclass(frozen=True, slots=True)
class JoinedWords:
    """`pieces` as the index has them, in order; `in_one` where the same is also written without the sign."""

    pieces: tuple[str, ...]
    in_one: str | None = None

    @property
    def apart(self) -> str:
        """All words with spaces between them, also those that an apostrophe or a full stop joins."""
        return " ".join(_INSIDE.sub(" ", piece).strip() for piece in self.pieces)


def joined_words(text: str) -> JoinedWords | None:
    """The words that a sign joins in `text`, which is one term; None where it is a single word, or a list of them."""
    found = _JOINED.search(text)
    if found is None or re.search(r"\w", text[: found.start()] + text[found.end() :]) or found[0].isspace():
        return None
    joined = found[0]
    if re.fullmatch(r"\d+(?:[.'’]\d+)*", joined):
        return None
    pieces = tuple(piece for piece in _APART.split(joined) if piece)
    return JoinedWords(pieces, _in_one(joined))


def _in_one(joined: str) -> str | None:
    words = re.findall(_WORD, joined)
    signs = re.sub(_WORD, "", joined)
    letters = "".join(words)
    if len(letters) < _SHORTEST or not any(character.isalpha() for character in letters):
        return None
    hyphens = not _HYPHENS.sub("", signs)
    name = bool(_APOSTROPHE.fullmatch(signs)) and len(words[-1]) >= _NAME_AFTER_APOSTROPHE
    initials = set(signs) == {"."} and all(len(word) == 1 for word in words)
    return letters if hyphens or name or initials else None
