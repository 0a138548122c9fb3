"""Content codings within a bound."""

import gzip
import tracemalloc
import zlib

import pytest

from babelwire_fetching.decompression import BrokenCoding, TooLargeDecompressed, UnknownCoding, decompress

TEXT = b"The ferry runs again. " * 1000
LIMIT = 1024 * 1024


def test_each_coding_is_undone() -> None:
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    raw_deflate = raw.compress(TEXT) + raw.flush()
    assert decompress(gzip.compress(TEXT), "gzip", LIMIT) == TEXT
    assert decompress(zlib.compress(TEXT), "deflate", LIMIT) == TEXT
    assert decompress(raw_deflate, "Deflate", LIMIT) == TEXT
    assert decompress(TEXT, "identity", LIMIT) == TEXT


def test_the_last_coding_applied_is_undone_first() -> None:
    assert decompress(gzip.compress(zlib.compress(TEXT)), "deflate, gzip", LIMIT) == TEXT


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    bomb = gzip.compress(bytes(200 * 1024 * 1024), 9)
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeDecompressed, match=str(LIMIT)):
            decompress(bomb, "gzip", LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 8 * LIMIT
    finally:
        tracemalloc.stop()


def test_what_cannot_be_undone_is_told_apart() -> None:
    with pytest.raises(UnknownCoding, match="'br'"):
        decompress(TEXT, "br", LIMIT)
    with pytest.raises(BrokenCoding):
        decompress(TEXT, "gzip", LIMIT)
    with pytest.raises(BrokenCoding, match="too early"):
        decompress(gzip.compress(TEXT)[:-20], "gzip", LIMIT)
    with pytest.raises(BrokenCoding, match="more bytes"):
        decompress(gzip.compress(TEXT) + b"rest", "gzip", LIMIT)


def test_codings_are_not_undone_without_end() -> None:
    body = b"news"
    for _ in range(4):
        body = gzip.compress(body)
    with pytest.raises(UnknownCoding, match="4 content codings"):
        decompress(body, "gzip, gzip, gzip, gzip", 1000)
