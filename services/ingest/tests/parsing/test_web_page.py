from datetime import UTC, date, datetime

import pytest

from babelwire_contracts.content import ClueKind, Precision
from babelwire_ingest.parsing import NotAnArticle, UnreadableCapture

from .conftest import Parse

STORY = [
    "The ferry between the two towns sailed again on Monday after nine days in which nobody could cross the strait.",
    "Its crew had asked for a new engine, and the company answered with a new coat of paint, which did not help much.",
    "On the first crossing there were forty passengers, three goats and the mayor, who paid for his own ticket.",
    "The mediator will come on Thursday, weather allowing, and stay until the two sides have signed an agreement.",
]
ADDRESS = "https://www.strait.example/2021/06/19/ferry.html"


def page(head: str = "", above: str = "", below: str = "", story: list[str] | None = None, lang: str = "en") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in (STORY if story is None else story))
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
    <title>Ferry sails again - Strait Post</title>{head}</head>
    <body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
    <main><article><h1>Ferry sails again</h1>
    {above}{paragraphs}
    {below}</article></main><footer>© 2021 Strait Post. All rights reserved.</footer></body></html>"""


JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebSite", "name": "x"},
{"@type": ["NewsArticle"], "headline": "Ferry sails again",
"datePublished": "2021-06-18T09:30:00+02:00",
"author": [{"@type": "Person", "name": "Jane Roe"}],
"publisher": {"@type": "Organization", "name": "Strait Post"},
"articleSection": "Transport", "keywords": "ferry, strait", "inLanguage": "en-GB",
"image": {"@type": "ImageObject", "url": "/pictures/ferry.jpg"}},
{"@type": "VideoObject", "name": "The crossing", "duration": "PT1M12S", "uploadDate": "2021-06-18",
 "embedUrl": "https://video.example/embed/1"}]}</script>"""


def test_the_story_and_nothing_else(parsed: Parse) -> None:
    content = parsed(page(), url=ADDRESS).content
    assert content.title == "Ferry sails again"
    assert content.body.split("\n\n") == STORY
    assert content.lead is None
    assert (content.publisher.name, content.publisher.domain) == ("Strait Post", "strait.example")


def test_json_ld_is_read(parsed: Parse) -> None:
    content = parsed(page(JSON_LD), url=ADDRESS).content
    assert content.published_at == datetime(2021, 6, 18, 7, 30, tzinfo=UTC)
    assert (content.published_at_source, content.published_at_precision) == ("json-ld datePublished", Precision.SECOND)
    assert (content.authors, content.categories, content.keywords) == (["Jane Roe"], ["Transport"], ["ferry", "strait"])
    assert content.publisher.name == "Strait Post"
    assert content.declared_language == "en-GB"
    assert content.images[0].url == "https://www.strait.example/pictures/ferry.jpg"
    assert (content.videos[0].title, content.videos[0].duration_seconds) == ("The crossing", 72)


@pytest.mark.parametrize(
    ("head", "source", "at"),
    [
        (
            '<meta property="article:published_time" content="2021-06-18T07:30Z">',
            "meta article:published_time",
            datetime(2021, 6, 18, 7, 30, tzinfo=UTC),
        ),
        ('<meta name="date" content="18 June 2021">', "meta date", datetime(2021, 6, 18, tzinfo=UTC)),
        ("", "url path", datetime(2021, 6, 19, tzinfo=UTC)),
    ],
)
def test_the_source_of_a_date_is_named(parsed: Parse, head: str, source: str, at: datetime) -> None:
    content = parsed(page(head), url=ADDRESS).content
    assert (content.published_at_source, content.published_at) == (source, at)


def test_midnight_is_only_a_day(parsed: Parse) -> None:
    head = '<meta property="article:published_time" content="2021-06-18T00:00:00+02:00">'
    content = parsed(page(head)).content
    assert (content.published_at, content.published_at_precision) == (datetime(2021, 6, 18, tzinfo=UTC), Precision.DAY)


def test_a_marked_lead_is_no_part_of_the_body(parsed: Parse) -> None:
    content = parsed(page(above='<p class="article__lead">Nine days late, and nobody cheered.</p>')).content
    assert content.lead == "Nine days late, and nobody cheered."
    assert content.body.split("\n\n") == STORY


def test_captions_are_data(parsed: Parse) -> None:
    figure = (
        '<figure><img src="/a.jpg"><figcaption>The ferry at dawn. '
        '<span class="credit">Ole Lund / NTB</span></figcaption></figure>'
        '<figure><img src="b.jpg"><figcaption>The mayor. (Ida Vik / AFP) AFP</figcaption></figure>'
    )
    content = parsed(page(above=figure), url=ADDRESS).content
    assert [(image.url, image.caption, image.credit) for image in content.images] == [
        ("https://www.strait.example/a.jpg", "The ferry at dawn.", "Ole Lund / NTB"),
        ("https://www.strait.example/2021/06/19/b.jpg", "The mayor.", "Ida Vik / AFP"),
    ]
    assert "mayor." not in content.body


def test_a_canonical_address_of_the_same_site_is_trusted(parsed: Parse) -> None:
    own = parsed(page('<link rel="canonical" href="/ferry">'), url=ADDRESS).content
    other = parsed(page('<link rel="canonical" href="https://evil.example/ferry">'), url=ADDRESS).content
    assert own.canonical_url == "https://www.strait.example/ferry"
    assert other.canonical_url == ADDRESS


def test_what_is_printed_around_the_story_becomes_clues(parsed: Parse) -> None:
    below = "<p>Translated by Ida Vik</p><p>Source: Karnavisen</p>"
    content = parsed(page('<meta name="generator" content="Press 6">', below=below)).content
    said = {(clue.kind, clue.words) for clue in content.clues}
    assert {
        (ClueKind.HTML_LANG, "en"),
        (ClueKind.GENERATOR, "Press 6"),
        (ClueKind.TRANSLATION_NOTE, "Translated by Ida Vik"),
        (ClueKind.SOURCE_LINE, "Source: Karnavisen"),
    } <= said
    assert content.declared_origin is not None
    assert content.declared_origin.name == "Karnavisen"
    assert content.body.split("\n\n") == STORY


def test_a_page_with_the_furniture_of_page_text_is_read_by_its_rules(parsed: Parse) -> None:
    html = f"""<html lang="en"><head><title>Ferry sails again</title></head><body><div>The Wider Strait</div>
    <div>Now you read them all...</div><h1>Ferry sails again</h1><p class="lead">Nine days late.</p>
    <p>{STORY[0]}</p><p>The crew</p><p>asked for a new engine</p><p>, and got paint.</p>
    <p>The ferry at dawn. (Ole Lund / NTB) NTB</p><p>{STORY[2]}</p><p>The crossing, without cuts</p>
    <p>June 9, 202100: 44</p>
    <p>{STORY[3]}</p><p>With information from NTB.</p><p>Source: karnavisen</p><p>All news articles on 2021-06-19</p>
    <p>Similar news:</p>
    <div>News/Politics 2021-10-21T21:22:48.263Z</div>
    <footer>© Communities 2019 - Privacy</footer></body></html>"""
    content = parsed(html, url="https://wider.example/ferry").content
    assert content.title == "Ferry sails again"
    assert content.lead == "Nine days late."
    assert content.body.split("\n\n") == [
        STORY[0],
        "The crew asked for a new engine, and got paint.",
        STORY[2],
        STORY[3],
    ]
    assert content.publisher.name == "The Wider Strait"
    assert content.declared_origin is not None
    assert content.declared_origin.name == "karnavisen"
    assert content.credits == ["NTB"]
    assert content.published_at_source == "archive line"
    assert (content.images[0].credit, content.videos[0].duration_seconds) == ("Ole Lund / NTB", 44)


TEASERS = "".join(
    f'<div><h3><a href="/{n}">Headline number {n} of the day</a></h3><p>{text}</p></div>'
    for n, text in enumerate(STORY * 3)
)


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (page(), "https://strait.example/", "front page"),
        (f"<html><title>Sport</title><body><main><h1>Sport</h1>{TEASERS}</main></body></html>", None, "section"),
        (
            page(story=["We use cookies and similar technologies. Accept all cookies to go on reading this page."]),
            None,
            "consent",
        ),
        (
            page(story=["The page you are looking for does not exist any more, or never did, or has moved."]),
            None,
            "error page",
        ),
        (
            page(
                story=["Log in with your e-mail address and your password to go on to your own account page."],
                above='<form><input type="password"></form>',
            ),
            None,
            "log in",
        ),
        ("<html><body><p></p></body></html>", None, "no title|no text"),
        (page(story=[]), None, "no text"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(parsed: Parse, html: str, url: str | None, reason: str) -> None:
    with pytest.raises(NotAnArticle, match=reason):
        parsed(html, url=url)


def test_an_article_that_speaks_of_cookies_stays_one(parsed: Parse) -> None:
    story = [
        *STORY,
        "The company's site says that it uses cookies: 'We use cookies', it tells each passenger. " + STORY[0],
    ] * 3
    assert parsed(page(story=story)).content.title == "Ferry sails again"


@pytest.mark.parametrize("body", [b"", b"\x00\x00", b"   "])
def test_nothing_is_unreadable(parsed: Parse, body: bytes) -> None:
    with pytest.raises((UnreadableCapture, NotAnArticle)):
        parsed(body)


@pytest.mark.parametrize(
    "player",
    [
        '<video src="/v/1.mp4"></video>',
        '<iframe src="/v/1.mp4?/embed/"></iframe>',
        '<video><source src="/v/1.mp4"></video>',
    ],
)
def test_a_figure_that_plays_is_a_video_and_no_picture(parsed: Parse, player: str) -> None:
    figure = (
        f'<figure data-duration="72">{player}<img src="/poster.jpg"><figcaption>Первый рейс '
        '<time datetime="2021-06-18">18 июня</time> <span class="credit">Анна Рой</span></figcaption></figure>'
    )
    content = parsed(page(above=figure), url="https://strait.example/a").content
    assert content.images == []
    assert [(v.title, v.date, v.duration_seconds) for v in content.videos] == [("Первый рейс", date(2021, 6, 18), 72)]
    assert (content.videos[0].url or "").startswith("https://strait.example/v/1.mp4")


def test_a_figure_with_a_frame_that_is_no_player_keeps_its_caption(parsed: Parse) -> None:
    figure = '<figure><iframe src="/chart.html"></iframe><figcaption>Рейсы по дням</figcaption></figure>'
    content = parsed(page(above=figure), url="https://strait.example/a").content
    assert (content.videos, [image.caption for image in content.images]) == ([], ["Рейсы по дням"])


def test_a_title_that_the_site_calls_its_name_is_a_title_still(parsed: Parse) -> None:
    named = page('<meta name="application-name" content="Ferry sails again">').replace(
        " - Strait Post</title>", "</title>"
    )
    assert parsed(named, url=ADDRESS).content.title == "Ferry sails again"


def test_weak_marks_refuse_no_text_of_several_paragraphs(parsed: Parse) -> None:
    marks = """<script type="application/ld+json">[{"@type": "VideoObject", "name": "A"}, {"@type": "FAQPage"}]</script>
    <meta name="robots" content="noindex">"""
    below = '<form><input type="password"><input type="radio"><input type="radio"></form>'
    assert parsed(page(marks, below=below)).content.body.split("\n\n") == STORY


TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)


def test_a_text_that_only_browsers_without_scripts_are_shown_is_read(parsed: Parse) -> None:
    template = f"<script type='text/template'>{TEXT}</script><noscript><div>{TEXT * 2}</div></noscript>"
    assert parsed(page(above=template, story=[]), url=ADDRESS).content.body.startswith("\n\n".join(STORY))


def test_a_request_to_run_scripts_is_no_text(parsed: Parse) -> None:
    with pytest.raises(NotAnArticle):
        parsed(page(above="<noscript><p>To read this site, please let it run scripts.</p></noscript>", story=[]))


def test_a_box_with_most_of_the_text_is_no_embedded_post(parsed: Parse) -> None:
    post = f"<div class='instagram-media' data-instgrm-permalink='https://www.instagram.com/p/abc/'>{TEXT * 2}</div>"
    content = parsed(page(above=post, story=[]), url=ADDRESS).content
    assert content.body.startswith("\n\n".join(STORY))
    assert content.embeds == []


@pytest.mark.parametrize(
    "around",
    [
        pytest.param(("<span class=x>" * 1500, ""), id="1500 spans that nobody closes"),
        pytest.param(("<div>" * 400, "</div>" * 400), id="400 boxes"),
    ],
)
def test_deep_nesting_costs_no_word(parsed: Parse, around: tuple[str, str]) -> None:
    content = parsed(page(above=f"{around[0]}{TEXT}{around[1]}", story=[]), url=ADDRESS).content
    assert content.body.split("\n\n") == STORY


@pytest.mark.parametrize("character", ["\x14", "&#20;", "&#x1F;", "\x0b", "&#65535;"])
def test_a_control_character_costs_itself_alone(parsed: Parse, character: str) -> None:
    hidden = f"<p>A goat<span hidden>er</span> s{character}wims<ruby>.<rt>x{character}</rt></ruby>{character}</p>"
    content = parsed(page(below=hidden), url=ADDRESS).content
    assert content.body.split("\n\n")[-1] == "A goat swims."
