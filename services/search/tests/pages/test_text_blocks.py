"""A body and its structure as blocks of a page."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts.content import PartKind
from babelwire_contracts.document import public
from babelwire_search.pages.rendering import render
from babelwire_search.pages.text_blocks import (
    Block,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Preformatted,
    Quote,
    Text,
    beginning,
    text_of,
)
from babelwire_search.pages.views import page
from babelwire_search.results import others

Told = tuple[str, str | None, int | None]


def document(*told: Told, entries: list[dict[str, Any]] | None = None, **given: Any) -> dict[str, Any]:
    """A document with these paragraphs, each with its kind and level."""
    structure = [
        {"paragraph": place, "kind": kind, "level": level} for place, (_, kind, level) in enumerate(told) if kind
    ]
    body = "\n\n".join(text for text, _, _ in told)
    beside = {"structure": structure, "live_entries": entries or []}
    return public({"article_id": "a", "body": body} | beside | given)


def text(*told: Told, entries: list[dict[str, Any]] | None = None) -> Text:
    return text_of(document(*told, entries=entries))


def blocks(*told: Told) -> list[Block]:
    return text(*told).blocks


def levels(*of: int) -> list[int]:
    found = blocks(*((f"Heading {place}", "heading", level) for place, level in enumerate(of)))
    return [block.level for block in found if isinstance(block, Heading)]


@pytest.mark.parametrize(
    ("of", "shown"),
    [
        ([2, 3, 3, 2], [3, 4, 4, 3]),
        ([2, 4, 3, 4, 2], [3, 4, 4, 5, 3]),
        ([4, 2, 5, 6], [3, 3, 4, 5]),
        ([2, 3, 4, 5, 6], [3, 4, 5, 6, 6]),
    ],
)
def test_headings_stand_below_the_pages_own_without_a_gap(of: list[int], shown: list[int]) -> None:
    assert levels(*of) == shown


def test_nothing_is_guessed_where_the_structure_is_known() -> None:
    plain, heading = ("A short line", None, None), ("A heading", "heading", 2)
    assert blocks(plain, ("More.", None, None))[0] == Paragraph("A short line", is_crosshead=True)
    assert blocks(heading, plain, ("More.", None, None))[1] == Paragraph("A short line", is_crosshead=False)


def test_lists_nest_by_their_levels() -> None:
    found = blocks(
        ("One", "numbered_item", 1),
        ("Inner", "list_item", 2),
        ("Innermost", "list_item", 4),
        ("Two", "numbered_item", 1),
        ("Another list", "list_item", 1),
        ("Between.", None, None),
        ("Deep at once", "list_item", 3),
        ("Shallower", "list_item", 1),
    )
    inner = ItemList(False, [Item("Inner", [ItemList(False, [Item("Innermost")])])])
    assert found == [
        ItemList(True, [Item("One", [inner]), Item("Two")]),
        ItemList(False, [Item("Another list")]),
        Paragraph("Between."),
        ItemList(False, [Item("Deep at once")]),
        ItemList(False, [Item("Shallower")]),
    ]


def test_paragraphs_of_one_quote_or_one_preformatted_text_stay_together() -> None:
    found = blocks(
        ("A", "quote", None), ("B", "quote", None), ("  x\ny", "preformatted", None), ("z", "preformatted", 1)
    )
    assert found == [Quote(["A", "B"]), Preformatted("  x\ny\n\nz")]


def test_entries_of_a_live_blog_follow_what_stands_above_them() -> None:
    shown = text(
        ("Above.", None, None),
        ("The bridge", "heading", 2),
        ("It is open.", None, None),
        ("A detail", "heading", 4),
        ("Without a title.", None, None),
        entries=[
            {"paragraph": 4, "published_at": "2026-11-19T07:00:00Z"},
            {"paragraph": 1, "title": "the  Bridge", "published_at": "2026-11-19T07:42:00Z"},
            {"paragraph": 9, "title": "Of a paragraph that is not there"},
        ],
    )
    assert shown.blocks == [Paragraph("Above.")]
    first, second = shown.entries
    assert (first.title, first.when) == ("the  Bridge", "19 November 2026, 07:42 UTC")
    assert first.blocks == [Paragraph("It is open."), Heading("A detail", 4)]
    assert (second.number, second.title, second.at) == (2, None, "2026-11-19T07:00:00Z")
    assert second.blocks == [Paragraph("Without a title.")]
    assert shown.is_outlined


def test_what_a_text_begins_with_is_its_first_plain_paragraph() -> None:
    assert (
        beginning(document(("Heading", "heading", 2), ("a | b", "table_row", None), ("Plain.", None, None))) == "Plain."
    )
    assert beginning(document(("Heading", "heading", 2))) == "Heading"
    assert beginning(document()) == ""


LETTERS = "b\u00e9\u0628"
TOLD = st.lists(
    st.tuples(
        st.text(st.sampled_from(f"a |\n{LETTERS}"), max_size=9),
        st.sampled_from([None, *PartKind]),
        st.none() | st.integers(-2, 40),
    ),
    max_size=12,
)
ENTRIES = st.lists(
    st.fixed_dictionaries({"paragraph": st.integers(-3, 20), "title": st.none() | st.just("a")}), max_size=4
)


@given(TOLD, ENTRIES)
def test_no_word_is_lost_whatever_the_structure_says(told: list[Told], entries: list[dict[str, Any]]) -> None:
    item = document(*told, entries=entries)
    shown = bytes(
        render("article.html", article=page(item | others(([], 0), "a")), story=None, similar=[]).body
    ).decode()
    body = shown.split('<div class="body"')[1].split(">", 1)[1].split("<footer")[0]
    words = re.sub("<[^>]*>", "", body)
    assert [words.count(letter) for letter in LETTERS] == [item["body"].count(letter) for letter in LETTERS]
