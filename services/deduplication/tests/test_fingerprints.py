"""Fingerprints from elsewhere: a bad one is refused whole, one of another scheme is not matched."""

from datetime import datetime

import msgspec
import pytest

from babelwire_comparison.reduction import SCHEME, SKETCH, reduce_texts
from babelwire_contracts import schemas
from babelwire_contracts.codec import decode
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import DuplicateKind
from babelwire_contracts.topics import ARTICLES_FINGERPRINTS
from babelwire_deduplication.adapters.fingerprint_check import check
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.errors import FingerprintMalformed
from babelwire_deduplication.texts import packed, unpacked

from .pipeline import WRITTEN, observation
from .stored import Stored

ZONELESS = datetime(2026, 3, 1)  # noqa: DTZ001 - what it is for
_, (FINGERPRINT,) = Deduplicator(1, Stored()).observe([observation(1, 0, 0)])


def example(name: str) -> Fingerprint:
    return decode(schemas.examples(ARTICLES_FINGERPRINTS)[name], Fingerprint)


@pytest.mark.parametrize(
    "changes",
    [
        {"sketch": b"5byte"},
        {"sketch": bytes(4 * SKETCH + 4)},
        {"text": b""},
        {"text": b"no frame"},
        {"text": FINGERPRINT.text[:-4]},
        {"text_hash": b"7 bytes"},
        {"capture_id": "0" * 31 + "g"},
        {"content_hash": ""},
        {"article_id": "0" * 32},
        {"version": msgspec.structs.replace(FINGERPRINT.version, n=1 << 31)},
        {"version": msgspec.structs.replace(FINGERPRINT.version, content_generation=-1)},
        {"first_captured_at": ZONELESS},
        {"published_by": ZONELESS},
        {"seen_at": ZONELESS},
    ],
    ids=str,
)
def test_a_bad_one_is_refused_with_what_is_wrong(changes: dict[str, object]) -> None:
    check(FINGERPRINT.article_id, FINGERPRINT)
    with pytest.raises(FingerprintMalformed, match="replay its article"):
        check(FINGERPRINT.article_id, msgspec.structs.replace(FINGERPRINT, **changes))


def test_a_text_too_short_to_be_compared_needs_no_sketch() -> None:
    _, (short,) = Deduplicator(1, Stored()).observe([observation(1, 0, 9)])
    assert (short.sketch, unpacked(short.text)) == (b"", WRITTEN[9])
    check(short.article_id, short)


def test_one_carries_the_text_that_it_was_made_of() -> None:
    written = WRITTEN[0].strip()
    assert unpacked(FINGERPRINT.text).strip() == written
    assert unpacked(packed(written)) == written


def test_the_committed_example_is_of_the_text_that_it_carries() -> None:
    fingerprint = example("near-duplicate")
    check(fingerprint.article_id, fingerprint)
    (text,) = reduce_texts([("", unpacked(fingerprint.text))])
    assert (fingerprint.schema_version, fingerprint.scheme) == (2, SCHEME)
    assert fingerprint.text_hash == text.text_hash
    assert fingerprint.sketch == text.sketch.astype("<u4").tobytes()


def test_one_of_the_release_before_matches_nothing_until_its_article_is_replayed() -> None:
    old = msgspec.structs.replace(
        example("of-version-1"),
        article_id=FINGERPRINT.article_id,
        capture_id=FINGERPRINT.capture_id,
        version=FINGERPRINT.version,
        text_hash=FINGERPRINT.text_hash,
        first_captured_at=FINGERPRINT.first_captured_at,
    )
    check(old.article_id, old)
    assert (old.schema_version, old.sketch, old.text) == (1, b"", b"")
    deduplicator = Deduplicator(1, Stored())
    deduplicator.apply([(old, 1)])
    deduplicator.begin_anew()
    (section,), _ = deduplicator.observe([observation(2, 5, 0)])
    assert section.duplicate.kind is DuplicateKind.NONE
    deduplicator.observe([observation(1, 0, 0)])
    (amended,) = deduplicator.amend(10).amended
    assert amended.section.duplicate.of == FINGERPRINT.article_id


def test_one_of_another_scheme_is_not_matched_until_its_article_is_replayed() -> None:
    deduplicator = Deduplicator(1, Stored())
    other = msgspec.structs.replace(
        FINGERPRINT, scheme=SCHEME + 1, sketch=b"of another form", text=b"too", text_hash=b"also"
    )
    check(other.article_id, other)
    deduplicator.apply([(other, 1)])
    deduplicator.begin_anew()
    (section,), _ = deduplicator.observe([observation(2, 5, 0)])
    assert section.duplicate.kind is DuplicateKind.NONE
    (replayed,), (remade,) = deduplicator.observe([observation(1, 0, 0)])
    assert replayed.version == FINGERPRINT.version
    assert (remade.scheme, remade.sketch, remade.text) == (SCHEME, FINGERPRINT.sketch, FINGERPRINT.text)
    (amended,) = deduplicator.amend(10).amended
    assert amended.section.duplicate.of == FINGERPRINT.article_id


def test_an_older_scheme_that_wins_takes_the_text_back() -> None:
    deduplicator = Deduplicator(1, Stored())
    deduplicator.begin_anew()
    deduplicator.observe([observation(1, 0, 0), observation(2, 5, 0)])
    later = msgspec.structs.replace(
        FINGERPRINT, scheme=SCHEME + 1, version=msgspec.structs.replace(FINGERPRINT.version, n=7)
    )
    deduplicator.apply([(later, 1)])
    (amended,) = deduplicator.amend(10).amended
    assert amended.amendment.article_id == observation(2, 5, 0).article_id.hex()
    assert amended.section.duplicate.kind is DuplicateKind.NONE
