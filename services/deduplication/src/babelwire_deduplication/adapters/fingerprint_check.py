"""What a fingerprint has to be before anything of it is remembered."""

from typing import Final

from babelwire_comparison.reduction import SCHEME, SKETCH
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_deduplication.articles import id_bytes
from babelwire_deduplication.errors import ArticleIdMalformed, FingerprintMalformed, TextMalformed
from babelwire_deduplication.texts import unpacked

_MOST: Final = (1 << 31) - 1
"""The greatest number that an article or a text is remembered with."""

_TEXT_HASH_BYTES: Final = 8


def check(key: str, fingerprint: Fingerprint) -> None:
    """Checks a fingerprint and the key of its record. Raises `FingerprintMalformed`, which says what is wrong.

    Another scheme than `SCHEME` is not wrong: such a text is not compared, and its form is that scheme's own.
    """
    problem = _problem(key, fingerprint)
    if problem is not None:
        raise FingerprintMalformed(f"the fingerprint of {key[:80]!r} has {problem}; replay its article to have it made")


def _problem(key: str, fingerprint: Fingerprint) -> str | None:
    try:
        for given in (fingerprint.article_id, fingerprint.capture_id, fingerprint.content_hash):
            id_bytes(given)
    except ArticleIdMalformed as error:
        return f"an id that is none: {error}"
    if key != fingerprint.article_id:
        return f"another article id than its key: {fingerprint.article_id}"
    version = fingerprint.version
    numbers = (version.content_generation, version.generation, version.n)
    if any(not 0 <= number <= _MOST for number in numbers):
        return f"a number out of range 0 to {_MOST}"
    for moment in (fingerprint.first_captured_at, fingerprint.published_by, fingerprint.seen_at):
        if moment is not None and moment.tzinfo is None:
            return f"a time without a zone: {moment.isoformat()}"
    return _problem_of_text(fingerprint) if fingerprint.scheme == SCHEME else None


def _problem_of_text(fingerprint: Fingerprint) -> str | None:
    if len(fingerprint.text_hash) != _TEXT_HASH_BYTES:
        return f"a text hash of {len(fingerprint.text_hash)} bytes instead of {_TEXT_HASH_BYTES}"
    if len(fingerprint.sketch) % 4 or len(fingerprint.sketch) > 4 * SKETCH:
        return f"a sketch of {len(fingerprint.sketch)} bytes instead of four times at most {SKETCH}"
    if fingerprint.sketch and not fingerprint.text:
        return "a sketch without a text"
    try:
        unpacked(fingerprint.text)
    except TextMalformed as error:
        return f"a text that cannot be read: {error}"
    return None
