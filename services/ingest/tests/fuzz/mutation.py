"""Breaks texts in the ways in which they come broken, the same for one source of chance."""

import random
from collections.abc import Callable, Sequence
from typing import Final

_BYTES: Final = (
    b"\x00",
    b"\xff",
    b"\xfe",
    b"\x80",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\x1b$B",
    b"\x0b",
    b"\x1f",
)
_LONGEST: Final = 60_000
_MOST_TIMES: Final = 2_000
_MOST_CHANGES: Final = 6

Change = Callable[[bytes, random.Random, Sequence[bytes], Sequence[bytes]], bytes]


def mutated(source: random.Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of the seeds after a few changes; `words` are what its format is made of."""
    body = source.choice(seeds)
    for _ in range(source.randint(1, _MOST_CHANGES)):
        body = source.choice(_CHANGES)(body, source, seeds, words)[:_LONGEST]
    return body


def _place(body: bytes, source: random.Random) -> int:
    return source.randint(0, len(body))


def _span(body: bytes, source: random.Random) -> tuple[int, int]:
    begin = _place(body, source)
    return begin, min(len(body), begin + int(source.expovariate(1 / 40)))


def _bit(body: bytes, source: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> bytes:
    if not body:
        return body
    at = source.randrange(len(body))
    return body[:at] + bytes([body[at] ^ (1 << source.randrange(8))]) + body[at + 1 :]


def _byte(body: bytes, source: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> bytes:
    at = _place(body, source)
    return body[:at] + source.choice(_BYTES) + body[at:]


def _word(body: bytes, source: random.Random, _seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    at = _place(body, source)
    return body[:at] + source.choice(words) + body[at:]


def _many_words(body: bytes, source: random.Random, _seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    at = _place(body, source)
    return body[:at] + source.choice(words) * source.randint(2, _MOST_TIMES) + body[at:]


def _other_word(body: bytes, source: random.Random, _seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    return body.replace(source.choice(words), source.choice(words), source.choice((1, 1, 1, -1)))


def _left_out(body: bytes, source: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> bytes:
    begin, end = _span(body, source)
    return body[:begin] + body[end:]


def _twice(body: bytes, source: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> bytes:
    begin, end = _span(body, source)
    return body[:end] + body[begin:end] * source.randint(1, 50) + body[end:]


def _moved(body: bytes, source: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> bytes:
    begin, end = _span(body, source)
    rest = body[:begin] + body[end:]
    at = _place(rest, source)
    return rest[:at] + body[begin:end] + rest[at:]


def _cut(body: bytes, source: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> bytes:
    return body[: _place(body, source)]


def _joined(body: bytes, source: random.Random, seeds: Sequence[bytes], _words: Sequence[bytes]) -> bytes:
    other = source.choice(seeds)
    return body[: _place(body, source)] + other[_place(other, source) :]


def _recoded(body: bytes, source: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> bytes:
    text = body.decode("utf-8", "replace")
    return text.encode(source.choice(("utf-16", "utf-16-be", "cp1252", "cp1251", "gb18030", "utf-32")), "replace")


_CHANGES: Final[tuple[Change, ...]] = (
    *(_bit, _byte, _word, _word, _many_words, _other_word, _other_word),
    *(_left_out, _twice, _moved, _cut, _joined, _recoded),
)
