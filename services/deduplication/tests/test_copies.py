"""Edited copies are found, other tellings of the same event are not, and nothing links one event to another."""

import pytest
from babelwire_deduplication.signatures import reduce_texts

from babelwire_contracts.sections import DuplicateKind
from babelwire_deduplication.articles import Articles
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.groups import Groups
from babelwire_deduplication.texts import Texts

from .copied_articles import Event, events

EVENTS = events()


def groups(event: Event) -> list[int]:
    found = Groups(Articles())
    slots = Texts(found).take(reduce_texts([article.text for article in event.articles]))
    return [min(found.texts_with(slot)) for slot in slots]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_copies_are_found_and_tellings_are_not(event: Event) -> None:
    found = groups(event)
    together = [group == found[0] for group in found]
    assert together == [article.is_copy for article in event.articles], [
        article.made for article, near in zip(event.articles, together, strict=True) if near != article.is_copy
    ]


def test_events_stay_apart() -> None:
    found = Groups(Articles())
    slots = Texts(found).take(reduce_texts([article.text for event in EVENTS for article in event.articles]))
    names = [event.name for event in EVENTS for _ in event.articles]
    owners: dict[int, set[str]] = {}
    for slot, name in zip(slots, names, strict=True):
        owners.setdefault(min(found.texts_with(slot)), set()).add(name)
    assert all(len(found) == 1 for found in owners.values())


def test_a_text_under_another_headline_is_the_same_text() -> None:
    one, other = reduce_texts(
        [("A headline", None, LONG), ("Quite another one", None, LONG.upper().replace(",", " -"))]
    )
    assert one == other


def test_a_short_text_under_another_headline_is_not() -> None:
    one, other = reduce_texts([("Subscribe", None, "Please log in."), ("Farewell", None, "Please log in.")])
    assert one.text_hash != other.text_hash
    assert one.signature == b""


def test_a_lead_counts_wherever_it_is_printed() -> None:
    lead, rest = LONG.split(". ", 1)
    one, other = reduce_texts([("T", lead + ".", rest), ("T", None, LONG)])
    assert one == other


def test_reduction_does_not_depend_on_the_batch() -> None:
    texts = [article.text for event in EVENTS for article in event.articles]
    assert reduce_texts(texts) == [reduce_texts([text])[0] for text in texts]


def test_the_scheme_is_what_it_was() -> None:
    """Fingerprints outlive releases: a change here needs a new number in `SCHEME`."""
    (reduced,) = reduce_texts([("Headline", "Lead", LONG)])
    assert (reduced.text_hash.hex(), reduced.signature[:12].hex(), reduced.shingles) == GOLDEN


@pytest.mark.parametrize("text", ["", "\n", "  ", "…", "\ud800", "\U0010ffff" * 50, "a" * 100_000, "的" * 3])
def test_odd_texts_are_reduced_too(text: str) -> None:
    (reduced,) = reduce_texts([(text, None, text)])
    assert len(reduced.text_hash) == 8
    assert reduced.signature == b""


def test_decisions_say_why() -> None:
    from .pipeline import observation

    deduplicator = Deduplicator(1)
    sections, _ = deduplicator.observe(
        [observation(1, 0, 0), observation(2, 1, 0), observation(3, 2, 0, content=1), observation(4, 3, 1)]
    )
    original, same, retitled, near = (section.duplicate for section in sections)
    assert original.kind is DuplicateKind.NONE
    assert (original.of, original.score, original.rule) == (None, None, None)
    assert (same.kind, same.rule, same.score) == (DuplicateKind.EXACT, "content hash", 1.0)
    assert (retitled.kind, retitled.rule) == (DuplicateKind.EXACT, "text hash")
    assert near.kind is DuplicateKind.NEAR
    assert near.rule is not None
    assert near.rule.startswith("minhash jaccard 0.")
    assert near.score is not None
    assert 0.4 <= near.score < 1


LONG = (
    "The council of the island voted on Monday to keep its only lighthouse lit, after a petition that nearly all of "
    "its four hundred inhabitants had signed. The lamp costs less than feared, the keeper told the assembly. It had "
    "burned for a hundred and twelve years without a night of rest, and fishermen said that no screen could replace it."
)
GOLDEN = ("382cca2161a3fa2f", "a7cae108fe8e680bbd656b1a", 61)
