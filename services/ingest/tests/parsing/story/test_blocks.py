import pytest

from babelwire_contracts.content import PartKind

from .conftest import STORY, Blocks


def texts(page_blocks: Blocks, body: str) -> list[str]:
    return [block.text for block in page_blocks(body).blocks]


@pytest.mark.parametrize("tag", ["time", "label", "output", "nobr", "font", "bdi", "unheard-of"])
def test_an_element_that_is_no_box_is_part_of_its_sentence(blocks: Blocks, tag: str) -> None:
    assert texts(blocks, f"<p>They met on <{tag}>Tuesday</{tag}>, at noon.</p>") == ["They met on Tuesday, at noon."]


def test_a_drop_cap_begins_its_word(blocks: Blocks) -> None:
    assert texts(blocks, '<p><span class="cap">T</span>he ferry sails.</p>') == ["The ferry sails."]


def test_unclosed_paragraphs_in_a_table_of_layout_are_paragraphs(blocks: Blocks) -> None:
    body = f"<table><tr><td><a href=/>Home</a><td><p>{STORY[0]}<p>{STORY[1]}</table>"
    assert texts(blocks, body) == ["Home", STORY[0], STORY[1]]


def test_two_breaks_part_paragraphs_and_one_in_a_sentence_does_not(blocks: Blocks) -> None:
    body = f"<div>{STORY[0]}<br><br>Its crew<br>had asked.<br>On the first crossing<br />there were goats.</div>"
    assert texts(blocks, body) == [STORY[0], "Its crew had asked.", "On the first crossing there were goats."]


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("<div hidden>no</div>", []),
        ('<div style="color: red; DISPLAY : none">no</div>', []),
        ("<script>no()</script><style>no{}</style><template>no</template>", []),
        ("<p>a<ruby>字<rp>(</rp><rt>no</rt><rp>)</rp></ruby>b</p>", ["a字b"]),
    ],
)
def test_what_a_reader_does_not_see_is_no_text(blocks: Blocks, hidden: str, shown: list[str]) -> None:
    assert texts(blocks, hidden) == shown


def test_a_hidden_box_with_most_of_the_text_is_shown_by_a_script(blocks: Blocks) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY * 2)
    assert len(texts(blocks, f'<p>Loading.</p><div style="display:none">{paragraphs}</div>')) == 9


def test_kinds_and_levels_are_those_of_the_markup(blocks: Blocks) -> None:
    body = """<h2>Head</h2><ul><li>one<ol><li>two</li></ol></li></ul><blockquote><p>Said.</p></blockquote>
    <table><tr><th>Town</th><th>Rain</th></tr><tr><td>Mill</td><td>62 mm</td></tr></table><pre>a
    line

    another</pre>"""
    assert [(block.text, block.kind, block.level) for block in blocks(body).blocks] == [
        ("Head", PartKind.HEADING, 2),
        ("one", PartKind.LIST_ITEM, 1),
        ("two", PartKind.NUMBERED_ITEM, 2),
        ("Said.", PartKind.QUOTE, None),
        ("Town | Rain", PartKind.TABLE_HEAD, None),
        ("Mill | 62 mm", PartKind.TABLE_ROW, None),
        ("a line", None, None),
        ("another", None, None),
    ]


def test_links_are_told_from_text_and_the_site_s_own_from_others(blocks: Blocks) -> None:
    body = (
        '<p><a href="/a">All of it</a></p><p><a href="https://other.example.org/b">All of it</a></p>'
        '<p>half <a href="//www.news.example/c">half</a></p><p><a name="d">no link</a></p>'
    )
    found = [(round(block.links, 1), block.leads_out) for block in blocks(body).blocks]
    assert found == [(1.0, False), (1.0, True), (0.4, False), (0.0, False)]


def test_prose_weighs_and_scraps_do_not(blocks: Blocks) -> None:
    body = f"<p>{STORY[0]}</p><h2>{STORY[0]}</h2><p><a href=/x>{STORY[0]}</a></p><p>Too short.</p><p>By Jane Roe</p>"
    assert [block.weight > 0 for block in blocks(body).blocks] == [True, False, False, False, False]
