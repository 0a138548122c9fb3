"""The page that shows two articles side by side."""

import re
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_comparison.alignment import align
from babelwire_contracts.document import BRIEF_FIELDS, public
from babelwire_search.pages.side_by_side import Mark, side_by_side

from ..conftest import MakeArticle
from ..memory_index import service_over

HARBOUR = "No ferry left the harbour until the wind turned in the evening"
REFRAIN = "so say we all of us who live by the harbour"
SECRET = "<script>alert('all who read this')</script>"

TEXTS = st.lists(
    st.sampled_from("the ferry sails at dawn, 橋が開く。 and\nbut\n\nso \n\n\n\n  & <b>".split(" ")), max_size=50
).map(" ".join)


def answer(one: str, other: str, **given: Any) -> dict[str, Any]:
    """As the API answers for two articles of these texts."""
    sides = {}
    for name, text in (("one", one), ("other", other)):
        document = public({"article_id": name, "language": "en"})
        sides[name] = {field: document[field] for field in BRIEF_FIELDS} | {"text": text}
    return sides | {"relation": "none", "alignment": msgspec.to_builtins(align(one, other))} | given


@given(TEXTS, TEXTS)
def test_every_word_of_both_texts_is_shown_once(one: str, other: str) -> None:
    shown = side_by_side(answer(one, other))
    for text, side in zip((one, other), shown.sides, strict=True):
        told = [["".join(piece.text for piece in paragraph)] for paragraph in side.paragraphs]
        assert [whole.split() for (whole,) in told] == [part.split() for part in text.split("\n\n") if part.strip()]


@given(TEXTS, TEXTS)
def test_what_moved_has_one_number_on_either_side(one: str, other: str) -> None:
    shown = side_by_side(answer(one, other))
    numbers = [[p.number for part in side.paragraphs for p in part if p.number] for side in shown.sides]
    assert sorted(numbers[0]) == sorted(numbers[1]) == list(range(1, shown.moved + 1))


def test_what_differs_is_marked_in_its_own_text_only() -> None:
    shown = side_by_side(answer("The bridge opens on Monday at noon.", "The bridge opens on Tuesday at noon."))
    for side, word in zip(shown.sides, ("Monday", "Tuesday"), strict=True):
        ((before, marked, after),) = side.paragraphs
        assert (before.mark, marked.text, marked.mark, after.mark) == (Mark.NONE, word, Mark.ONLY_HERE, Mark.NONE)
    assert [side.share for side in shown.sides] == ["85 %", "85 %"]


def test_a_passage_over_two_paragraphs_is_marked_in_both_and_numbered_once() -> None:
    moved, rest = f"{REFRAIN}.\n\nHard it was", f"{HARBOUR} and the boats came home."
    shown = side_by_side(answer(f"{moved}.\n\n{rest}", f"{rest}\n\n{moved}"))
    for side in shown.sides:
        pieces = [piece for part in side.paragraphs for piece in part if piece.mark is Mark.MOVED]
        assert [(piece.text, piece.number) for piece in pieces] == [(f"{REFRAIN}.", 1), ("Hard it was", None)]


def test_nothing_is_marked_where_nothing_is_shared() -> None:
    shown = side_by_side(answer("Olives are late.", "A comet came."))
    assert [piece.mark for side in shown.sides for part in side.paragraphs for piece in part] == [Mark.NONE] * 2


@pytest.fixture
def service(make_article: MakeArticle) -> httpx.AsyncClient:
    """Articles in both directions, two that copy a third, one that is hostile."""
    near = {"kind": "near", "of": "original", "score": 0.934, "rule": "minhash jaccard 0.934 >= 0.4"}
    arabic = "غادرت العبارة أوريليا ميناء كالدر بعد السابعة صباحا بقليل"
    return service_over(
        [
            make_article("original", body=f"Rain fell on Monday all day long.\n\n{HARBOUR}.\n\n{REFRAIN}."),
            make_article(
                "copy", body=f"{REFRAIN}.\n\nRain fell on Tuesday all day long.\n\n{HARBOUR}.", duplicate=near
            ),
            make_article("twin", body=f"{REFRAIN}.", duplicate=near | {"kind": "exact", "score": 1.0}),
            make_article(
                "translation",
                body="Il pleut lundi toute la journée.",
                language="fr",
                duplicate={"kind": "translated", "of": "original", "score": 0.97, "rule": "translated from en"},
                duplicate_group="original",
            ),
            make_article("hostile", title=SECRET, body=f"{REFRAIN} {SECRET}", publisher={"name": SECRET}),
            make_article("arabic", body=f"{arabic} وعلى متنها ركاب.", language="ar"),
            make_article("arabic-too", body=f"{arabic} وعلى متنها فرقة.", language="ar"),
            make_article("long", body="word " * 30_000),
            make_article("empty", body=""),
        ]
    )


async def read(service: httpx.AsyncClient, one: str, other: str) -> str:
    found = await service.get(f"/articles/{one}/copies/{other}")
    assert (found.status_code, found.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return " ".join(found.text.split())


async def test_marks_are_told_in_words_as_well(service: httpx.AsyncClient) -> None:
    text = await read(service, "original", "copy")
    aside = '<span class="unseen" lang="en" dir="ltr">{}</span>'
    assert f"<del>{aside.format('[only in the first text: ')}Monday{aside.format(']')}</del>" in text
    assert f"<ins>{aside.format('[only in the second text: ')}Tuesday{aside.format(']')}</ins>" in text
    assert 'aria-label="What the marks mean"' in text


async def test_what_moved_leads_to_its_other_place(service: httpx.AsyncClient) -> None:
    text = await read(service, "original", "copy")
    for here, there in (("first", "second"), ("second", "first")):
        (mark,) = re.findall(rf'<mark id="{here}-1">(.*?)</mark>', text)
        assert f'href="#{there}-1"' in mark
        assert REFRAIN in mark


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("copy", "original", "The first is a copy of the second: nearly the same text, similarity 0.93."),
        ("original", "copy", "The second is a copy of the first: nearly the same text, similarity 0.93."),
        ("copy", "twin", "The second is a copy of that article too: the same text, similarity 1.00."),
        ("copy", "twin", '<a href="/articles/original">The article that both copy</a>'),
        ("translation", "original", "The first is a translation of the second, with a probability of 0.97."),
        ("original", "hostile", "Neither is known to be a copy of the other."),
        ("original", "arabic", "No passage stands in both texts, which are in different languages."),
        ("original", "empty", "There is no text."),
        ("long", "original", "only the beginning of each, 100,000 characters, was compared"),
    ],
)
async def test_what_is_known_of_the_two_is_said(service: httpx.AsyncClient, one: str, other: str, said: str) -> None:
    assert said in await read(service, one, other)


async def test_markup_in_either_article_stays_text(service: httpx.AsyncClient) -> None:
    text = await read(service, "hostile", "original") + await read(service, "original", "hostile")
    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 6


async def test_each_text_is_in_its_own_direction(service: httpx.AsyncClient) -> None:
    text = await read(service, "arabic", "original")
    assert '<div class="body" lang="ar" dir="rtl">' in text
    assert '<div class="body" lang="en" dir="ltr">' in text
    both = await read(service, "arabic", "arabic-too")
    assert re.search(r"<del>.*?ركاب.*?</del>", both)


async def test_the_page_is_one_of_many_and_says_where_it_is(service: httpx.AsyncClient) -> None:
    text = await read(service, "original", "copy")
    assert '<link rel="canonical" href="http://127.0.0.1:8080/articles/original/copies/copy">' in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize(("other", "status"), [("nowhere", 404), ("original", 422)])
async def test_what_cannot_be_compared_is_told_as_a_page(service: httpx.AsyncClient, other: str, status: int) -> None:
    found = await service.get(f"/articles/original/copies/{other}")
    assert (found.status_code, found.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "To the latest news" in found.text
