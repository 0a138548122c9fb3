"""Which of an entry's texts is the article, and what of it is a plug-in's furniture."""

import pytest

from ..reading_feeds import atom, content, contents, item, rss

FULL = "<p>Every oyster has been counted, by hand and at low water.</p><p>The clerk has gone out again alone.</p>"
BODY = "Every oyster has been counted, by hand and at low water.\n\nThe clerk has gone out again alone."
SELF = "https://strait.example/1"


def encoded(markup: str) -> str:
    return f"<content:encoded><![CDATA[{markup}]]></content:encoded>"


@pytest.mark.parametrize(
    ("more", "lead"),
    [
        (f"<description>A count.</description>{encoded(FULL)}", "A count."),
        (f"{encoded(FULL)}<description>A count.</description>", "A count."),
        (f"<description>Every oyster has been counted, by […]</description>{encoded(FULL)}", None),
        (f"<description>{FULL.replace('<', '&lt;')}</description>{encoded(FULL)}", None),
        (f"<description><![CDATA[{FULL}]]></description>{encoded('<p>Photo: A. Rive</p>')}", None),
        (f"<description><![CDATA[{FULL}]]></description>", None),
        (f"<description>{FULL}</description>", None),
        (
            f"<atom:summary>A count.</atom:summary><atom:content type='html'><![CDATA[{FULL}]]></atom:content>",
            "A count.",
        ),
        (f"<dc:description>{FULL.replace('<', '&lt;')}</dc:description>", None),
        (f"<itunes:summary><![CDATA[{FULL}]]></itunes:summary><itunes:subtitle>A count.</itunes:subtitle>", None),
        (f"<body xmlns='http://www.w3.org/1999/xhtml'>{FULL}</body><description>A count.</description>", "A count."),
        (
            "<description>A count.</description><y:full-text xmlns:y='http://news.yandex.ru'>"
            f"{FULL.replace('<', '&lt;')}</y:full-text>",
            "A count.",
        ),
        (f"<description>{FULL.replace('<', '&amp;lt;').replace('>', '&amp;gt;')}</description>", None),
        (
            "<description>Every oyster has been counted, by hand and at low water.\n\n"
            "The clerk has gone out again alone.</description>",
            None,
        ),
        (
            "<description>\n  Every oyster has been counted,\n  by hand and at low water.\n\n  The clerk has gone out\n"
            "  again alone.\n</description>",
            None,
        ),
        (
            "<description><![CDATA[Every oyster has been counted, <b>by hand</b> and at low&nbsp;water.\n\n"
            "The clerk has gone out again alone.]]></description>",
            None,
        ),
        (f"<media:group><media:description>{BODY}</media:description></media:group>", None),
    ],
)
def test_the_longest_text_is_the_body_and_a_cut_of_it_no_lead(more: str, lead: str | None) -> None:
    read = content(rss(item(more, text="")))
    assert (read.body, read.lead) == (BODY, lead)


@pytest.mark.parametrize(
    "element",
    [
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">MARKUP</div></content>',
        '<content type="application/xhtml+xml"><x:div xmlns:x="http://www.w3.org/1999/xhtml">PREFIXED</x:div></content>',
        '<content type="html">ESCAPED</content>',
        '<content type="text/html" mode="escaped">ESCAPED</content>',
        '<content type="html"><![CDATA[MARKUP]]></content>',
        "<content>ESCAPED</content>",
        '<content type="text/html" mode="base64">BASE64</content>',
        "<summary type='html'>ESCAPED</summary>",
    ],
)
def test_each_way_in_which_atom_carries_a_text(element: str) -> None:
    filled = element.replace("MARKUP", FULL).replace("ESCAPED", FULL.replace("<", "&lt;"))
    filled = filled.replace("PREFIXED", FULL.replace("<p", "<x:p").replace("</p", "</x:p"))
    filled = filled.replace(
        "BASE64",
        "PHA+RXZlcnkgb3lzdGVyIGhhcyBiZWVuIGNvdW50ZWQsIGJ5IGhhbmQgYW5kIGF0IGxvdyB3YXRlci48L3A+"
        "PHA+VGhlIGNsZXJrIGhhcyBnb25lIG91dCBhZ2FpbiBhbG9uZS48L3A+",
    )
    assert content(atom(f"<title>Oysters</title><link href='/1'/>{filled}")).body == BODY


def test_plain_text_of_atom_is_taken_as_it_is() -> None:
    read = content(
        atom(
            '<title type="text">Use of List&lt;String&gt; &amp; &lt;em&gt; grows</title><link href="/1"/>'
            '<content type="text">The tag &lt;em&gt; is for stress.</content>'
        )
    )
    assert (read.title, read.body) == ("Use of List<String> & <em> grows", "The tag <em> is for stress.")


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("Fish &amp;amp;amp; chips", "Fish & chips"),
        ("Fish &amp; chips", "Fish & chips"),
        ("<![CDATA[Fish & chips]]>", "Fish & chips"),
        ("<![CDATA[Fish &amp; chips]]>", "Fish & chips"),
        ("<![CDATA[Fish &#038; chips&#8217; end]]>", "Fish & chips’ end"),
        ("&lt;![CDATA[Fish and chips]]&gt;", "Fish and chips"),
        ("&lt;b&gt;Fish&lt;/b&gt; and chips", "Fish and chips"),
        ('<a href="/1" hreflang="en">Fish</a> and chips', "Fish and chips"),
        ("<b>Fish</b> and <i>chips</i>", "Fish and chips"),
        ("Fish\n   and\tchips ", "Fish and chips"),
        ("List&lt;Fish&gt; of chips", "List<Fish> of chips"),
        ("Fish for &lt; 5 &amp; chips", "Fish for < 5 & chips"),
        ("Fish &amp;nbsp;chips", "Fish chips"),
        ("R&amp;D &amp;copy 2020", "R&D © 2020"),
        ("Fi\u00adsh\u200b and chips", "Fish and chips"),
    ],
)
def test_a_title_is_words_however_it_is_escaped(printed: str, title: str) -> None:
    for document in (
        rss(f"<title>{printed}</title><link>/1</link><description>A count of them.</description>"),
        atom(f'<title type="html">{printed}</title><link href="/1"/><summary>A count of them.</summary>'),
    ):
        assert content(document).title == title


def test_titles_of_pictures_media_and_sources_are_not_the_entrys() -> None:
    read = content(
        rss(
            "<image><title>A long caption</title><url>/a.jpg</url></image><media:title>IMG_0043</media:title>"
            "<media:content url='/b.jpg' medium='image'><media:title>b0043</media:title></media:content>"
            "<title>Oysters</title><itunes:title>S1</itunes:title><link>/1</link>"
            "<description>A count of them.</description>"
        )
    )
    assert (read.title, read.body) == ("Oysters", "A count of them.")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Every oyster has been counted. The clerk has gone out.", "Every oyster has been counted."),
        ("&lt;p&gt;Every oyster counted&lt;/p&gt;&lt;p&gt;The clerk&lt;/p&gt;", "Every oyster counted"),
        ("牡蛎はすべて数えられた。事務員はまた出かけた。", "牡蛎はすべて数えられた。"),
        ("word " * 60, ("word " * 24).strip() + "…"),
    ],
)
def test_an_entry_without_a_title_is_called_by_its_first_sentence(text: str, title: str) -> None:
    (read,) = contents(rss(f"<link>/1</link><description>{text}</description>"))
    assert read.title == title
    assert read.body.replace("\n\n", " ").startswith(title.rstrip("…"))


FOOTERS = {
    "en": "The post TITLE appeared first on SITE.",
    "de": "Der Beitrag TITLE erschien zuerst auf SITE.",
    "fr": "L’article TITLE est apparu en premier sur SITE.",
    "es": "La entrada TITLE se publicó primero en SITE.",
    "it": "L'articolo TITLE proviene da SITE.",
    "pt": "O post TITLE apareceu primeiro em SITE.",
    "nl": "Het bericht TITLE verscheen eerst op SITE.",
    "pl": "Artykuł TITLE pochodzi z serwisu SITE.",
    "ru": "Сообщение TITLE появились сначала на SITE.",
    "sv": "Inlägget TITLE dök först upp på SITE.",
    "tr": "TITLE yazısı ilk önce SITE üzerinde ortaya çıktı.",
    "ja": "TITLE は SITE に最初に表示されました。",
    "zh": "TITLE最先出现在SITE。",
    "ar": "ظهرت المقالة TITLE أولاً على SITE.",
    "cs": "Příspěvek TITLE se nejdříve objevil na SITE.",
    "id": "Artikel TITLE pertama kali tampil pada SITE.",
}


@pytest.mark.parametrize("language", FOOTERS)
@pytest.mark.parametrize("linked", [True, False])
def test_what_a_plug_in_appends_is_no_sentence_of_the_article(language: str, linked: bool) -> None:
    title = '<a href="https://strait.example/1">Ferry 1</a>' if linked else "Ferry 1"
    site = '<a href="https://strait.example">Strait Post</a>' if linked else "Strait Post"
    footer = FOOTERS[language].replace("TITLE", title).replace("SITE", site)
    for markup in (f"{FULL}<p>{footer}</p>", f"{FULL}{footer}", f"{FULL}<hr/><p><em>{footer}</em></p><p></p>"):
        read = content(rss(item(encoded(markup), text="")))
        assert read.body == BODY
        assert (read.declared_origin, read.partial) == (None, False)


MORE = (
    "Continue reading|Continue Reading →|Read more|Read More »|Read the full story|Keep reading|Weiterlesen|Mehr lesen|"
    "Lire la suite|Continuer la lecture|Leer más|Seguir leyendo|Leggi tutto|Continua a leggere|Leia mais|"
    "Continue lendo|Lees verder|Czytaj dalej|Читать далее|Читать полностью|Läs mer|Devamını oku|続きを読む|阅读更多|"
    "阅读全文|더 읽기|اقرأ المزيد|ادامه مطلب|Celý článek|Tovább|"
    "Citește mai mult|Διαβάστε περισσότερα|Selengkapnya|Xem thêm"
).split("|")


@pytest.mark.parametrize("words", MORE)
def test_an_invitation_to_read_on_is_no_word_of_the_article(words: str) -> None:
    link = f'<a class="more-link" href="{SELF}">{words} <span class="screen-reader-text">Ferry 1</span></a>'
    plain = f'<a href="{SELF}?utm_source=rss">{words}</a>'
    for markup in (f"{FULL}<p>{link}</p>", f"{FULL}{plain}", f"{FULL}<p>{words}</p>", FULL[:-4] + f" {plain}</p>"):
        assert content(rss(item(encoded(markup), text=""))).body == BODY


@pytest.mark.parametrize(
    ("text", "body", "partial"),
    [
        ("Every oyster has been counted, by hand [&#8230;]", "Every oyster has been counted, by hand", True),
        ("Every oyster has been counted, by hand [...]", "Every oyster has been counted, by hand", True),
        ("Every oyster has been counted, by hand (…)", "Every oyster has been counted, by hand", True),
        ("Every oyster has been counted, by hand …", "Every oyster has been counted, by hand …", True),
        ("Every oyster has been counted, by hand...", "Every oyster has been counted, by hand...", True),
        ("Every oyster has been counted, by hand… Read more", "Every oyster has been counted, by hand…", True),
        ("Every oyster has been counted, by hand… Weiterlesen →", "Every oyster has been counted, by hand…", True),
        ("Every oyster has been counted. Read more books, she said.", None, False),
        ("Every oyster has been counted.", None, False),
        ("They read more.", None, False),
    ],
)
def test_a_text_that_says_that_it_is_cut_is_partial(text: str, body: str | None, partial: bool) -> None:
    read = content(rss(item(text=text)))
    assert (read.body, read.partial) == (body or text, partial)


def test_what_belongs_to_the_site_and_not_to_the_article_is_left_out() -> None:
    flare = (
        '<div class="feedflare"><a href="http://feeds.example/~ff/x?a=1"><img src="http://feeds.example/~ff/x?d=1"></a></div>'
        '<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li>Print</li></ul></div>'
        '<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3></div><style>p {color: red}</style>'
        '<figure><img src="/a.jpg"><figcaption>Low water. Photo: A. Rive</figcaption></figure>'
    )
    read = content(rss(item(encoded(flare + FULL + flare), text="")))
    assert read.body == BODY
    assert [image.url for image in read.images] == ["https://strait.example/a.jpg"]


def test_words_of_the_article_that_look_like_furniture_stay() -> None:
    text = (
        "<p>The post office appeared first on the quay in 1911, and people still read more there than at home.</p>"
        f'<p>See <a href="{SELF}">our report on the ferry</a>, which has the names of all who sailed and what they '
        "said of the crossing when they came back.</p>"
    )
    read = content(rss(item(encoded(text), text="")))
    assert read.body.startswith("The post office appeared first on the quay in 1911")
    assert read.body.endswith("when they came back.")


def test_a_control_character_in_a_link_costs_itself_alone() -> None:
    linked = FULL.replace("Every oyster", f"<a href='{SELF}'>Every oy&#20;ster</a>")
    assert content(rss(item(encoded(linked), text=""))).body == BODY
