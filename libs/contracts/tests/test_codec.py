"""What is no message, and what is a message from the future."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts.captures import Capture
from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.receipts import Receipt


@pytest.mark.parametrize(
    "value",
    [None, b"", b"{", b"null", b"[]", b'{"schema_version": 1}', b"\xff\xfe", b'{"schema_version": 0}', b"[" * 100_000],
)
def test_what_is_no_message_says_so(value: bytes | None) -> None:
    with pytest.raises(UndecodableMessage):
        decode(value, Receipt)


def test_a_newer_schema_is_told_apart_even_where_its_fields_are_strange() -> None:
    with pytest.raises(SchemaFromTheFuture, match="7"):
        decode(b'{"schema_version": 7, "capture": {"id": 1}}', Capture)


def test_an_added_field_is_ignored() -> None:
    value = (
        b'{"schema_version":1,"capture_id":"a","outcome":"indexed","service":"x","at":"2026-01-01T00:00:00Z","new":1}'
    )
    assert decode(value, Receipt).capture_id == "a"


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(value: bytes) -> None:
    with pytest.raises((UndecodableMessage, SchemaFromTheFuture)):
        decode(value, Receipt)
