from datetime import UTC, datetime

import pytest

from babelwire_contracts.captures import ATOM, RSS
from babelwire_contracts.content import Precision
from babelwire_ingest.parsing import NotAnArticle, UnreadableCapture

from .conftest import Parse

URL = "https://strait.example/ferry"


def rss(item: str, channel: str = "<title>Strait Post</title><language>en-gb</language>") -> str:
    return f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>{channel}
    <item><title>Ferry &amp;amp; goats sail again</title><link>{URL}</link>{item}</item></channel></rss>"""


WHOLE = """<description>Nine days late.</description>
<content:encoded><![CDATA[<p>The ferry sailed <b>again</b>.</p><p>Forty passengers&nbsp;cheered.</p>
<script>x()</script>]]></content:encoded>
<dc:creator>Jane Roe</dc:creator><category>Transport</category><pubDate>Sat, 19 Jun 2021 08:15:30 +0200</pubDate>
<media:content url="https://strait.example/a.jpg" medium="image"/><enclosure url="/v.mp4" type="video/mp4" length="1"/>
<source url="https://karnavisen.example/rss">Karnavisen</source>"""


def test_a_whole_entry(parsed: Parse) -> None:
    content = parsed(rss(WHOLE), RSS, url=URL).content
    assert content.title == "Ferry & goats sail again"
    assert content.body == "The ferry sailed again.\n\nForty passengers cheered."
    assert content.lead == "Nine days late."
    assert (content.authors, content.categories) == (["Jane Roe"], ["Transport"])
    assert content.published_at == datetime(2021, 6, 19, 6, 15, 30, tzinfo=UTC)
    assert content.published_at_precision is Precision.SECOND
    assert (content.publisher.name, content.publisher.domain) == ("Strait Post", "strait.example")
    assert content.declared_origin is not None
    assert content.declared_origin.name == "Karnavisen"
    assert content.declared_language == "en-gb"
    assert content.images[0].url == "https://strait.example/a.jpg"
    assert content.videos[0].url == "https://strait.example/v.mp4"


def test_a_summary_alone_is_the_body(parsed: Parse) -> None:
    content = parsed(rss("<description>Nine days &lt;i&gt;late&lt;/i&gt;.</description>"), RSS, url=URL).content
    assert (content.body, content.lead, content.published_at) == ("Nine days late.", None, None)


def test_an_atom_entry(parsed: Parse) -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><title>Correo</title>
    <entry><title>Vuelve el ferry</title>
    <link href="{URL}"/><id>1</id><updated>2021-06-20T00:00:00Z</updated><published>2021-06-19T08:00:00Z</published>
    <author><name>Ana Ruiz</name></author>
    <content type="html">&lt;p&gt;El ferry zarpó.&lt;/p&gt;</content></entry></feed>"""
    content = parsed(atom, ATOM, url=URL).content
    assert (content.title, content.body, content.authors) == ("Vuelve el ferry", "El ferry zarpó.", ["Ana Ruiz"])
    assert content.published_at == datetime(2021, 6, 19, 8, tzinfo=UTC)
    assert content.published_at_source == "feed published"


def test_an_entry_without_text_is_no_article(parsed: Parse) -> None:
    with pytest.raises(NotAnArticle, match="no text"):
        parsed(rss(""), RSS, url=URL)


LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [LAUGHS, EXTERNAL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(parsed: Parse, declaration: str, encoding: str) -> None:
    feed = rss("<description>&a;</description>").replace("?>", "?>" + declaration, 1)
    with pytest.raises(UnreadableCapture, match="entities"):
        parsed(feed.encode(encoding), RSS, url=URL)


@pytest.mark.parametrize("body", [b"", b"no feed", b"/etc/passwd", b"http://127.0.0.1:1/feed", b"<rss></rss>"])
def test_what_is_no_feed_is_unreadable_and_never_opened(parsed: Parse, body: bytes) -> None:
    with pytest.raises(UnreadableCapture):
        parsed(body, RSS, url=URL)
