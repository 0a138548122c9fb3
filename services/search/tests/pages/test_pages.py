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
    assert "El Vigía del Puerto</bdi></a> (Spanish, Spain)" in text
    assert "shown by <a" in text
    assert "machine translation by the publisher" in text
    assert "first written in Spanish" in text
    assert "Source: el vigía" in text


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


def test_copies_are_named(client: httpx.Client) -> None:
    text = read(client, "/articles/ferry-en")
    assert "Also published by" in text
    assert "a translation, Spanish" in text


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
        ("/nowhere", 404),
        ("/search?from=soon", 422),
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
