"""Who, when, where from and about what: the fields of an entry beside its text."""

import pytest

from babelwire_contracts.content import ClueKind, Related

from ..reading_feeds import atom, content, item, rss


def authors(more: str, channel: str = "<title>Strait Post</title><link>https://strait.example/</link>") -> list[str]:
    return content(rss(item(more), channel=channel)).authors


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("<dc:creator>Jane Roe</dc:creator>", ["Jane Roe"]),
        ("<dc:creator>Jane Roe</dc:creator><dc:creator>John Doe</dc:creator>", ["Jane Roe", "John Doe"]),
        ("<dc:creator>Jane Roe, John Doe and Ana Ruiz</dc:creator>", ["Jane Roe", "John Doe", "Ana Ruiz"]),
        ("<dc:creator><![CDATA[By Jane Roe]]></dc:creator>", ["Jane Roe"]),
        ("<author>jane@strait.example (Jane Roe)</author>", ["Jane Roe"]),
        ("<author>Jane Roe &lt;jane@strait.example&gt;</author>", ["Jane Roe"]),
        ("<author>Jane Roe (jane@strait.example)</author>", ["Jane Roe"]),
        ("<author>jane@strait.example</author>", []),
        ("<author>jane@strait.example</author><dc:creator>Jane Roe</dc:creator>", ["Jane Roe"]),
        ("<author>Jane Roe</author><dc:creator>Jane Roe</dc:creator>", ["Jane Roe"]),
        ("<itunes:author>Jane Roe</itunes:author>", ["Jane Roe"]),
        (
            "<atom:author><atom:name>Jane Roe</atom:name><atom:email>j@x.example</atom:email></atom:author>",
            ["Jane Roe"],
        ),
        ("<author><name>Jane Roe</name><uri>https://x.example</uri></author>", ["Jane Roe"]),
        ("<dc:contributor>Jane Roe</dc:contributor>", []),
        ("<dc:creator>Strait Post</dc:creator>", []),
        ("<dc:creator>https://strait.example/jane</dc:creator>", []),
        ("<dc:creator>Jane Roe</dc:creator><source url='https://karnavisen.example/rss'>Jane Roe</source>", []),
        ("<dc:creator></dc:creator><author>  </author>", []),
        ("<dc:creator>山田太郎</dc:creator>", ["山田太郎"]),
        ("<dc:creator>Jane&amp;nbsp;Roe &amp;amp; John Doe</dc:creator>", ["Jane Roe", "John Doe"]),
    ],
)
def test_authors(more: str, found: list[str]) -> None:
    assert authors(more) == found


def test_the_author_of_an_atom_feed_wrote_its_entries() -> None:
    head = "<title>Correo</title><author><name>Ana Ruiz</name></author>"
    entry = "<title>T</title><link href='/1'/><summary>Rain falls.</summary>"
    assert content(atom(entry, head=head)).authors == ["Ana Ruiz"]
    assert content(atom(entry + "<author><name>Jane Roe</name></author>", head=head)).authors == ["Jane Roe"]
    assert content(atom(entry, head="<title>Correo</title><author><name>Correo</name></author>")).authors == []
    quoted = entry + "<source><title>El Faro</title><author><name>Luz Mar</name></author></source>"
    assert content(atom(quoted, head=head)).authors == ["Luz Mar"]


@pytest.mark.parametrize(
    ("more", "at", "precision", "modified"),
    [
        ("<pubDate>Sat, 19 Jun 2021 08:15:30 +0200</pubDate>", "2021-06-19T06:15:30", "second", None),
        ("<dc:date>2021-06-19T08:15:30+02:00</dc:date>", "2021-06-19T06:15:30", "second", None),
        ("<dcterms:created>2021-06-19</dcterms:created>", "2021-06-19T00:00:00", "day", None),
        ("<dcterms:issued>2021-06-19T06:15Z</dcterms:issued>", "2021-06-19T06:15:00", "minute", None),
        ("<pubDate>2023/6/29 15:07:41</pubDate>", "2023-06-29T00:00:00", "day", None),
        ("<pubDate>Fri, Jun 26 2026 10:04:03 AM</pubDate>", "2026-06-26T00:00:00", "day", None),
        ("<pubDate>yesterday</pubDate><dc:date>2021-06-19</dc:date>", "2021-06-19T00:00:00", "day", None),
        (
            "<pubDate>Sat, 19 Jun 2021 08:15:30 GMT</pubDate><atom:updated>2021-06-20T10:00:00Z</atom:updated>",
            "2021-06-19T08:15:30",
            "second",
            "2021-06-20T10:00:00",
        ),
        (
            "<dcterms:modified>2021-06-20T10:00:00Z</dcterms:modified><dc:date>2021-06-19T08:00:00Z</dc:date>",
            "2021-06-19T08:00:00",
            "second",
            "2021-06-20T10:00:00",
        ),
        ("<atom:updated>2021-06-20T10:00:00Z</atom:updated>", None, None, "2021-06-20T10:00:00"),
        ("<pubDate>Sat, 19 Jun 2199 08:15:30 GMT</pubDate>", None, None, None),
        (
            "<pubDate>Sat, 19 Jun 2021 08:15:30 GMT</pubDate><atom:updated>2199-06-20T10:00:00Z</atom:updated>",
            "2021-06-19T08:15:30",
            "second",
            None,
        ),
        ("<pubDate></pubDate>", None, None, None),
    ],
)
def test_dates(more: str, at: str | None, precision: str | None, modified: str | None) -> None:
    read = content(rss(item(more)))
    published = read.published_at.strftime("%Y-%m-%dT%H:%M:%S") if read.published_at else None
    changed = read.modified_at.strftime("%Y-%m-%dT%H:%M:%S") if read.modified_at else None
    assert (published, read.published_at_precision, changed) == (at, precision, modified)


def test_a_date_that_is_not_taken_stays_known_with_its_words() -> None:
    read = content(rss(item("<pubDate>yesterday</pubDate><dc:date>2021-06-19</dc:date>")))
    assert read.published_at_source == "feed dc:date"
    ((where, words),) = [(rejected.where, rejected.words) for rejected in read.rejected_dates]
    assert (where, words) == ("feed pubDate", "yesterday")


@pytest.mark.parametrize(
    ("more", "categories", "keywords"),
    [
        ("<category>Sea</category><category>Sea</category><category> Trade </category>", ["Sea", "Trade"], []),
        ("<category><![CDATA[Sea & trade]]></category>", ["Sea & trade"], []),
        ("<category>Sea &amp;amp; trade</category>", ["Sea & trade"], []),
        ("<category domain='https://strait.example/topics'>Sea</category>", ["Sea"], []),
        ("<category domain='https://strait.example/namespaces/keywords/des'>Ferries</category>", [], ["Ferries"]),
        (
            "<category domain='post_tag'>Ferries</category><category domain='category'>Sea</category>",
            ["Sea"],
            ["Ferries"],
        ),
        ("<dc:subject>Sea</dc:subject>", ["Sea"], []),
        ("<media:keywords>ferry, sea</media:keywords>", [], ["ferry", "sea"]),
        ("<itunes:keywords>ferry,sea</itunes:keywords><media:category>Sea</media:category>", ["Sea"], ["ferry", "sea"]),
        ("<atom:category term='sea' label='The sea' scheme='http://x.example/s'/>", ["The sea"], []),
        ("<atom:category term='http://x.example/kind#post' scheme='http://x.example/g#kind'/>", [], []),
        ("<category/><category>https://strait.example/sea</category>", [], []),
    ],
)
def test_categories_and_keywords(more: str, categories: list[str], keywords: list[str]) -> None:
    read = content(rss(item(more)))
    assert (read.categories, read.keywords) == (categories, keywords)


@pytest.mark.parametrize(
    ("more", "name", "domain", "title"),
    [
        (
            '<source url="https://www.herald.example/rss">Delta Herald</source>',
            "Delta Herald",
            "herald.example",
            "Ferry 1",
        ),
        ("<source>Delta Herald</source>", "Delta Herald", None, "Ferry 1"),
        ('<source url="https://www.herald.example/rss"/>', None, "herald.example", "Ferry 1"),
        ('<source url="https://strait.example/feed.xml">Strait Post</source>', None, None, "Ferry 1"),
        (
            "<title>Pumps return - Delta Herald</title><source url='https://www.herald.example'>Delta Herald</source>",
            "Delta Herald",
            "herald.example",
            "Pumps return",
        ),
        (
            "<title>Delta Herald - Delta Herald</title><source url='https://www.herald.example'>Delta Herald</source>",
            "Delta Herald",
            "herald.example",
            "Delta Herald",
        ),
        ("<dc:source>Delta Herald</dc:source>", None, None, "Ferry 1"),
    ],
)
def test_the_outlet_that_a_source_names(more: str, name: str | None, domain: str | None, title: str) -> None:
    plain = item(more).replace("<title>Ferry 1</title>", "") if "<title>" in more else item(more)
    read = content(rss(plain))
    origin = read.declared_origin
    assert (origin.name if origin else None, origin.domain if origin else None) == (name, domain)
    assert (read.title, read.publisher.name) == (title, "Strait Post")


def test_an_atom_source_is_an_origin_with_its_address() -> None:
    read = content(
        atom(
            "<title>T</title><link href='/1'/><summary>Rain falls.</summary><source><title>El Faro</title>"
            "<link href='https://faro.example/'/><id>x</id></source>"
        )
    )
    assert read.declared_origin is not None
    assert (read.declared_origin.name, read.declared_origin.domain) == ("El Faro", "faro.example")
    words = [clue.words for clue in read.clues if clue.kind is ClueKind.SOURCE_LINE]
    assert words == ["El Faro"]


def test_where_a_syndicated_text_first_appeared_is_a_clue_and_no_text() -> None:
    footer = (
        '<p>Rain falls.</p><p>The post <a href="https://herald.example/x">Ferry 1</a> appeared first on '
        '<a href="https://herald.example">Delta Herald</a>.</p>'
    )
    read = content(rss(item(f"<content:encoded><![CDATA[{footer}]]></content:encoded>", text="")))
    assert read.body == "Rain falls."
    assert ("original_link", "feed footer", "https://herald.example/x") in {
        (clue.kind.value, clue.where, clue.words) for clue in read.clues
    }


@pytest.mark.parametrize(
    ("document", "tag"),
    [
        (rss(item(), channel="<title>T</title><language>de-at</language>"), "de-at"),
        (rss(item("<dc:language>fr</dc:language>"), channel="<title>T</title><language>de</language>"), "fr"),
        (rss(item(), channel="<title>T</title><dc:language>de</dc:language>"), "de"),
        (rss(item()).replace("<item>", "<item xml:lang='ar'>"), "ar"),
        (atom("<title>T</title><link href='/1'/><content xml:lang='el'>x y</content>"), "el"),
        (
            atom("<title>T</title><link href='/1'/><content>x y</content>").replace("<feed ", "<feed xml:lang='tr' "),
            "tr",
        ),
        (rss(item(), channel="<title>T</title><language>no such</language>"), None),
    ],
)
def test_the_language_is_that_of_the_entry_before_that_of_the_feed(document: str, tag: str | None) -> None:
    read = content(document).declared_language
    assert (read.lower() if read else None) == tag


def test_links_to_other_articles_are_related() -> None:
    read = content(
        atom(
            "<title>T</title><link href='/1'/><summary>Rain falls.</summary>"
            "<link rel='related' href='/2' title='Wind'/>"
            "<link rel='via' href='https://faro.example/3'/><link rel='self' href='/1.atom'/>"
        )
    )
    assert read.related == [Related(title="Wind", url="https://strait.example/2")]
    assert [clue.words for clue in read.clues if clue.kind is ClueKind.ORIGINAL_LINK] == ["https://faro.example/3"]
