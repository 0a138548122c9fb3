"""The account: one best outcome a capture, whatever the order and number of records."""

import itertools

import pytest

from babelwire_contracts.receipts import Outcome
from babelwire_lineage.ledger import Ledger, capture_key

ORDERS = list(itertools.permutations([Outcome.DEAD_LETTERED, Outcome.INDEXED, Outcome.SUPERSEDED]))
ONE, OTHER = b"1" * 16, b"2" * 16


@pytest.mark.parametrize("order", ORDERS)
def test_the_best_outcome_counts_in_any_order(order: tuple[Outcome, ...]) -> None:
    ledger = Ledger()
    ledger.captured(ONE, 3, 17)
    for outcome in order:
        assert ledger.ended(ONE, outcome)
    assert ledger.outcomes() == {outcome.value: int(outcome is Outcome.INDEXED) for outcome in Outcome}
    assert ledger.open == frozenset()
    assert ledger.place(ONE) == (3, 17)


def test_a_capture_written_twice_is_one_and_keeps_its_first_place() -> None:
    ledger = Ledger()
    ledger.captured(ONE, 5, 2**40)
    ledger.captured(ONE, 5, 2**40 + 1)
    assert (ledger.captures, ledger.place(ONE)) == (1, (5, 2**40))
    assert ledger.open == {ONE}


def test_a_receipt_that_came_before_its_capture_was_read_counts_in_the_next_reading_alone() -> None:
    ledger = Ledger()
    assert not ledger.ended(ONE, Outcome.REJECTED)
    ledger.keep_for_later([(ONE, Outcome.REJECTED), (OTHER, Outcome.INDEXED)])
    ledger.captured(ONE, 0, 0)
    assert ledger.outcomes()["rejected"] == 1
    ledger.keep_for_later([])
    ledger.captured(OTHER, 0, 1)
    assert ledger.open == {OTHER}


@pytest.mark.parametrize("raw", [None, b"", b"x" * 32, b"ab", "é".encode() * 16])
def test_what_is_no_capture_id_is_none(raw: bytes | None) -> None:
    assert capture_key(raw) is None
    assert capture_key(b"0f" * 16) == b"\x0f" * 16
