"""Fingerprints from elsewhere: a bad one is refused whole, one of another scheme is not matched."""

from datetime import datetime

import msgspec
import pytest
from babelwire_deduplication.signatures import SCHEME

from babelwire_contracts.sections import DuplicateKind
from babelwire_deduplication.adapters.fingerprint_check import check
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.errors import FingerprintMalformed

from .pipeline import observation

ZONELESS = datetime(2026, 3, 1)  # noqa: DTZ001 - what it is for
_, (FINGERPRINT,) = Deduplicator(1).observe([observation(1, 0, 0)])


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": b"5byte"},
        {"signature": b""},
        {"text_hash": b"7 bytes"},
        {"shingles": 0},
        {"shingles": 1 << 31},
        {"capture_id": "0" * 31 + "g"},
        {"content_hash": ""},
        {"article_id": "0" * 32},
        {"version": msgspec.structs.replace(FINGERPRINT.version, n=1 << 31)},
        {"version": msgspec.structs.replace(FINGERPRINT.version, content_generation=-1)},
        {"first_captured_at": ZONELESS},
        {"published_by": ZONELESS},
    ],
    ids=str,
)
def test_a_bad_one_is_refused_with_what_is_wrong(changes: dict[str, object]) -> None:
    check(FINGERPRINT.article_id, FINGERPRINT)
    with pytest.raises(FingerprintMalformed, match="replay its article"):
        check(FINGERPRINT.article_id, msgspec.structs.replace(FINGERPRINT, **changes))


def test_one_of_another_scheme_is_not_matched_until_its_article_is_replayed() -> None:
    deduplicator = Deduplicator(1)
    other = msgspec.structs.replace(FINGERPRINT, scheme=SCHEME + 1, signature=b"of another form", text_hash=b"also")
    check(other.article_id, other)
    deduplicator.apply([(other, 1)])
    (section,), _ = deduplicator.observe([observation(2, 5, 0)])
    assert section.duplicate.kind is DuplicateKind.NONE
    (replayed,), (remade,) = deduplicator.observe([observation(1, 0, 0)])
    assert replayed.version == FINGERPRINT.version
    assert (remade.scheme, remade.signature) == (SCHEME, FINGERPRINT.signature)
    (amended,) = deduplicator.amend([2], 10)
    assert amended.section.duplicate.of == FINGERPRINT.article_id


def test_an_older_scheme_that_wins_takes_the_text_back() -> None:
    deduplicator = Deduplicator(1)
    deduplicator.observe([observation(1, 0, 0), observation(2, 5, 0)])
    later = msgspec.structs.replace(
        FINGERPRINT, scheme=SCHEME + 1, version=msgspec.structs.replace(FINGERPRINT.version, n=7)
    )
    deduplicator.apply([(later, 1)])
    (amended,) = deduplicator.amend([1, 2], 10)
    assert amended.amendment.article_id == observation(2, 5, 0).article_id.hex()
    assert amended.section.duplicate.kind is DuplicateKind.NONE
