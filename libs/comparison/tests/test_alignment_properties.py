"""What holds of the alignment of any two texts."""

import unicodedata
from collections.abc import Iterator
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from babelwire_comparison.alignment import Alignment, Difference, DifferenceKind, Passage, Span, align
from babelwire_comparison.words import words_of

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

FEW = st.lists(st.sampled_from("the of ferry Port port, 橋 が 川。 Aurelia ที่ﷺ a\u0301 sails ½".split()), max_size=60)
"""Texts that are bound to share something."""

TEXTS = FEW.map(" ".join) | FEW.map("".join) | st.text(max_size=80)


def sides(found: Alignment) -> Iterator[list[Span]]:
    """All spans of the one text, then all of the other."""
    yield [*(each.one for each in found.passages), *(each.one for each in found.differences)]
    yield [*(each.other for each in found.passages), *(each.other for each in found.differences)]


def turned(found: Alignment) -> Alignment:
    """What is to be found the other way round."""
    kinds = {DifferenceKind.DELETED: DifferenceKind.INSERTED, DifferenceKind.INSERTED: DifferenceKind.DELETED}
    passages = [Passage(each.other, each.one, each.words, each.moved) for each in found.passages]
    differences = [Difference(kinds.get(each.kind, each.kind), each.other, each.one) for each in found.differences]
    return Alignment(
        passages=sorted(passages, key=lambda each: each.one),
        differences=sorted(differences, key=lambda each: (each.one, each.other)),
        share_one=found.share_other,
        share_other=found.share_one,
        partial=found.partial,
    )


@given(TEXTS, TEXTS)
def test_spans_lie_inside_the_texts_and_never_overlap(one: str, other: str) -> None:
    found = align(one, other)
    for text, spans in zip((one, other), sides(found), strict=True):
        edges = [edge for span in sorted(spans) for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(text) for edge in edges)
    assert all(each.one.start < each.one.end and each.other.start < each.other.end for each in found.passages)


@given(TEXTS, TEXTS)
def test_passages_are_the_same_words_and_what_is_in_none_differs(one: str, other: str) -> None:
    one, other = unicodedata.normalize("NFKC", one), unicodedata.normalize("NFKC", other)
    found = align(one, other)
    for passage in found.passages:
        folded = words_of(one[slice(*passage.one)]).folded
        assert folded == words_of(other[slice(*passage.other)]).folded
        assert len(folded) == passage.words
    for text, spans in zip((one, other), sides(found), strict=True):
        assert sum(len(words_of(text[slice(*span)])) for span in spans) == len(words_of(text))


@given(TEXTS, TEXTS)
def test_passages_that_did_not_move_stand_in_one_order(one: str, other: str) -> None:
    in_order = [each.other for each in align(one, other).passages if not each.moved]
    assert in_order == sorted(in_order)


@given(TEXTS, TEXTS)
def test_the_other_way_round_it_says_the_same(one: str, other: str) -> None:
    assert align(other, one) == turned(align(one, other))


@given(TEXTS)
def test_a_text_is_wholly_itself(text: str) -> None:
    found = align(text, text)
    count = len(words_of(text))
    assert [each.words for each in found.passages] == ([count] if count else [])
    assert found.differences == []
    assert found.share_one == found.share_other == (1 if count else 0)


@given(TEXTS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.sampled_from("\u00ad\u200b\u200d\u200f"))
def test_case_form_and_format_characters_do_not_count(text: str, form: Form, character: str) -> None:
    written = character.join(unicodedata.normalize(form, text.casefold()))
    found = align(text, written)
    assert found.share_one == found.share_other == (1 if words_of(text).folded else 0)
