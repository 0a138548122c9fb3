"""Which text of a page is the article's: each rule on a page that is wrong without it."""

import pytest

from babelwire_contracts.content import Part, PartKind
from babelwire_ingest.parsing.web_page.story.text import structure

from .conftest import OTHER, STORY, TEXT, TITLE, Find

H1 = f"<h1>{TITLE}</h1>"
CONSENT = "We and our 213 partners use cookies to store and read information on your device, and to show advertising. "


def body(found: object) -> list[str]:
    return [block.text for block in found.blocks]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "around",
    [
        '<nav><a href="/a">{0}</a></nav>',
        '<div class="related"><p>{0}</p></div>',
        '<div role="complementary"><p>{0}</p></div>',
        '<div class="cookie-layer"><p>' + CONSENT * 12 + "</p></div>",
        '<section id="comments"><p>{0}</p><p>{0} And more of it.</p><p>{0} And again.</p><p>{0} I say.</p></section>',
        '<div><h3><a href="/b">Bakers agree</a></h3><p>{0}</p></div>',
        '<div class="box"><p><a href="/b">Bakers agree</a></p><p>{0}</p><p><a href="/c">More</a></p></div>',
        '<div><img src="/i.jpg"><span>{0}</span></div>',
        '<div><input type="email"><p>{0}</p></div>',
        '<div><iframe src="/v"></iframe><p>{0}</p></div>',
        '<ul><li><a href="/b">Bakers agree on one price</a></li><li><a href="/c">Goats at large</a></li></ul>',
    ],
)
@pytest.mark.parametrize("where", ["before", "after", "between"])
def test_what_stands_apart_is_no_text(find: Find, around: str, where: str) -> None:
    box = around.format(OTHER)
    page = {
        "before": f"{box}<article>{H1}{TEXT}</article>",
        "after": f"<article>{H1}{TEXT}{box}</article>",
        "between": f"<article>{H1}<p>{STORY[0]}</p><p>{STORY[1]}</p>{box}<p>{STORY[2]}</p><p>{STORY[3]}</p></article>",
    }[where]
    assert body(find(page)) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Read also: <a href='/b'>Bakers agree on one price for a loaf</a></p>",
        "<p>Weiterlesen im Dossier: <a href='/b'>Die Bäcker einigen sich auf einen Preis</a></p>",
        "<p>Suivez-nous sur Facebook pour ne rien manquer.</p>",
        "<p>Advertisement</p>",
        "<p>11:52</p>",
        "<p><a href='/b'>Bakers agree on one price for a loaf</a></p>",
    ],
)
def test_lines_of_the_house_between_paragraphs_are_no_text(find: Find, line: str) -> None:
    page = f"{H1}<div><p>{STORY[0]}</p><p>{STORY[1]}</p>{line}<p>{STORY[2]}</p><p>{STORY[3]}</p></div>"
    assert body(find(page)) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Jane Roe is a reporter of this paper, and lives by the strait.",
        "© 2021 Strait Post",
        "This article appeared in print on page A4 of Tuesday's edition.",
        "Sign up for our newsletter, and have the strait in your inbox each morning.",
        "Bizi Facebook sayfamızda takip edin.",
        "ताजा खबरों के लिए हमारे Facebook पेज से जुड़ें।",
    ],
)
def test_lines_of_the_house_end_no_text(find: Find, line: str) -> None:
    assert body(find(f"<div>{H1}{TEXT}<p>{line}</p></div>", writers=("Jane Roe",))) == list(STORY)


def test_comments_and_keywords_end_the_text(find: Find) -> None:
    page = f"<div>{H1}{TEXT}<p>Comments (2)</p><p>{OTHER}</p></div>"
    assert body(find(page)) == list(STORY)
    assert body(find(page.replace("Comments (2)", "Tags: ferry, strait"))) == list(STORY)


def test_an_article_about_such_lines_keeps_them(find: Find) -> None:
    said = "Subscribers of the newsletter say that they would rather read the comments than the cookie notice."
    assert body(find(f"<div>{H1}<p>{said}</p>{TEXT}</div>")) == [said, *STORY]


def test_a_list_of_links_to_other_sites_is_text(find: Find) -> None:
    links = ('<a href="https://shop.example.org/1">The engine</a>', '<a href="//paint.example.org">The paint</a>')
    items = "<ul>" + "".join(f"<li>{link}</li>" for link in links) + "</ul>"
    found = find(f"<div>{H1}{TEXT}{items}</div>")
    assert body(found) == [*STORY, "The engine", "The paint"]
    assert structure(found.blocks) == [
        Part(paragraph=4, kind=PartKind.LIST_ITEM, level=1),
        Part(paragraph=5, kind=PartKind.LIST_ITEM, level=1),
    ]


def test_parts_of_one_text_in_boxes_of_one_kind_belong_together(find: Find) -> None:
    parts = "".join(f'<section class="part"><p>{text}</p></section>' for text in STORY)
    assert body(find(f"<main>{H1}{parts}</main>")) == list(STORY)


def test_of_two_articles_the_one_under_the_headline_is_meant(find: Find) -> None:
    other = f"<article><h2>Bakers agree</h2><p>{OTHER}</p><p>{OTHER[:-1]}, or so they say.</p></article>"
    assert body(find(f"<main>{other}<article>{H1}{TEXT}</article>{other}</main>")) == list(STORY)


def test_a_name_that_most_of_the_prose_bears_says_nothing(find: Find) -> None:
    named = TEXT.replace("<p>", '<p class="widget">')
    assert body(find(f"<div>{H1}{named}</div>")) == list(STORY)


def test_a_pull_quote_is_said_once(find: Find) -> None:
    quote = f"<blockquote>{STORY[1][:80]}</blockquote>"
    assert body(find(f"<div>{H1}{TEXT}{quote}<p>{OTHER}</p></div>")) == [*STORY, OTHER]


def test_the_sentence_under_the_headline_and_above_the_text_is_the_lead(find: Find) -> None:
    found = find(f"<header>{H1}<p>{OTHER}</p><p>By Jane Roe</p></header><div>{TEXT}</div>")
    assert (found.lead, body(found)) == (OTHER, list(STORY))


def test_a_line_that_signs_and_dates_is_no_text(find: Find) -> None:
    found = find(f"<div>{H1}<p>{STORY[0]}</p><p>Jane Roe · 12 March 2024, 08:15</p>{TEXT[len(STORY[0]) + 7 :]}</div>")
    assert body(found) == list(STORY)


def test_no_prose_is_no_text(find: Find) -> None:
    assert body(find(f"<div>{H1}<p>Home</p><p><a href='/'>Sport</a></p></div>")) == []


def test_a_longer_text_far_below_the_headline_is_another(find: Find) -> None:
    others = "".join(f"<p>{OTHER} For the {number}th time.</p>" for number in range(7))
    assert body(find(f"<div>{H1}{TEXT}</div><div class='layer'>{others}</div>")) == list(STORY)


def test_a_lead_in_the_box_of_the_headline_is_not_the_text(find: Find) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in STORY[1:])
    page = f"<main><div>{H1}<p>{STORY[0]}</p></div><div><div><p>It rained.</p>{text}</div></div></main>"
    found = find(page, description=STORY[0])
    assert found.lead == STORY[0]
    assert body(found) == ["It rained.", *STORY[1:]]


def test_paragraphs_above_a_box_with_the_rest_begin_the_text(find: Find) -> None:
    rest = "".join(f"<p>{paragraph} And so on, and on, as the mayor says.</p>" for paragraph in STORY * 2)
    page = f"<h1>{TITLE}</h1><div><p>{STORY[0]}</p><p>{STORY[1]}</p><div class='wall'>{rest}</div></div>"
    assert body(find(page))[:2] == [STORY[0], STORY[1]]


def test_a_teaser_that_leads_nowhere_is_the_articles_own(find: Find) -> None:
    page = f"<div>{H1}<div class='teaser-text'><p>{OTHER}</p></div><div>{TEXT}</div></div>"
    assert find(page).lead == OTHER
    assert find(page.replace(OTHER, f"<a href='/b'>{OTHER}</a>")).lead is None


def test_the_writers_own_link_makes_no_teaser_of_the_first_paragraph(find: Find) -> None:
    first = f"<section><p><a href='/authors/9'>Jane Roe</a></p><p>{STORY[0]}</p></section>"
    page = f"{H1}<div>{first}<section>{TEXT.replace(f'<p>{STORY[0]}</p>', '')}</section></div>"
    found = find(page, writers=("Jane Roe",))
    assert found.lead == STORY[0] or body(found)[0] == STORY[0]
