import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_ingest.content_types import ContentType, check_charset
from babelwire_ingest.parsing import charset

RUSSIAN = (
    "Смотритель маяка вернул ведомству приказ о выключении фонаря, который светит судам уже много лет подряд. " * 4
)
JAPANESE = "港の灯台守は、長年船を照らしてきた灯りを消すようにという命令を役所に返した。風の強い夜だった。" * 4


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (codecs.BOM_UTF8 + RUSSIAN.encode(), "text/html; charset=windows-1251"),
        (codecs.BOM_UTF16_LE + RUSSIAN.encode("utf-16-le"), "text/html"),
        (RUSSIAN.encode("windows-1251"), "text/html; charset=windows-1251"),
        (b'<meta charset="windows-1251">' + RUSSIAN.encode("windows-1251"), "text/html"),
        (RUSSIAN.encode(), "text/html; charset=iso-8859-1"),
        (RUSSIAN.encode("windows-1251"), "text/html"),
        (RUSSIAN.encode("koi8-r"), "text/html; charset=utf-8"),
        (RUSSIAN.encode(), "text/html; charset=no-such-charset"),
    ],
)
def test_russian_comes_out_right(body: bytes, content_type: str) -> None:
    assert charset.decode(body, content_type).endswith(RUSSIAN)


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "iso-2022-jp"])
def test_japanese_as_declared(encoding: str) -> None:
    assert charset.decode(JAPANESE.encode(encoding), f"text/plain; charset={encoding}") == JAPANESE


def test_latin_1_means_windows_1252() -> None:
    assert charset.decode("“naïve”".encode("cp1252"), "text/html; charset=iso-8859-1") == "“naïve”"


def test_one_broken_byte_spoils_no_page() -> None:
    assert charset.decode(RUSSIAN.encode() + b"\xff" + RUSSIAN.encode()) == RUSSIAN + "\ufffd" + RUSSIAN


@given(st.binary(max_size=300), st.text(max_size=40))
def test_never_raises(body: bytes, content_type: str) -> None:
    charset.decode(body, content_type)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("x-sjis", "cp932"),
        ("shift-jis", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("windows-874", "cp874"),
        ("iso_8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("gb2312", "gb18030"),
        ("utf8", "utf-8"),
    ],
)
def test_the_door_and_the_parser_mean_the_same_by_a_label(label: str, codec: str) -> None:
    assert charset.codec_of(label) == codec
    text = "Le gardien du phare a passé l’été là-bas, très loin." if codec in {"cp1252", "utf-8"} else "ascii"
    body = text.encode(codec)
    check_charset(body, ContentType("text/html", label))
    assert charset.decode(body, f"text/html; charset={label}") == text


@pytest.mark.parametrize("label", ["klingon", "hex", "rot13", "\x00", ""])
def test_what_is_no_charset_is_known_to_neither(label: str) -> None:
    with pytest.raises(LookupError):
        charset.codec_of(label)
