"""The pages as HTML, over the invented articles."""

import httpx
import pytest

pytestmark = pytest.mark.stack


def read(client: httpx.Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_an_article_says_who_wrote_it_and_who_shows_it(client: httpx.Client) -> None:
    text = " ".join(read(client, "/articles/ferry-tidal").split())
    section = text.split('aria-label="Where this comes from">')[1].split("</section>")[0]
    vigia = '<a href="/search?origin=El%20Vig%C3%ADa%20del%20Puerto"><bdi>El Vigía del Puerto</bdi></a>'
    tides = '<a href="/search?publisher=The%20Limited%20Tides"><bdi>The Limited Tides</bdi></a>'
    assert (
        f"Written in Spanish by {vigia}; shown in English and Spanish by {tides}, almost certainly translated by"
        " machine: the page names its source, and the site says of itself that it shows news from elsewhere."
    ) in section
    assert "<bdi>El Vigía del Puerto</bdi>: Spanish, Spain; named here as “<bdi>el vigía</bdi>”" in section
    assert "In English and Spanish: 80 % and 20 %" in section


def test_the_evidence_is_folded_away_in_the_language_of_its_words(client: httpx.Client) -> None:
    text = " ".join(read(client, "/articles/ferry-es").split())
    folded = text.split("<summary>How we know</summary>")[1].split("</details>")[0]
    assert '<q lang="" dir="auto">Traducción: Carmen Ruiz</q>' in folded
    assert '<span lang="en" dir="ltr">Harbour Gazette writes in English; the text is in Spanish</span>' in folded
    assert "note on translation, text line 14<" in folded


def test_text_is_in_its_own_language_and_direction(client: httpx.Client) -> None:
    text = read(client, "/articles/ferry-ar")
    assert '<html lang="en">' in text
    assert '<h1 id="title" lang="ar" dir="rtl">' in text
    assert '<div class="body" lang="ar" dir="rtl">' in text
    assert 'lang="" dir="auto"' in read(client, "/articles/und-short")


def test_dates_are_told_as_exactly_as_they_are_known(client: httpx.Client) -> None:
    assert ">19 November 2026</time>" in read(client, "/articles/ferry-tidal")
    assert ">19 November 2026, 07:42 UTC</time>" in read(client, "/articles/ferry-en")
    assert "published: not stated" in read(client, "/articles/undated-en")


def test_what_a_revision_changed_is_told_with_its_time(client: httpx.Client) -> None:
    text = " ".join(read(client, "/articles/ferry-en").split())
    since = '<time datetime="2026-11-19T06:10:00.000000Z">the version of 19 November 2026, 06:10 UTC</time>'
    assert f"<summary>What changed since {since}</summary>" in text
    gone, new = text.split('aria-label="Changed sentences"')[1].split("</ul>")[0].split("<ins>")
    assert "[removed: </span>No date has been set.<span" in gone
    assert "[added: </span>The first boat leaves on Friday.<span" in new
    assert "More than is shown" not in text
    assert "What changed" not in read(client, "/articles/ferry-ar")
    odd = read(client, "/articles/escape-en")
    assert "What changed since <span>the version before</span>" in odd
    assert "More than is shown has changed." in odd


def test_a_text_has_the_structure_of_its_page(client: httpx.Client) -> None:
    text = " ".join(read(client, "/articles/account-en").split())
    body = text.split('<div class="body" lang="en" dir="ltr">')[1].split("</article>")[0]
    for part in (
        "<h3>What the account says</h3>",
        "<h4>Passengers by harbour</h4>",
        "<li>More than half of them live on the island.</li>",
        '<th scope="col" class="number">2026</th>',
        '<th scope="row">Marra</th><td class="number">512,000</td>',
        '<td colspan="6">Harbours of the mainland</td>',
        "<blockquote><p>“You cannot plan",
        "<pre>DEP MARRA 07:05",
    ):
        assert part in body, part
    assert '<h2 class="unseen">The text</h2>' in text
    assert "Marra | 512,000" not in text


def test_what_stands_beside_a_text_is_told_and_linked_and_nothing_of_it_loaded(client: httpx.Client) -> None:
    text = " ".join(read(client, "/articles/account-en").split())
    assert "6:12 · 6 October 2026" in text
    assert "Listen to it at its site" in text
    assert "<bdi>Marra Port</bdi> at <bdi>x.com</bdi>" in text
    assert 'hreflang="fr-CA" rel="noopener noreferrer nofollow"><bdi>French (Canada)</bdi>' in text
    assert not any(f"<{tag}" in text for tag in ("img", "audio", "video", "iframe", "script"))


def test_a_change_and_a_text_cut_short_are_said(client: httpx.Client) -> None:
    text = " ".join(read(client, "/articles/account-en").split())
    assert 'changed <time datetime="2026-10-07T08:30:00Z">7 October 2026, 08:30 UTC</time>' in text
    assert '<meta property="article:modified_time" content="2026-10-07T08:30:00Z">' in text
    assert "Only a part of the text is here: the page keeps the rest for its subscribers." in text
    assert "Read on at <bdi>marra-post.example</bdi>" in text
    walled = read(client, "/articles/storm-en")
    assert "The page says that it is for subscribers only." in walled
    assert "Read on" not in walled
    assert "subscribers" not in read(client, "/articles/storm-ar")
    assert '<span class="badge">part of the text</span>' in read(client, "/search?q=account+strait+passengers")


def test_entries_of_a_live_blog_are_told_with_their_times(client: httpx.Client) -> None:
    text = " ".join(read(client, "/articles/storm-en").split())
    first, second = text.split('<section class="entry"')[1:]
    assert '<time datetime="2026-10-05T17:05:00Z" lang="en" dir="ltr">5 October 2026, 17:05 UTC</time>' in first
    assert first.count("All barges sail again") == 1
    assert "<pre>MAYDAY" in second


def test_copies_are_named(client: httpx.Client) -> None:
    text = read(client, "/articles/ferry-en")
    assert "Also published by" in text
    assert "a translation, Spanish" in text


@pytest.mark.parametrize(("article", "other"), [("ferry-en", "ferry-en-copy"), ("ferry-en-copy", "ferry-en")])
def test_a_copy_leads_to_both_texts_side_by_side(client: httpx.Client, article: str, other: str) -> None:
    address = f"/articles/{article}/copies/{other}"
    assert f'href="{address}">Compare the two texts' in read(client, f"/articles/{article}")
    text = " ".join(read(client, address).split())
    assert "100 % of the words of the first stand in the second too" in text
    assert "the same text, similarity 1.00" in text


def test_markup_in_an_article_stays_text(client: httpx.Client) -> None:
    for path in ("/articles/escape-en", "/search?q=markup+notice", "/search?q=%3Cscript%3E", "/days/2026-11-13"):
        text = read(client, path)
        assert "<script" not in text
        assert "javascript:" not in text
        assert "<i>Writer" not in text


def test_links_away_tell_nothing(client: httpx.Client) -> None:
    text = read(client, "/articles/ferry-en")
    away = [part for part in text.split("<a ")[1:] if 'href="http' in part.split(">")[0]]
    assert away
    assert all('rel="noopener noreferrer nofollow"' in part for part in away)
    assert "<img" not in text


def test_nothing_found_offers_a_way_on(client: httpx.Client) -> None:
    text = read(client, "/search?q=olive+harvist")
    assert "No article matches." in text
    assert "Did you mean" in text


def test_a_form_left_empty_is_no_error(client: httpx.Client) -> None:
    assert "articles" in read(client, "/search?q=&from=&to=&sort=&duplicates=collapse")


@pytest.mark.parametrize("path", ["/", "/search?q=ferry", "/articles/ferry-en", "/days/2026-11-18", "/trends"])
def test_a_parameter_that_a_page_does_not_know_is_ignored(client: httpx.Client, path: str) -> None:
    assert read(client, path + ("&" if "?" in path else "?") + "utm_source=x&fbclid=y")


@pytest.mark.parametrize(
    "path",
    [
        "/?language=klingonish",
        "/search?language=klingonish",
        "/search?original_language=klingonish",
        "/search?language=es&language=klingonish",
        "/days/2026-11-18?language=klingonish",
        "/?reader=klingonish",
        "/search?reader=klingonish",
        "/days/2026-11-18?reader=klingonish",
        "/search?from=klingonish",
        "/search?to=klingonish",
    ],
)
def test_a_value_that_cannot_be_read_is_told_and_nothing_is_shown_instead(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "klingonish” is not a" in answer.text
    assert 'href="/articles/' not in answer.text
    assert 'role="search"' in answer.text


def test_the_filter_that_cannot_be_read_can_be_taken_off(client: httpx.Client) -> None:
    text = client.get("/search?q=ferry&language=klingonish").text
    assert "Language: klingonish" in text
    assert '<a href="/search?q=ferry">' in text


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/", "/"),
        ("/?utm_source=x", "/"),
        ("/?language=es&utm_source=x", "/?language=es"),
        ("/articles/ferry-en?utm_source=x", "/articles/ferry-en"),
        ("/articles/ferry-en/copies/ferry-ar?x=y", "/articles/ferry-en/copies/ferry-ar"),
        ("/days/20261118", "/days/2026-11-18"),
        ("/trends?window=7d&x=y", "/trends?window=7d"),
        ("/search?x=y&q=ferry", "/search?q=ferry"),
    ],
)
def test_pages_name_their_address_and_what_they_are(client: httpx.Client, path: str, canonical: str) -> None:
    text = read(client, path)
    whole = f"{client.base_url}".rstrip("/") + canonical
    assert f'<link rel="canonical" href="{whole}">' in text
    assert f'<meta property="og:url" content="{whole}">' in text
    for name in ("title", "type", "image", "description", "site_name"):
        value = text.split(f'<meta property="og:{name}" content="')[1].split('"')[0]
        assert value, name


def test_a_shared_article_shows_its_headline(client: httpx.Client) -> None:
    text = read(client, "/articles/ferry-en")
    headline = text.split('<h1 id="title"')[1].split(">")[1].split("<")[0]
    assert f'<meta property="og:title" content="{headline}">' in text
    assert '<meta property="og:type" content="article">' in text
    assert '<meta property="article:published_time" content="2026-11-19T07:42:00Z">' in text


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/favicon.ico", "image/x-icon"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/static/share.png", "image/png"),
    ],
)
def test_what_browsers_and_crawlers_ask_for_is_there(client: httpx.Client, path: str, media_type: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.content


def test_what_nobody_knows_is_said_quietly(client: httpx.Client) -> None:
    text = read(client, "/articles/und-short")
    assert "<strong>" not in text
    assert "not known whether" not in text.split("</header>")[1]
    assert "Nothing tells whether this text is a translation." in text.split('<footer class="beside small">')[1]
    section = text.split('aria-label="Where this comes from">')[1].split("</section>")[0]
    assert "translat" not in section


def test_evidence_that_contradicts_itself_is_told_quietly(client: httpx.Client) -> None:
    text = " ".join(read(client, "/articles/escape-en").split())
    above, below = text.split('<footer class="beside small">')
    assert "translat" not in above.split('aria-label="Where this comes from">')[1].split("</section>")[0]
    assert "<summary>It is not clear whether this text is a translation</summary>" in below
    assert (
        "The evidence contradicts itself: a line at the foot of the page speaks of translation,"
        " but this site writes in English."
    ) in below


def test_pages_go_on_to_the_end(client: httpx.Client) -> None:
    seen = set()
    path = "/search?q=Port+Calder&sort=newest&size=10"
    while path:
        text = read(client, path)
        hrefs = [part.split('"')[0] for part in text.split('<a href="/articles/')[1:]]
        seen |= {href.split("#")[0] for href in hrefs}
        after = text.split('rel="next" href="')
        path = after[1].split('"')[0].replace("&amp;", "&") if len(after) > 1 else ""
    assert len(seen) == 26


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles/none", 404),
        ("/articles/ferry-en/copies/none", 404),
        ("/articles/ferry-en/copies/ferry-en", 422),
        ("/nowhere", 404),
        ("/search?size=0", 422),
        ("/search?cursor=abc", 400),
        ("/days/x", 422),
    ],
)
def test_failures_are_pages(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "To the latest news" in answer.text


def test_days_go_to_the_last_one(client: httpx.Client) -> None:
    assert client.get("/days").headers["location"] == "/days/2026-11-19"
    assert client.get("/days?date=2026-11-13").headers["location"] == "/days/2026-11-13"
