"""One trace id from acceptance to index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_messaging.headers import child_traceparent, new_traceparent, trace_id


def test_a_child_keeps_the_trace_and_changes_the_span() -> None:
    parent = new_traceparent()
    child = child_traceparent(parent)
    assert trace_id(child) == trace_id(parent)
    assert child != parent


@pytest.mark.parametrize(
    "bad", [None, "", "00-xyz", "00-" + "0" * 32 + "-" + "1" * 16 + "-01", "01-" + "a" * 32 + "-" + "b" * 16 + "-01"]
)
def test_what_is_no_traceparent_begins_a_new_trace(bad: str | None) -> None:
    assert trace_id(bad) is None
    assert trace_id(child_traceparent(bad)) is not None


@given(st.text(max_size=60))
def test_any_header_leads_to_a_valid_one(text: str) -> None:
    assert trace_id(child_traceparent(text)) is not None
