"""Feed documents, split and parsed entry by entry."""

from babelwire_contracts.canonical_url import InvalidUrl
from babelwire_contracts.captures import CaptureMethod
from babelwire_ingest.capturing import make_capture
from babelwire_ingest.errors import FeedUnreadable
from babelwire_ingest.feed_request import entry_url
from babelwire_ingest.feed_splitting import split_feed
from babelwire_ingest.parsing import NotAnArticle, UnreadableCapture, parse

from ..reading_feeds import LIMITS, NOW, URL
from .targets import target

_MOST_ENTRIES = 40

WORDS = """<item>|</item>|<entry>|</entry>|<channel>|</channel>|<rss>|</rss>|<feed>|<title>|</title>|<link>|</link>
|<link/>|<description>|</description>|<content:encoded>|</content:encoded>|<![CDATA[|]]>|<!--|-->|<?xml version="1.0"?>
|<?|?>|<guid isPermaLink="false">|</guid>|<pubDate>|</pubDate>|<media:group>|</media:group>|<media:content url="a.jpg"/>
|<br>|<p>|</p>|<img src="a.jpg" width="1">|<a href="|">|'|"|&|&amp;|&nbsp;|&#0;|&#x10FFFF;|&lt;|&amp;lt;p&amp;gt;
|xmlns=""|xmlns:x="y"|xml:base="//["|xml:lang="ar"|type="html"|type="xhtml"|mode="base64"|a:b:c|<a:b:c>|<|>|</|/>|http://[
|https://x|{|}|[…]|…|2023/6/29 15:07:41|Mon, 01 Jan 0001 00:00:00 +9999|9999-12-31T23:59:59-12:00|<!DOCTYPE r [
|<!ENTITY a "b">]>|%|\\|Read more|appeared first on|\u202e|\ufeff|\ue000|\ue001|\u2028|(|)|@| , | and |<figure>
|<iframe src="/embed/">|<html>"""


@target(
    "feeds",
    expected=(FeedUnreadable,),
    words=[word.strip("\n") for word in WORDS.split("|")],
)
def read(body: bytes) -> None:
    """Splits a feed, and parses each entry as its capture would be."""
    feed = split_feed(body, URL, LIMITS)
    for entry in feed.entries[:_MOST_ENTRIES]:
        try:
            url = entry_url(entry, allow_private=False)
        except InvalidUrl:
            url = None
        capture = make_capture(
            url=url,
            content_type=feed.content_type,
            body=feed.document(entry),
            method=CaptureMethod.FEED,
            captured_at=NOW,
            accepted_at=NOW,
            entry_id=entry.entry_id,
        )
        try:
            content = parse(capture, generation=1).content
        except (NotAnArticle, UnreadableCapture):
            continue
        assert content.title.strip()
        assert content.body.strip()
        assert content.published_at is None or content.published_at <= NOW
