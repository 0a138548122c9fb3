"""The words of a text, folded, with where they stand in it."""

import unicodedata
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from typing import Final

import regex

from babelwire_text.scripts import HANGUL, UNSPACED

_LINE: Final = regex.compile(r"[^\n]+")
_CHUNK: Final = regex.compile(r"[^\s\p{P}]+")
"""No word goes, and no letter is normalised together with another, beyond white space and punctuation."""

_SEGMENT: Final = regex.compile(
    rf"(?s:[{HANGUL}\u3260-\u327E][{HANGUL}\u3260-\u327E\p{{M}}\p{{Cf}}]*|.[\p{{M}}\p{{Cf}}\uFF9E\uFF9F]*)"
)
"""A character with what NFKC may join to it: marks, Katakana's voicing in half width, and the next letter of Hangul."""

_FORMAT: Final = regex.compile(r"\p{Cf}+")
_WORD: Final = regex.compile(
    rf"(?V1)[[\p{{L}}\p{{N}}]&&[{UNSPACED}]]\p{{M}}*"
    rf"|[[\p{{L}}\p{{N}}]--[{UNSPACED}]][[\p{{L}}\p{{M}}\p{{N}}]--[{UNSPACED}]]*"
)


@dataclass(frozen=True, slots=True)
class Words:
    """`folded[i]` is what stands at [`starts[i]`, `ends[i]`) of the text.

    No span overlaps another. One is empty where its word shares a character with the word before it: ﷺ is four words.
    """

    folded: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.folded)


def words_of(text: str) -> Words:
    """Words are letters, digits and marks; a character of a script without spaces is one, with the marks on it.

    Folded, they are blind to case, to Unicode form (NFKC) and to format characters such as soft hyphens.
    """
    words = Words([], [], [])
    for line in _LINE.finditer(text):
        if not _add_plain(words, line[0], line.start()):
            for chunk in _CHUNK.finditer(text, line.start(), line.end()):
                if not _add_plain(words, chunk[0], chunk.start()):
                    _add_folded(words, chunk[0], chunk.start())
    return words


def _add_plain(words: Words, part: str, at: int) -> bool:
    """Adds the words of a part that folding leaves as long as it is, character by character; else says no."""
    folded = part.casefold()
    if len(folded) != len(part) or not (_is_settled(part) and _is_settled(folded)):
        return False
    places = [word.span() for word in _WORD.finditer(folded)]
    words.folded.extend([folded[start:end] for start, end in places])
    words.starts.extend([at + start for start, _ in places])
    words.ends.extend([at + end for _, end in places])
    return True


def _is_settled(part: str) -> bool:
    return part.isascii() or (unicodedata.is_normalized("NFKC", part) and not _FORMAT.search(part))


def _add_folded(words: Words, chunk: str, at: int) -> None:
    segments = _SEGMENT.findall(chunk)
    folded = {segment: _folded(segment) for segment in set(segments)}
    pieces = [folded[segment] for segment in segments]
    edges = list(accumulate(map(len, segments), initial=at))
    sizes = [len(piece) for piece in pieces]
    begins = list(chain.from_iterable(map(repeat, edges, sizes)))
    ends = list(chain.from_iterable(map(repeat, edges[1:], sizes)))
    past = at
    for word in _WORD.finditer("".join(pieces)):
        start, end = word.span()
        words.folded.append(word[0])
        words.starts.append(max(begins[start], past))
        past = ends[end - 1]
        words.ends.append(past)


def _folded(segment: str) -> str:
    composed = unicodedata.normalize("NFKC", _FORMAT.sub("", segment))
    return unicodedata.normalize("NFKC", composed.casefold())
