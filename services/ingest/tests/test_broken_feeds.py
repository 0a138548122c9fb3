"""Feeds that no strict parser reads: their entries all the same, and no word lost."""

import time

import pytest

from babelwire_ingest.errors import FeedUnreadable
from babelwire_ingest.feed_splitting import split_feed

from .reading_feeds import LIMITS, URL, captures, contents, item, rss

TEXT = "The ferry sailed again."


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Rain & wind", "Rain & wind"),
        ("AT&T and R&D; ask", "AT&T and R&D; ask"),
        ("a&nbsp;b &mdash; c&hellip;", "a b — c…"),
        ("&nosuch; thing", "&nosuch; thing"),
        ("caf&eacute", "café"),
        ("&#11;Rain&#x1f; falls&#0;", "Rain falls"),
        ("It&#146;s &#8217;ours&#8217;", "It’s ’ours’"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("costs <3 euros", "costs <3 euros"),
        ("write to <jane@strait.example> now", "write to <jane@strait.example> now"),
        ("Rain\x0b and\x1f wind\x00", "Rain and wind"),
        ("ends ]]> here", "ends ]]> here"),
        ("Rain<br>and wind", "Rain\n\nand wind"),
        ("<b>Rain <i>and</b> wind</i>", "Rain and wind"),
        ("<p>Rain<p>and wind", "Rain\n\nand wind"),
        ("Rain</b> and wind", "Rain and wind"),
        ("<![CDATA[<p>Rain & wind</p>", "Rain & wind"),
        ("<![CDATA[Rain & <b>wind</b>]]>", "Rain & wind"),
        ('<a href="/x?a=1&b=2">Rain</a> & wind', "Rain & wind"),
        ("<a href=/x title='a<b'>Rain</a> & wind", "Rain & wind"),
        ('<img src="a.jpg" src="b.jpg">Rain & wind', "Rain & wind"),
        ("<!-- not shown & not closed -- > Rain --> & wind", "& wind"),
        ("Rain <nosuch:thing a:b='1'>and</nosuch:thing> wind", "Rain and wind"),
    ],
)
def test_what_is_wrong_in_one_entry_costs_no_word_of_it_or_of_the_next(text: str, read: str) -> None:
    document = rss(item(text=text), item(number=2), item(number=3))
    one, two, three = contents(document)
    assert one.body.replace("\xa0", " ") == read
    assert (two.title, two.body, three.title) == ("Ferry 2", "The ferry sailed again on Sunday.", "Ferry 3")


@pytest.mark.parametrize(
    "before",
    [
        "\n\n  ",
        "\ufeff",
        "\ufeff\n",
        "<br />\n<b>Warning</b>: include(): failed in <b>/x.php</b> on line <b>3</b><br />\n",
        "<!-- cached by a plug-in --->\n<!-- <rss> -->",
        "junk & more junk ",
        '<?xml version="1.0"?>\n',
    ],
)
def test_what_stands_before_the_declaration_costs_nothing(before: str) -> None:
    (one,) = contents(before + rss(item(text="Rain falls.")))
    assert (one.title, one.body) == ("Ferry 1", "Rain falls.")


@pytest.mark.parametrize(
    "after",
    ["<!-- page generated in 0.2 s -->", "\n<script>track()</script>", "</html>", "& more", "\x00\x00", "<rss/>"],
)
def test_what_stands_after_the_feed_costs_nothing(after: str) -> None:
    assert [one.title for one in contents(rss(item(), item(number=2)) + after)] == ["Ferry 1", "Ferry 2"]


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("</item>", ""),
        ("</title><link>", "<link>"),
        ("</channel>", ""),
        ("</channel></rss>", ""),
        ("</description>", ""),
        ("<title>Strait Post</title>", "<title>Strait & Post"),
        ("<title>Strait Post</title>", "<description>Unclosed & long"),
        ("</item>", "</entry></item></p>"),
        (' xmlns:dc="http://purl.org/dc/elements/1.1/"', ""),
        ("<rss ", "<rss xmlns:= "),
        ('<?xml version="1.0"?>', '<?xml version="1.0" encoding="no-such-charset"?>'),
        ('<?xml version="1.0"?>', '<?xml version="1.1"?>'),
        ('<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//N//DTD" "http://nowhere.invalid/x">'),
        ("</rss>", "</RSS>"),
    ],
)
def test_a_broken_frame_costs_no_entry(find: str, put: str) -> None:
    document = rss(*(item(f"<dc:creator>A. Rive {number}</dc:creator>", number=number) for number in (1, 2, 3)))
    read = contents(document.replace(find, put))
    assert [one.title for one in read] == ["Ferry 1", "Ferry 2", "Ferry 3"]
    assert [one.body for one in read] == ["The ferry sailed again on Sunday."] * 3
    assert [one.authors for one in read] == [[f"A. Rive {number}"] for number in (1, 2, 3)]


def test_a_feed_that_ends_in_the_middle_gives_what_came() -> None:
    document = rss(item(), item(number=2), item(number=3))
    whole = [document.index("</item>") + 7, document.index("</item>", document.index("<title>Ferry 2")) + 7]
    for cut in range(whole[0], len(document), 7):
        read = contents(document[:cut])
        assert [one.title for one in read] == [f"Ferry {number + 1}" for number in range(1 + (cut >= whole[1]))][
            :3
        ] or (cut > document.rindex("</item>") and len(read) == 3)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("utf-16", "utf-8"), ("utf-8", "utf-16"), ("gb2312", "utf-8")],
)
def test_a_wrong_encoding_declaration_costs_no_letter(declared: str, encoding: str) -> None:
    text = "Die Fähre über den Süßen Bach fährt wieder täglich, sagt der Bürgermeister für Überlingen."
    document = rss(item(text=text)).replace('"1.0"?', f'"1.0" encoding="{declared}"?')
    (one,) = contents(document.encode(encoding))
    assert one.body == text


def test_the_charset_of_http_counts_more_than_the_declaration() -> None:
    text = "Паром снова ходит"
    document = rss(item(text=text)).replace('"1.0"?', '"1.0" encoding="iso-8859-5"?')
    (one,) = contents(document.encode("koi8-r"), "application/rss+xml; charset=koi8-r")
    assert one.body == text


RSS_ITEM = f"<item><title>Ferry</title><link>/f</link><description>{TEXT}</description></item>"
ATOM_PARTS = f"<title>Ferry</title><link rel='alternate' href='/f'/><summary>{TEXT}</summary>"
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
KINDS = {
    "Atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title>Ferry</title>'
    f'<link rel="alternate" href="/f"/><content mode="escaped">{TEXT}</content></entry></feed>',
    "Atom without a namespace": f"<feed><entry>{ATOM_PARTS}</entry></feed>",
    "Atom with a prefix": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Ferry</a:title>'
    f"<a:link href='/f'/><a:summary>{TEXT}</a:summary></a:entry></a:feed>",
    "an Atom entry alone": f'<entry xmlns="http://www.w3.org/2005/Atom">{ATOM_PARTS}</entry>',
    "RSS in capitals": f"<RSS><CHANNEL><ITEM><TITLE>Ferry</TITLE><LINK>/f</LINK><DESCRIPTION>{TEXT}</DESCRIPTION>"
    "</ITEM></CHANNEL></RSS>",
    "RSS in a namespace": f'<rss xmlns="http://backend.userland.com/rss2"><channel>{RSS_ITEM}</channel></rss>',
    "RSS with a prefix": '<r:rss xmlns:r="http://nobody.example/knows"><r:channel><r:item><r:title>Ferry</r:title>'
    f"<r:link>/f</r:link><r:description>{TEXT}</r:description></r:item></r:channel></r:rss>",
    "RSS without a channel": f"<rss>{RSS_ITEM}</rss>",
    "items after the channel": f"<rss><channel><title>T</title></channel>{RSS_ITEM}</rss>",
    "RSS 0.90": f'{RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel>{RSS_ITEM}'
    "</rdf:RDF>",
    "RSS 1.0 with items in the channel": f'{RDF} xmlns="http://purl.org/rss/1.0/"><channel><title>T</title>{RSS_ITEM}'
    "</channel></rdf:RDF>",
    "CDF": '<CHANNEL HREF="/"><TITLE>T</TITLE><ITEM HREF="/f"><TITLE>Ferry</TITLE>'
    f"<ABSTRACT>{TEXT}</ABSTRACT></ITEM></CHANNEL>",
    "a feed in an envelope": f"<answer><rss><channel>{RSS_ITEM}</channel></rss></answer>",
    "a channel alone": f"<channel>{RSS_ITEM}</channel>",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_feed_is_one(kind: str) -> None:
    (capture,) = captures(KINDS[kind])
    assert capture.url == "https://strait.example/f"
    (one,) = contents(KINDS[kind])
    assert (one.title, one.body) == ("Ferry", TEXT)


@pytest.mark.parametrize(
    "document",
    [
        b"<html><head><title>404 & gone</title></head><body><p>no feed & no entry<br></body></html>",
        b"<!doctype html><p>The element <rss> is & was a feed's",
        b"Not & found",
        b"{'entries': []}",
        b"<opml><body><outline text='a & b'/></body></opml>",
        b"<}}}><a & b></}}}>",
        b"<a}:b}>goats & goats</a}:b}>",
    ],
)
def test_a_broken_page_is_no_feed(document: bytes) -> None:
    with pytest.raises(FeedUnreadable, match=r"no RSS or Atom feed|not XML"):
        split_feed(document, URL, LIMITS)


QUARTER = 1 << 18
BROKEN = {
    "tags that do not close": b"<a>" * 37_500,
    "ends without beginnings": b"</a>" * 25_000,
    "comments that do not close": b"<!--" * 25_000,
    "CDATA that does not close": b"<![CDATA[" * 75_000,
    "CDATA that closes elsewhere": b"<![CDATA[</description>" * 37_500,
    "instructions that do not close": b"<?x " * 25_000,
    "quotation marks that do not close": b"<a b='" * 25_000,
    "one long attribute": b"<a b='" + b"x" * 3 * QUARTER,
    "ampersands": b"&" * 3 * QUARTER,
    "references without an end": b"&amp" * QUARTER,
    "numbers without an end": b"&#" + b"9" * 3 * QUARTER,
    "angle brackets": b"<" * 25_000,
    "blanks": b"<a" + b" " * 3 * QUARTER,
    "colons": b"<a" + b":a" * QUARTER + b">",
    "items in items": b"<item>" * 4_000,
    "voids": b"<br>" * 50_000,
    "paragraphs that do not close": b"<p>x" * 50_000,
    "lists in lists": b"<ul><li>" * 25_000,
    "prefixes": b"".join(b"<a%d:b/>" % number for number in range(10_000)),
    "attributes": b"<a " + b" ".join(b"a%d='&'" % number for number in range(900)) + b">",
}


@pytest.mark.parametrize("name", BROKEN)
def test_time_does_not_grow_faster_than_what_is_broken(name: str) -> None:
    began = time.process_time()
    try:
        contents(rss(item(text="")).replace("</item>", f"<description>{BROKEN[name].decode()}&</item>", 1))
    except Exception as error:
        assert type(error).__name__ in {"TooLarge", "Malformed", "UnreadableCapture", "BeyondBounds"}, error
    assert time.process_time() - began < 5
