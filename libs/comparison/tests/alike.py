"""Texts as they are compared."""

from babelwire_comparison.reduction import Reduced, parted, reduce_texts


def reduced(body: str, title: str = "A headline", lead: str | None = None) -> Reduced:
    (found,) = reduce_texts([parted(title, lead, body)])
    return found


def same(one: Reduced, other: Reduced) -> bool:
    """Whether nothing tells two texts apart."""
    return _parts(one) == _parts(other)


def _parts(text: Reduced) -> tuple[bytes, ...]:
    return text.text_hash, text.words.tobytes(), text.kinds.tobytes(), text.runs.tobytes(), text.sketch.tobytes()
