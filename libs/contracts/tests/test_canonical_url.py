"""One form per address, and whom to believe about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts.canonical_url import InvalidUrl, canonical_url, registrable_domain, trusted_canonical_url
from babelwire_contracts.identity import article_id


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Example.COM:80/a/../b#top", "http://www.example.com/b"),
        ("https://news.example/a?utm_source=x&b=2&a=1&fbclid=9", "https://news.example/a?a=1&b=2"),
        ("https://bücher.example/ü?q=%c3%bc", "https://xn--bcher-kva.example/%C3%BC?q=%C3%BC"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example。/a", "https://news.example/a"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://[2001:DB8:0::1]/a", "https://[2001:db8::1]/a"),
        ("  https://news.example/a  ", "https://news.example/a"),
    ],
)
def test_canonical_form(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("https://user:secret@news.example/", "credentials"),
        ("https:///path", "host"),
        ("https://../path", "host"),
        ("https://news.example:99999/", "not a URL"),
        ("https://[::1", "not a URL"),
        ("https://a b.example/", "not a valid name"),
        ("https://news.example/" + "a" * 3000, "characters"),
        ("https://[::пять]/", "not a URL"),
        ("https://[v1.x:y]/", "no IPv6 address"),
        ("https://[fe80::1%пять]/", "zone"),
        ("https://news.example[::1]:8080/", "not a valid name"),
        (r"https://news.example\.other.example/", "not a valid name"),
    ],
)
def test_what_is_no_news_address_is_refused_by_name(url: str, part: str) -> None:
    with pytest.raises(InvalidUrl, match=part):
        canonical_url(url)


@given(st.text(max_size=80))
def test_canonical_form_is_its_own_or_refused(text: str) -> None:
    try:
        once = canonical_url("https://news.example/" + text)
    except InvalidUrl:
        return
    assert canonical_url(once) == once


@given(st.text(max_size=60))
def test_anything_else_is_refused_and_never_breaks(text: str) -> None:
    try:
        canonical_url(text)
    except InvalidUrl as error:
        assert str(error)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("https://www.paper.example/story", "https://www.paper.example/story"),
        ("https://elsewhere.example/story", "https://m.paper.example/story?id=1"),
        ("https://www.paper.example/", "https://m.paper.example/story?id=1"),
        ("not a url", "https://m.paper.example/story?id=1"),
        (None, "https://m.paper.example/story?id=1"),
    ],
)
def test_a_declared_address_is_trusted_within_its_registrable_domain(declared: str | None, expected: str) -> None:
    assert trusted_canonical_url("https://m.paper.example/story?id=1", declared) == expected


@pytest.mark.parametrize(
    ("fetched", "declared", "trusted"),
    [
        ("/world/ferry-sails-again-7781", "/world", False),
        ("/world/ferry-sails-again-7781", "/world/", False),
        ("/2021/06/19/ferry", "/2021/06", False),
        ("/en/middle-east/ferry-7781", "/en/middle-east", False),
        ("/новости/паром-снова-ходит-вновь", "/новости", False),
        ("/world/ferry-7781", "/#/world/ferry-7781", False),
        ("/world/ferry-7781", "/world/ferry-7781#text", True),
        ("/ferry-sails-again/amp", "/ferry-sails-again", True),
        ("/ferry-sails-again/2", "/ferry-sails-again", True),
        ("/ferry-sails-again/print.html", "/ferry-sails-again", True),
        ("/world/ferry-7781/amp/", "/world/ferry-7781", True),
        ("/ferry-7781/photos", "/ferry-7781", True),
        ("/the-ferry-sails-once-again/photos", "/the-ferry-sails-once-again", True),
        ("/world/ferry-7781", "/world/ferry", True),
        ("/world/ferry-7781", "/world?id=7781", True),
        ("/world", "/world/ferry-7781", True),
        ("/", "/", True),
    ],
)
def test_the_section_that_a_page_lies_in_says_nothing_of_the_page(fetched: str, declared: str, trusted: bool) -> None:
    site = "https://www.paper.example"
    expected = canonical_url(site + (declared if trusted else fetched))
    assert trusted_canonical_url(site + fetched, site + declared) == expected


def test_two_sites_of_one_hosting_suffix_are_two_owners() -> None:
    assert registrable_domain("https://a.github.io/") == "a.github.io"
    assert trusted_canonical_url("https://a.github.io/x", "https://b.github.io/x") == "https://a.github.io/x"


def test_http_and_https_are_one_article() -> None:
    assert article_id("http://news.example/a") == article_id("https://news.example/a")
    assert article_id("https://news.example/a") != article_id("https://news.example/b")


@given(st.from_regex(r"\Ahttps?://[a-z0-9-]{1,9}(\.[a-z0-9-]{1,9}){1,2}/[A-Za-z0-9/_.~-]{0,30}\Z"))
def test_an_address_that_looks_canonical_is_what_the_whole_way_makes_of_it(url: str) -> None:
    # An empty query is dropped by the whole way, which the question mark makes it take.
    assert canonical_url(url) == canonical_url(url + "?")
