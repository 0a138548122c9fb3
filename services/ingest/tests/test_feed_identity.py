"""What identifies an entry whose address is not its own."""

import pytest

from babelwire_contracts.canonical_url import canonical_url
from babelwire_contracts.identity import article_id
from babelwire_ingest.parsing import parse

from .reading_feeds import captures, rss

PAGE = "https://strait.example/notices"
CHANNEL = "<title>Town notices</title><link>https://strait.example/</link>"


def entry(
    title: str = "", guid: str = "", *, link: str = PAGE, date: str = "", text: str = "The water is back."
) -> str:
    parts = {"title": title, "link": link, "guid": guid, "pubDate": date, "description": text}
    return "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)


def identities(*items: str, channel: str = CHANNEL) -> list[tuple[str, str | None]]:
    """The article id and URL of each entry."""
    found = []
    for capture in captures(rss(*items, channel=channel)):
        article = parse(capture, generation=1)
        found.append((article.article_id, article.content.url))
    return found


@pytest.mark.parametrize(
    ("one", "two", "urls"),
    [
        (entry("A", f"{PAGE}#r1"), entry("B", f"{PAGE}#r2"), [f"{PAGE}#r1", f"{PAGE}#r2"]),
        (entry("A", f"{PAGE}#r1"), entry("A", f"{PAGE}#r2"), [f"{PAGE}#r1", f"{PAGE}#r2"]),
        (
            entry("A", "https://strait.example/a"),
            entry("B", "https://strait.example/b"),
            ["https://strait.example/a", "https://strait.example/b"],
        ),
        (entry("A", "tag:1"), entry("B", "tag:2"), [PAGE, PAGE]),
        (entry("A"), entry("B"), [PAGE, PAGE]),
        (
            entry("A", date="Sat, 19 Jun 2021 08:15:30 GMT"),
            entry("A", date="Sun, 20 Jun 2021 08:15:30 GMT"),
            [PAGE, PAGE],
        ),
        (entry("A", "tag:1"), entry("B", "tag:1"), [PAGE, PAGE]),
        (entry("A", "tag:1"), entry("B", link=f"{PAGE}#b"), [PAGE, f"{PAGE}#b"]),
        (entry("A", "tag:1"), entry("B", "tag:2", link=f"{PAGE}?utm_source=rss"), [PAGE, f"{PAGE}?utm_source=rss"]),
        (entry("A", "http://10.0.0.1/a"), entry("B", "http://10.0.0.1/b"), [PAGE, PAGE]),
    ],
)
def test_entries_that_share_a_link_are_articles_of_their_own(one: str, two: str, urls: list[str]) -> None:
    (first, first_url), (second, second_url) = identities(one, two)
    assert first != second
    assert [first_url, second_url] == urls
    assert article_id(canonical_url(PAGE)) not in {first, second}
    assert identities(two, one) == [(second, second_url), (first, first_url)]


def test_a_changed_text_is_a_revision_of_the_same_article() -> None:
    before = identities(entry("A", "tag:1"), entry("B", "tag:2"))
    after = identities(entry("C", "tag:3"), entry("A", "tag:1", text="The water is brown."), entry("B", "tag:2"))
    assert after[1:] == before


def test_one_article_that_stands_in_a_feed_twice_is_one() -> None:
    (one, _), (two, _) = identities(entry("A", "tag:1"), entry("A", "tag:1", text="The water is brown."))
    assert one == two == article_id(canonical_url(PAGE))


def test_an_entry_that_links_to_the_page_of_its_feed_has_no_address_of_its_own() -> None:
    channel = f"<title>Town notices</title><link>{PAGE}</link>"
    ((alone, _),) = identities(entry("A", "tag:1"), channel=channel)
    (first, _), (_, _) = identities(entry("A", "tag:1"), entry("B", "tag:2"), channel=channel)
    assert alone == first != article_id(canonical_url(PAGE))


@pytest.mark.parametrize("guid", ["tag:1", "https://strait.example/a", f"{PAGE}#0", ""])
def test_a_link_that_no_other_entry_has_identifies_whatever_the_guid(guid: str) -> None:
    one, two = identities(entry("A", guid), entry("B", "tag:2", link="https://strait.example/2"))
    assert one == (article_id(canonical_url(PAGE)), PAGE)
    assert two == (article_id("https://strait.example/2"), "https://strait.example/2")


def test_a_guid_that_says_it_is_no_address_is_none() -> None:
    two = [f"{entry(title)}<guid isPermaLink='false'>https://strait.example/?p={title}</guid>" for title in "AB"]
    (one, one_url), (other, other_url) = identities(*two)
    assert one != other
    assert (one_url, other_url) == (PAGE, PAGE)


def test_a_rejected_entry_is_traced_under_its_own_identity() -> None:
    one, two = captures(rss(entry("A", "tag:1", text=""), entry("B", "tag:2")))
    assert {one.entry_id, two.entry_id} == {"tag:1", "tag:2"}
    assert article_id(canonical_url(PAGE), entry_id="tag:2") == parse(two, generation=1).article_id
