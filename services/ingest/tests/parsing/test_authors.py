"""Writers' names in the heads and bylines of many house styles: people without their roles and places."""

import pytest

from babelwire_contracts.content import ClueKind

from .conftest import Parse
from .pages import STORY, ld, og, page

TITLE = "<title>Ferry sails again | The Daily Lantern</title>" + og(site_name="The Daily Lantern")
H1 = "<h1>Ferry sails again</h1>"

DECLARED = {
    "a person": (ld('"author": {"@type": "Person", "name": "Mira Holt"}'), ["Mira Holt"]),
    "a text": (ld('"author": "Mira Holt"'), ["Mira Holt"]),
    "several": (
        ld('"author": [{"@type": "Person", "name": "Mira Holt"}, {"name": "Tomé Quaresma"}]'),
        ["Mira Holt", "Tomé Quaresma"],
    ),
    "with a role": (ld('"author": {"name": "Mira Holt, Senior Reporter"}'), ["Mira Holt"]),
    "a role in brackets": (ld('"author": {"name": "Mira Holt (Chief Political Correspondent)"}'), ["Mira Holt"]),
    "a role behind a bar": (ld('"author": {"name": "Mira Holt | Lantern Media for lantern.example"}'), ["Mira Holt"]),
    "the word before": (ld('"author": {"name": "By MIRA HOLT, AP National Political Writer"}'), ["MIRA HOLT"]),
    "two in one": (ld('"author": {"name": "Mira Holt and Tomé Quaresma"}'), ["Mira Holt", "Tomé Quaresma"]),
    "last name first": (ld('"author": {"name": "Holt, Mira"}'), ["Mira Holt"]),
    "last names first": ('<meta name="author" content="Holt, Mira; Quaresma, Tomé">', ["Mira Holt", "Tomé Quaresma"]),
    "once in two cases": (ld('"author": [{"name": "Mira Holt"}, {"name": "MIRA HOLT"}]'), ["Mira Holt"]),
    "an address": (
        ld('"author": {"name": "mira.holt@lantern.example"}') + '<meta name="author" content="Mira Holt">',
        ["Mira Holt"],
    ),
    "with an address": ('<meta name="author" content="Mira Holt (mira@lantern.example)">', ["Mira Holt"]),
    "with a handle": ('<meta name="author" content="Mira Holt @miraholt">', ["Mira Holt"]),
    "by reference": (
        '<script type="application/ld+json">{"@graph": [{"@type": "Article", "author": {"@id": "#mira"}},'
        ' {"@type": "Person", "@id": "#mira", "name": "Mira Holt"}]}</script>',
        ["Mira Holt"],
    ),
    "given and family name": (ld('"author": {"givenName": "Mira", "familyName": "Holt"}'), ["Mira Holt"]),
    "creator": (ld('"creator": ["Mira Holt"]'), ["Mira Holt"]),
    "a profile's address": (
        '<meta property="article:author" content="https://www.lantern.example/people/mira-holt">',
        ["Mira Holt"],
    ),
    "a profile that names nobody": (
        '<meta property="article:author" content="https://social.example/lanternnews">',
        [],
    ),
    "an agency": (ld('"author": {"@type": "Organization", "name": "AFP"}'), ["AFP"]),
    "two agencies": ('<meta name="author" content="dpa/Reuters">', ["dpa", "Reuters"]),
    "a person of an agency": ('<meta name="author" content="Mira Holt, Reuters">', ["Mira Holt"]),
    "a person and an agency": (
        ld('"author": [{"@type": "Person", "name": "Mira Holt"}, {"@type": "Organization", "name": "dpa"}]'),
        ["Mira Holt", "dpa"],
    ),
    "the paper and a person": (
        ld(
            '"author": [{"@type": "Organization", "name": "The Daily Lantern"},'
            ' {"@type": "Person", "name": "Mira Holt"}]'
        ),
        ["Mira Holt"],
    ),
    "the desk": ('<meta name="author" content="Lantern Staff">', ["Lantern Staff"]),
    "the desk and a person": (ld('"author": [{"name": "Mira Holt"}, {"name": "Lantern Staff"}]'), ["Mira Holt"]),
    "another source than the first has a person": (
        ld('"author": {"@type": "Organization", "name": "The Daily Lantern"}')
        + '<meta name="byl" content="By Mira Holt">',
        ["Mira Holt"],
    ),
    "a biography": (
        '<meta name="author" content="Mira Holt has written about harbours and goats for this newspaper since 2003.">',
        [],
    ),
    "a template": ('<meta name="author" content="{{author.name}}">', []),
    "a name with a comma": (ld('"author": {"name": "Martin Holt, Jr."}'), ["Martin Holt, Jr."]),
    "a title": (ld('"author": {"name": "Dr. Mira Holt, PhD"}'), ["Dr. Mira Holt"]),
    "entities": (ld('"author": {"name": "Tom&amp;#233; Quaresma"}'), ["Tomé Quaresma"]),
    "de: Ort": ('<meta name="author" content="Von Anna Klein, Berlin">', ["Anna Klein"]),
    "de: Redaktion": ('<meta name="author" content="Redaktion">', ["Redaktion"]),
    "de: Redakteurin": (ld('"author": {"name": "Anna Klein, Redakteurin"}'), ["Anna Klein"]),
    "de: und": (
        '<meta name="author" content="Anna Klein und Jörg von der Heide">',
        ["Anna Klein", "Jörg von der Heide"],
    ),
    "fr: avec l'agence": ('<meta name="author" content="Claire Dubois avec AFP">', ["Claire Dubois"]),
    "zh: 、": ('<meta name="author" content="沈予安、林小雨">', ["沈予安", "林小雨"]),
    "ko: 기자": (ld('"author": {"name": "홍길동 기자"}'), ["홍길동"]),
    "ja: 記者": (ld('"author": {"name": "高瀬澄子記者"}'), ["高瀬澄子"]),
}

ALSO_DECLARED = {
    "an agency behind the name": (ld('"author": {"name": "By MIRA HOLT Associated Press"}'), ["MIRA HOLT"]),
    "the paper behind the name": ('<meta name="author" content="Mira Holt The Daily Lantern">', ["Mira Holt"]),
    "for a paper": ('<meta name="author" content="Mira Holt for Lantern Online">', ["Mira Holt"]),
    "a system's own user": (
        '<meta name="author" content="Super User"><meta name="byl" content="Mira Holt">',
        ["Mira Holt"],
    ),
    "nothing but the word": (
        ld('"author": {"name": "By "}') + '<meta name="author" content="Mira Holt">',
        ["Mira Holt"],
    ),
    "an organisation as printed": (
        ld('"author": {"@type": "Organization", "name": "Lantern avec AFP"}'),
        ["Lantern avec AFP"],
    ),
    "the paper alone": (ld('"author": {"@type": "Organization", "name": "The Daily Lantern"}'), []),
    "an agency and where it sits": ('<meta name="author" content="EFE/Madrid">', ["EFE"]),
    "a station behind a comma": ('<meta name="author" content="Jan Koch, ARD-Studio Wien">', ["Jan Koch"]),
    "a name like a conjunction": (ld('"author": {"name": "Dan Evans"}'), ["Dan Evans"]),
    "in capitals": ('<meta name="author" content="MIRA HOLT AND TOMÉ QUARESMA">', ["MIRA HOLT", "TOMÉ QUARESMA"]),
    "an initial": (ld('"author": {"name": "Mira E. Holt"}'), ["Mira E. Holt"]),
    "a hyphen": (ld('"author": {"name": "Jean-Luc Holt-Quaresma"}'), ["Jean-Luc Holt-Quaresma"]),
    "an apostrophe": (ld('"author": {"name": "Siobhán O’Holt"}'), ["Siobhán O’Holt"]),
    "a surname that is a role": (ld('"author": {"name": "Alan Fellow"}'), ["Alan Fellow"]),
    "a single name": (ld('"author": {"@type": "Person", "name": "Suharto"}'), ["Suharto"]),
    "it: la redazione": ('<meta name="author" content="di Redazione">', ["Redazione"]),
    "tr: masa": ('<meta name="author" content="Haber Merkezi">', ["Haber Merkezi"]),
    "ru: два имени": (
        '<meta name="author" content="Глеб Сорокоумов, Анна Ветрова">',
        ["Глеб Сорокоумов", "Анна Ветрова"],
    ),
    "ar: و": ('<meta name="author" content="سلمى الخوري و نادر حداد">', ["سلمى الخوري", "نادر حداد"]),
    "ko: two": ('<meta name="author" content="홍길동·김서연 기자">', ["홍길동", "김서연"]),
    "zh: place": ('<meta name="author" content="記者沈予安／台北報導">', ["沈予安"]),
}

PRINTED = {
    "en: role and place": (
        '<p class="author">Written by Mira Holt, Senior Reporter, and Tomé Quaresma in Lisbon, The Daily Lantern</p>',
        ["Mira Holt", "Tomé Quaresma"],
    ),
    "en: place": ('<p class="byline">By Virginia Lopes in Caracas</p>', ["Virginia Lopes"]),
    "en: two places": (
        '<p class="byline">Mira Holt in London and Tomé Quaresma in Lisbon</p>',
        ["Mira Holt", "Tomé Quaresma"],
    ),
    "en: name and role in their own elements": (
        '<div class="byline"><a href="/people/mira-holt">Mira Holt</a><span>Staff Writer</span></div>',
        ["Mira Holt"],
    ),
    "en: a date behind": ('<div class="byline">By Mira Holt | 19 June 2021, 8.15pm</div>', ["Mira Holt"]),
    "en: an address element": ("<address>By <a rel='author' href='/mira'>Mira Holt</a></address>", ["Mira Holt"]),
    "en: no class at all": ("<p>By Mira Holt</p>", ["Mira Holt"]),
    "en: linked to the page of the author": ('<span><a href="/authors/mira-holt/">Mira Holt</a></span>', ["Mira Holt"]),
    "en: buttons in the byline": (
        '<div class="article-author"><span>Mira Holt</span><button>Follow</button><a href="#">Share</a></div>',
        ["Mira Holt"],
    ),
    "en: the paper": ('<div class="byline">By Mira Holt, Daily Lantern Staff Writer</div>', ["Mira Holt"]),
    "de: Von": (
        '<p class="autor">Von Anna Klein und Jörg von der Heide, Berlin</p>',
        ["Anna Klein", "Jörg von der Heide"],
    ),
    "de: Text": ("<p>Text: Anna Klein; Fotos: Ole Lund</p>", ["Anna Klein"]),
    "de: Ein Kommentar von": ('<div class="author">Ein Kommentar von Anna Klein</div>', ["Anna Klein"]),
    "fr: Par": ('<div class="signature">Par Claire Dubois, à Marseille</div>', ["Claire Dubois"]),
    "fr: envoyée spéciale": ('<p class="author">Claire Dubois (envoyée spéciale à Marseille)</p>', ["Claire Dubois"]),
    "es: corresponsal": ('<div class="autor">Por Lucía Gómez, corresponsal en Lisboa</div>', ["Lucía Gómez"]),
    "es: Redacción": ('<div class="author">Redacción</div>', ["Redacción"]),
    "pt: da redação": ('<p class="byline">Por Tomé Quaresma — São Paulo</p>', ["Tomé Quaresma"]),
    "it: di": ('<p class="autore">di Giulia Marchetti</p>', ["Giulia Marchetti"]),
    "nl: door": ('<p class="auteur">Door Pieter van den Berg</p>', ["Pieter van den Berg"]),
    "sv: av": ('<p class="byline">Av Karin Åkesson</p>', ["Karin Åkesson"]),
    "nb: tekst": ('<p class="byline">Tekst: Ida Vik</p>', ["Ida Vik"]),
    "fi": ('<p class="kirjoittaja">Teksti: Aino Lahti</p>', ["Aino Lahti"]),
    "pl: autor": ('<p class="autor">Autor: Zofia Wilk</p>', ["Zofia Wilk"]),
    "cs": ('<p class="autor">Autor: Jana Dvořáková</p>', ["Jana Dvořáková"]),
    "hu": ('<p class="szerzo">Szerző: Nagy Anna</p>', ["Nagy Anna"]),
    "ro": ('<p class="autor">De Ioana Popescu</p>', ["Ioana Popescu"]),
    "tr": ('<p class="yazar">Haber: Ayşe Demir</p>', ["Ayşe Demir"]),
    "el": ('<p class="author">Της Ελένης Παππά</p>', ["Ελένης Παππά"]),
    "ru": ('<p class="author">Автор: Глеб Сорокоумов</p>', ["Глеб Сорокоумов"]),
    "ru: корреспондент": ('<p class="author">Глеб Сорокоумов, корреспондент</p>', ["Глеб Сорокоумов"]),
    "uk": ('<p class="author">Автор: Олена Коваль</p>', ["Олена Коваль"]),
    "ar": ('<p class="author">بقلم: سلمى الخوري</p>', ["سلمى الخوري"]),
    "he": ('<p class="author">מאת נועה ברק</p>', ["נועה ברק"]),
    "fa": ('<p class="author">نویسنده: مریم رضایی</p>', ["مریم رضایی"]),
    "hi": ('<p class="author">द्वारा: अनिता शर्मा</p>', ["अनिता शर्मा"]),
    "zh: 文／": ("<p>文／沈予安</p>", ["沈予安"]),
    "zh: 记者": ('<p class="author">本报记者 沈予安</p>', ["沈予安"]),
    "zh: 责任编辑": ('<p class="author">记者：沈予安 责任编辑：林小雨</p>', ["沈予安"]),
    "ja": ('<p class="author">【記者・高瀬澄子】</p>', ["高瀬澄子"]),
    "ja: 文＝": ('<p class="author">文＝高瀬澄子</p>', ["高瀬澄子"]),
    "ko": ('<p class="byline">홍길동 기자 gildong@lantern.example</p>', ["홍길동"]),
    "id": ('<p class="penulis">Penulis: Budi Santoso</p>', ["Budi Santoso"]),
    "vi": ('<p class="author">Tác giả: Nguyễn Thị Lan</p>', ["Nguyễn Thị Lan"]),
    "en: role on the next line": (
        '<div class="byline"><div>By <a href="/a/1">Mira Holt</a></div><div>Political editor, in Lisbon</div></div>',
        ["Mira Holt"],
    ),
    "en: two links": (
        '<p class="byline">By <a href="/1">Mira Holt</a> and <a href="/2">Tomé Quaresma</a></p>',
        ["Mira Holt", "Tomé Quaresma"],
    ),
    "en: list of links": (
        '<ul class="authors"><li><a href="/author/holt">Mira Holt</a></li>'
        '<li><a href="/author/q">Tomé Quaresma</a></li></ul>',
        ["Mira Holt", "Tomé Quaresma"],
    ),
    "en: written, reported, edited": ("<p>Written by: Mira Holt | Edited by: Ole Lund</p>", ["Mira Holt"]),
    "en: desk": ('<div class="byline">By Lantern Web Desk</div>', ["Lantern Web Desk"]),
    "en: an agency": ('<span class="author">Reuters</span>', ["Reuters"]),
    "en: Published by": ('<div class="byline">Published by Mira Holt</div>', ["Mira Holt"]),
    "en: updated": ('<div class="author-line">Mira Holt<br>Updated 19 June 2021</div>', ["Mira Holt"]),
    "de: Studio": ('<div class="authorline">Von Jan Koch, ARD-Studio Wien</div>', ["Jan Koch"]),
    "de: dpa": ('<span class="author">dpa</span>', ["dpa"]),
    "pt: emissora": (
        '<p class="author">Por Tomé Quaresma e Ana da Silva, TV Estreito — Rio de Janeiro</p>',
        ["Tomé Quaresma", "Ana da Silva"],
    ),
    "id: editor": ("<p>Penulis: Budi Santoso | Editor: Siti Aminah</p>", ["Budi Santoso"]),
    "ar: مدينة": ('<p class="author">القاهرة - سلمى الخوري</p>', ["سلمى الخوري"]),
    "no name at all": ('<p class="author">Follow the author of this story on our pages</p>', []),
    "comments": ('<p class="byline">12 comments</p>', []),
}

BELOW = {
    "credit of a picture": ('<p class="credit">Photo: Ole Lund</p>', []),
    "en: at the end": ("<p>By Mira Holt</p>", ["Mira Holt"]),
    "en: brackets at the end": ('<p class="author">(Mira Holt)</p>', ["Mira Holt"]),
    "ru: at the end": ("<p>Автор: Глеб Сорокоумов</p>", ["Глеб Сорокоумов"]),
    "zh: the editor is no author": ("<p>责任编辑：林小雨</p>", []),
    "ko: at the end": ("<p>홍길동 기자 gildong@lantern.example</p>", ["홍길동"]),
    "zh: in brackets": ("<p>（记者 沈予安）</p>", ["沈予安"]),
    "a commenter": ('<section class="comments"><p class="author">Troll Three</p><p>By Some Reader</p></section>', []),
    "the author of another article": ('<aside><h3>More</h3><span class="author">Ole Lund</span></aside>', []),
    "a teaser": ('<article><h3>Goats sold</h3><span class="author">Ole Lund</span></article>', []),
    "a box about the author": (
        '<div class="author-box"><h4 class="author-name">About Mira Holt</h4>'
        "<p>Mira Holt has written about goats since 2003.</p></div>",
        ["Mira Holt"],
    ),
}


@pytest.mark.parametrize(
    ("head", "authors"), [*DECLARED.values(), *ALSO_DECLARED.values()], ids=[*DECLARED, *ALSO_DECLARED]
)
def test_declared_authors(parsed: Parse, head: str, authors: list[str]) -> None:
    assert parsed(page(TITLE + head, H1), url="https://www.lantern.example/a").content.authors == authors


@pytest.mark.parametrize(("byline", "authors"), PRINTED.values(), ids=PRINTED.keys())
def test_authors_printed_under_the_headline(parsed: Parse, byline: str, authors: list[str]) -> None:
    content = parsed(page(TITLE, H1 + byline), url="https://www.lantern.example/a").content
    assert content.authors == authors
    assert content.body.split("\n\n") == list(STORY)


@pytest.mark.parametrize(("byline", "authors"), BELOW.values(), ids=BELOW.keys())
def test_authors_printed_below_the_text(parsed: Parse, byline: str, authors: list[str]) -> None:
    assert parsed(page(TITLE, H1, byline), url="https://www.lantern.example/a").content.authors == authors


def test_an_article_inside_a_card_has_its_own_byline(parsed: Parse) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    card = f'<div class="card">{H1}<p class="author">Mira Holt</p>{text}</div>'
    html = f"<html><head>{TITLE}</head><body>{card}</body></html>"
    assert parsed(html, url="https://www.lantern.example/a").content.authors == ["Mira Holt"]


def test_a_byline_is_kept_as_printed(parsed: Parse) -> None:
    content = parsed(page(TITLE, H1 + '<p class="author">By Mira Holt, Senior Reporter, in Lisbon</p>')).content
    assert [clue.words for clue in content.clues if clue.kind is ClueKind.BYLINE] == [
        "By Mira Holt, Senior Reporter, in Lisbon"
    ]


@pytest.mark.parametrize("signs", ["***", "—", "……", "• • •", "<b>*</b> <i>*</i>"])
@pytest.mark.parametrize(
    ("behind", "authors"),
    [("", []), ("<p>Mira Holt</p><p>mira.holt@lantern.example</p>", ["Mira Holt"])],
)
def test_a_line_without_a_word_ends_no_text(parsed: Parse, signs: str, behind: str, authors: list[str]) -> None:
    content = parsed(page(TITLE, H1, f"<p>{signs}</p>{behind}")).content
    assert content.authors == authors


@pytest.mark.parametrize("signs", ["*" * 80 + "!", "— " * 40 + "."])
def test_a_long_line_without_a_word_is_no_paragraph(parsed: Parse, signs: str) -> None:
    below = f"<p>{signs}</p><p>Mira Holt</p><p>mira.holt@lantern.example</p>"
    assert parsed(page(TITLE, H1, below)).content.authors == ["Mira Holt"]
