"""Feeds into documents of one entry each."""

import html
import time
import tracemalloc
from dataclasses import replace

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts.captures import ATOM, RSS
from babelwire_ingest.errors import FeedTooLarge, FeedUnreadable
from babelwire_ingest.feed_splitting import FeedLimits, SplitFeed, split_feed

URL = "https://harbour.example/feeds/all.xml"
LIMITS = FeedLimits(entries=2000, entry_bytes=4 * 1024 * 1024, total_bytes=64 * 1024 * 1024, seconds=10)

RSS2 = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Nouvelles du port</title><link>https://harbour.example/</link><language>fr</language>
<!-- not of interest -->
<item><title>La traversée&nbsp;reprend</title><link>/1</link><dc:creator>A. Rive</dc:creator>
<content:encoded><![CDATA[<p>Le ferry &eacute;crit &amp; part.</p>]]></content:encoded></item>
<item><title>Deux</title><guid>https://harbour.example/2</guid></item>
<item><title>Trois</title><guid isPermaLink="false">tag:3</guid></item>
</channel></rss>""".encode("iso-8859-1")

RSS1 = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://minato.example/"><title>Minato</title></channel>
<item rdf:about="https://minato.example/1"><title>One</title><link>https://minato.example/1</link></item></rdf:RDF>"""

ATOM_FEED = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://puerto.example/b/"><title>Puerto</title>
<entry><title>Uno</title><link rel="self" href="self"/><link rel="alternate" type="application/json" href="j"/>
<link href="uno" type="text/html"/></entry><entry><title>Dos</title></entry></feed>"""


def split(document: bytes, limits: FeedLimits = LIMITS) -> SplitFeed:
    return split_feed(document, URL, limits)


def documents(feed: SplitFeed) -> list[bytes]:
    return [feed.document(entry) for entry in feed.entries]


def test_rss_2() -> None:
    feed = split(RSS2)
    one, two, three = feed.entries
    assert [entry.link for entry in (one, two, three)] == [
        "https://harbour.example/1",
        "https://harbour.example/2",
        None,
    ]
    assert feed.content_type == RSS
    read = feedparser.parse(feed.document(one))
    assert read.feed.title == "Nouvelles du port"
    assert read.feed.language == "fr"
    (entry,) = read.entries
    assert entry.title == "La traversée\xa0reprend"
    assert entry.author == "A. Rive"
    assert "écrit & part" in html.unescape(entry.content[0].value)


def test_rss_1_and_atom() -> None:
    feed = split(RSS1)
    assert ([entry.link for entry in feed.entries], feed.content_type) == (["https://minato.example/1"], RSS)
    assert feedparser.parse(documents(feed)[0]).feed.title == "Minato"
    feed = split(ATOM_FEED)
    uno, dos = feed.entries
    assert (uno.link, feed.content_type) == ("https://puerto.example/b/uno", ATOM)
    assert dos.link is None
    assert [entry.title for entry in feedparser.parse(feed.document(dos)).entries] == ["Dos"]


def test_each_document_splits_into_itself() -> None:
    for source in (RSS2, RSS1, ATOM_FEED):
        feed = split(source)
        for entry in feed.entries:
            again = split(feed.document(entry))
            assert documents(again) == [feed.document(entry)]
            assert again.entries[0].fingerprint == entry.fingerprint


def test_a_fingerprint_changes_with_the_entry_alone() -> None:
    before = split(RSS2).entries
    head_changed = split(RSS2.replace(b"Nouvelles du port", b"Port")).entries
    entry_changed = split(RSS2.replace(b"Deux", b"Deux bis")).entries
    assert [entry.fingerprint for entry in before] == [entry.fingerprint for entry in head_changed]
    assert [a.fingerprint == b.fingerprint for a, b in zip(before, entry_changed, strict=True)] == [True, False, True]


def test_a_broken_feed_gives_what_can_be_read() -> None:
    (document,) = documents(split(b"<rss><channel><item><title>Rain & wind</title><br></item></channel></rss>"))
    assert b"Rain" in document


def test_a_huge_head_is_not_multiplied() -> None:
    items = b"".join(b"<item><title>%d</title></item>" % number for number in range(1000))
    head = b"<title>T</title><description>" + b"x" * 1_000_000 + b"</description>"
    made = documents(split(b"<rss><channel>" + head + items + b"</channel></rss>"))
    assert len(made) == 1000
    assert sum(map(len, made)) < 40_000_000
    assert b"<title>T</title>" in made[-1]


HEAVY_HEAD = b"<rss><channel><description>" + b"x" * 30_000 + b"</description>"
LIGHT_BOMB = HEAVY_HEAD + b"<item/>" * 594_602 + b"</channel></rss>"
"""4 MiB, or 6 KB gzipped; split in full, it is 19 GB."""


@pytest.mark.parametrize(
    ("document", "limits", "words"),
    [
        (LIGHT_BOMB, LIMITS, "594608 tags; 500000 is the limit"),
        (HEAVY_HEAD + b"<item/>" * 2001, LIMITS, "more than 2000 entries"),
        (HEAVY_HEAD + b"<item/>" * 2000, replace(LIMITS, total_bytes=50_000_000), "more than 50000000 bytes"),
        (HEAVY_HEAD + b"<item/>", replace(LIMITS, entry_bytes=30_000), "30000 is the limit of one capture"),
        (HEAVY_HEAD + b"<item/>" * 2000, replace(LIMITS, seconds=0), "longer than 0 seconds"),
    ],
)
def test_a_feed_beyond_a_limit_is_refused_before_anything_is_made_of_it(
    document: bytes, limits: FeedLimits, words: str
) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FeedTooLarge, match=words):
            split(document, limits)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_prefixes_that_the_feed_forgot_to_declare_are_declared_for_it() -> None:
    feed = split(
        b'<rss media:x="1" version="2.0"><channel media:y="2"><title>T</title><item odd:z="3"><title>Rain</title>'
        b'<media:content url="https://a.example/1.jpg" medium="image"/></item></channel></rss>'
    )
    (document,) = documents(feed)
    read = feedparser.parse(document)
    assert (read.bozo, read.feed.title) == (False, "T")
    assert read.entries[0].media_content == [{"url": "https://a.example/1.jpg", "medium": "image"}]


def bomb() -> bytes:
    levels = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    return b'<!DOCTYPE r [<!ENTITY e0 "ha">' + levels + b"]><rss><channel><title>&e11;</title></channel></rss>"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"", "not XML"),
        (b"plain words", "not XML"),
        (b"<html><body/></html>", "'html'"),
        (bomb(), "nests or expands|entities"),
        (
            b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item>&x;</item></channel></rss>',
            "entit",
        ),
        (b'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://a.example/x"> %x;]><rss><channel/></rss>', "entit"),
        (b"<rss><channel>" + b"<a>" * 100_000, "nests or expands"),
    ],
)
def test_what_is_no_feed_is_refused_at_once(document: bytes, words: str) -> None:
    began = time.perf_counter()
    with pytest.raises(FeedUnreadable, match=words):
        split(document)
    assert time.perf_counter() - began < 1


NAMES = st.sampled_from(["a", "a:b", "a:b:c", ":a", "xmlns", "xmlns:a", "xml:base", "xml:lang", "-a", "\u00e4"])


@given(
    st.binary(max_size=200)
    | st.binary(max_size=80).map(lambda noise: RSS2[:300] + noise + RSS2[300:])
    | st.tuples(NAMES, NAMES, NAMES).map(
        lambda names: (
            '<rss {0}="1"><channel {1}="2"><{2}/><item {2}="[" {1}="//["><{0}/></item></channel></rss>'.format(
                *names
            ).encode()
        )
    )
)
def test_no_bytes_raise_anything_else(document: bytes) -> None:
    try:
        feed = split(document)
    except FeedUnreadable:
        return
    assert all(documents(feed))
