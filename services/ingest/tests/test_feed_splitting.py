"""Feeds into documents of one entry each."""

import html
import time

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts.captures import ATOM, RSS
from babelwire_ingest.errors import FeedUnreadable
from babelwire_ingest.feed_splitting import split_feed

URL = "https://harbour.example/feeds/all.xml"

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


def test_rss_2() -> None:
    one, two, three = split_feed(RSS2, URL)
    assert [entry.link for entry in (one, two, three)] == [
        "https://harbour.example/1",
        "https://harbour.example/2",
        None,
    ]
    assert {entry.content_type for entry in (one, two, three)} == {RSS}
    read = feedparser.parse(one.document)
    assert read.feed.title == "Nouvelles du port"
    assert read.feed.language == "fr"
    (entry,) = read.entries
    assert entry.title == "La traversée\xa0reprend"
    assert entry.author == "A. Rive"
    assert "écrit & part" in html.unescape(entry.content[0].value)


def test_rss_1_and_atom() -> None:
    (one,) = split_feed(RSS1, URL)
    assert (one.link, one.content_type) == ("https://minato.example/1", RSS)
    assert feedparser.parse(one.document).feed.title == "Minato"
    uno, dos = split_feed(ATOM_FEED, URL)
    assert (uno.link, uno.content_type) == ("https://puerto.example/b/uno", ATOM)
    assert dos.link is None
    assert [entry.title for entry in feedparser.parse(dos.document).entries] == ["Dos"]


def test_each_document_splits_into_itself() -> None:
    for feed in (RSS2, RSS1, ATOM_FEED):
        for entry in split_feed(feed, URL):
            (again,) = split_feed(entry.document, URL)
            assert again.document == entry.document
            assert again.fingerprint == entry.fingerprint


def test_a_fingerprint_changes_with_the_entry_alone() -> None:
    before = split_feed(RSS2, URL)
    head_changed = split_feed(RSS2.replace(b"Nouvelles du port", b"Port"), URL)
    entry_changed = split_feed(RSS2.replace(b"Deux", b"Deux bis"), URL)
    assert [entry.fingerprint for entry in before] == [entry.fingerprint for entry in head_changed]
    assert [a.fingerprint == b.fingerprint for a, b in zip(before, entry_changed, strict=True)] == [True, False, True]


def test_a_broken_feed_gives_what_can_be_read() -> None:
    (entry,) = split_feed(b"<rss><channel><item><title>Rain & wind</title><br></item></channel></rss>", URL)
    assert b"Rain" in entry.document


def test_a_huge_head_is_not_multiplied() -> None:
    items = b"".join(b"<item><title>%d</title></item>" % number for number in range(1000))
    head = b"<title>T</title><description>" + b"x" * 1_000_000 + b"</description>"
    entries = split_feed(b"<rss><channel>" + head + items + b"</channel></rss>", URL)
    assert len(entries) == 1000
    assert sum(len(entry.document) for entry in entries) < 40_000_000
    assert b"<title>T</title>" in entries[-1].document


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
        split_feed(document, URL)
    assert time.perf_counter() - began < 1


@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda noise: RSS2[:300] + noise + RSS2[300:]))
def test_no_bytes_raise_anything_else(document: bytes) -> None:
    try:
        entries = split_feed(document, URL)
    except FeedUnreadable:
        return
    assert all(entry.document for entry in entries)
