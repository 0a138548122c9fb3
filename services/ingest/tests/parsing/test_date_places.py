"""Where on a page the date stands, in the house styles of content systems."""

from datetime import UTC, datetime

import pytest

from .conftest import Parse
from .news_pages import HEADLINE, story

DAY = datetime(2024, 3, 12, tzinfo=UTC)
FIRST, *OTHERS = story()
TEXT = f"<p>{FIRST}</p>" + "".join(f"<p>{text}</p>" for text in OTHERS)
LEAD = "The ferry is back after nine days, and nobody on the two shores of the strait believed that it would be."


def page(body: str, head: str = "") -> str:
    html = f"<title>{HEADLINE} - Strait Post</title>{head}</head><body>{body}</body></html>"
    return f'<!doctype html><html lang="en"><head>{html}'


PLACES = [
    (
        '<main><article><header><span class="kicker">Transport</span> <span>12 March 2024</span>'
        f"<h1>{HEADLINE}</h1></header>{TEXT}</article></main>"
    ),
    (
        '<div id="page"><div class="post"><div class="post-meta">March 12, 2024</div>'
        f"<h1>{HEADLINE}</h1>{TEXT}</div></div>"
    ),
    (
        f'<article><h1>{HEADLINE}</h1><p class="lead">{LEAD}</p><div><span>By Jane Roe</span>'
        f"<span>12 March 2024</span></div>{TEXT}</article>"
    ),
    f"<article><header><h1>{HEADLINE}</h1><p>{LEAD}</p><p>12 March 2024</p></header>{TEXT}</article>",
    (
        f'<article><h1>{HEADLINE}</h1><ul class="meta"><li>By Jane Roe</li><li>12 March 2024</li>'
        f"<li>5 comments</li></ul>{TEXT}</article>"
    ),
    (
        f"<article><h1>{HEADLINE}</h1><dl><dt>Published</dt><dd>12 March 2024</dd><dt>Updated</dt>"
        f"<dd>13 March 2024</dd></dl>{TEXT}</article>"
    ),
    (
        f'<article><h1>{HEADLINE}</h1><figure><img src="/a.jpg">'
        f"<figcaption>The ferry at dawn.</figcaption></figure><p>12 March 2024</p>{TEXT}</article>"
    ),
    f'<article><h1>{HEADLINE}</h1>{TEXT}<p class="date">12 March 2024</p></article>',
    f"<article><h1>{HEADLINE}</h1>{TEXT}<p>Published on 12 March 2024 by Jane Roe</p></article>",
    f"<table><tr><td><h2>{HEADLINE}</h2></td></tr><tr><td>12 March 2024</td></tr><tr><td>{TEXT}</td></tr></table>",
    (
        f'<h1 class="logo">Strait Post</h1><div class="news"><h2>{HEADLINE}</h2>'
        f'<div class="d">12/03/2024 08:15</div><i>2024-03-12</i>{TEXT}</div>'
    ),
    (
        f'<h1>{HEADLINE}</h1><div class="elementor-widget elementor-widget-post-info">March 12, 2024</div>'
        f"<article>{TEXT}</article>"
    ),
    (
        f"<article><h1>{HEADLINE}</h1>"
        f'<div class="info"><a href="/authors/jane">Jane Roe</a> | <a href="/2024/03/12">March 12, 2024</a></div>'
        f"{TEXT}</article>"
    ),
    f"<article><h1>{HEADLINE}</h1><p>STRAIT, 12 March 2024 (Strait Post)</p>{TEXT}</article>",
]


@pytest.mark.parametrize("body", PLACES)
def test_the_date_is_found_where_content_systems_put_it(parsed: Parse, body: str) -> None:
    assert parsed(page(body)).content.published_at == DAY


NOWHERE = [
    (
        '<div class="top"><span>Tuesday, 12 March 2024</span></div><div class="wrap"><div class="main">'
        f"<h1>{HEADLINE}</h1>{TEXT}</div></div>"
    ),
    (
        f'<article><h1>{HEADLINE}</h1>{TEXT}</article><div class="list"><div><a href="/g">'
        '<h3>Goats at sea again and again</h3></a><span class="date">12 March 2024</span></div>'
        '<div><a href="/m"><h3>The mayor pays for it all</h3></a>'
        '<span class="date">13 March 2024</span></div></div>'
    ),
    (
        f"<article><h1>{HEADLINE}</h1>{TEXT}<h3>12 March 2024</h3><p>{OTHERS[0]}</p><h3>13 March 2024</h3>"
        f"<p>{OTHERS[1]}</p></article>"
    ),
    f"<article><h1>{HEADLINE}</h1>{TEXT}<p>The next ferry sails on 12 March 2024.</p></article>",
    (
        f"<article><h1>{HEADLINE}</h1>{TEXT}</article>"
        "<p>Registered at the court of Strait on 12 March 2004 under number 77</p>"
    ),
    (
        f'<article><h1>{HEADLINE}</h1>{TEXT}</article><section class="discussion">'
        '<div class="date">12 March 2024</div>I was there.</section>'
    ),
]


@pytest.mark.parametrize("body", NOWHERE)
def test_dates_elsewhere_are_not_that_of_publication(parsed: Parse, body: str) -> None:
    assert parsed(page(body)).content.published_at is None
