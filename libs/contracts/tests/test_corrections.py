"""What is a correction, and what is none."""

from datetime import UTC, datetime

import msgspec
import pytest

from babelwire_contracts import schemas
from babelwire_contracts.codec import UndecodableMessage, decode
from babelwire_contracts.corrections import Correction, Verdict
from babelwire_contracts.topics import ARTICLES_CORRECTIONS

ONE, OTHER = "1" * 32, "2" * 32
EXAMPLES = schemas.examples(ARTICLES_CORRECTIONS)


def test_each_verdict_has_an_example() -> None:
    found = {decode(value, Correction) for value in EXAMPLES.values()}
    assert {correction.verdict for correction in found} == set(Verdict)
    assert {correction.made_at for correction in found} == {datetime(2026, 3, 14, 9, 30, tzinfo=UTC)}


def test_its_key_is_both_ids() -> None:
    correction = Correction(one=ONE, other=OTHER, verdict=Verdict.COPIES, made_at=datetime.now(UTC))
    assert correction.key == f"{ONE}:{OTHER}"


@pytest.mark.parametrize(
    "changes",
    [
        {"one": "f" * 32},
        {"one": OTHER, "other": OTHER},
        {"one": "0" * 31},
        {"other": "7" * 31 + "F"},
        {"other": None},
        {"verdict": "maybe"},
        {"made_at": "2026-03-14T09:30:00"},
        {"made_at": "today"},
    ],
    ids=str,
)
def test_what_is_no_correction_says_so(changes: dict[str, object]) -> None:
    message = {"one": ONE, "other": OTHER, "verdict": "copies", "made_at": "2026-03-14T09:30:00Z"}
    decode(msgspec.json.encode(message), Correction)
    with pytest.raises(UndecodableMessage):
        decode(msgspec.json.encode(message | changes), Correction)


@pytest.mark.parametrize("missing", ["one", "other", "verdict", "made_at"])
def test_nothing_of_it_may_be_left_out(missing: str) -> None:
    message = msgspec.json.decode(EXAMPLES["linked"])
    del message[missing]
    with pytest.raises(UndecodableMessage, match=missing):
        decode(msgspec.json.encode(message), Correction)


def test_two_ids_in_the_wrong_order_are_refused_where_it_is_made_too() -> None:
    with pytest.raises(ValueError, match="the smaller id first"):
        Correction(one=OTHER, other=ONE, verdict=Verdict.COPIES, made_at=datetime.now(UTC))
