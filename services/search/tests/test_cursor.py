import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_search.cursor import Cursor, Position, decode_cursor, encode_cursor, search_mark, shown_mark
from babelwire_search.errors import InvalidCursor

MARK = search_mark("ferry", "newest")
positions = st.builds(Position, st.integers(-(2**63), 2**63 - 1), st.text(max_size=80))
shown = st.lists(st.text(max_size=10), max_size=20).map(lambda names: b"".join(map(shown_mark, names)))


@given(st.none() | positions, shown)
def test_a_cursor_comes_back_as_it_went(after: Position | None, marks: bytes) -> None:
    cursor = Cursor(search=MARK, after=after, shown=marks)
    assert decode_cursor(encode_cursor(cursor), MARK) == cursor


@given(positions, st.data())
def test_a_changed_cursor_is_refused(after: Position, data: st.DataObject) -> None:
    text = encode_cursor(Cursor(search=MARK, after=after))
    raw = bytearray(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(InvalidCursor):
        decode_cursor(base64.urlsafe_b64encode(raw).decode().rstrip("="), MARK)


@given(st.text(max_size=200))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(text, MARK)


def test_a_cursor_of_another_search_is_refused() -> None:
    text = encode_cursor(Cursor(search=MARK))
    with pytest.raises(InvalidCursor, match="another search"):
        decode_cursor(text, search_mark("ferry", "oldest"))


def test_an_endless_cursor_is_refused() -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor("A" * 100_000, MARK)
