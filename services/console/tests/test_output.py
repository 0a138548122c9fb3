"""Nothing from a topic steers the terminal."""

from babelwire_console.output import iso, printable


def test_control_characters_are_not_obeyed() -> None:
    assert printable("a\x1b[31mred\x07\nb\u202ec") == "a\ufffd[31mred\ufffd\nb\ufffdc"


def test_time_is_utc_to_the_millisecond() -> None:
    assert iso(1_700_000_000_123) == "2023-11-14T22:13:20.123Z"
