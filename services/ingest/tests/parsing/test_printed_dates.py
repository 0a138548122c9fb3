"""Dates that a page prints beside its headline and declares nowhere."""

from datetime import UTC, datetime

import pytest

from babelwire_contracts.content import Precision

from .conftest import Parse
from .news_pages import news_page

DAY = datetime(2024, 3, 12, tzinfo=UTC)
NEXT = datetime(2024, 3, 13, tzinfo=UTC)

ONE_DAY = [
    ("en-US", "Published March 12, 2024"),
    ("en", "By Jane Roe | March 12, 2024 | 5 min read"),
    ("en-US", "Associated Press March 12, 2024, 9:02 AM"),
    ("en", "Strait Post - Tue., Mar. 12th, 2024"),
    ("es", "12 de marzo de 2024, 08:15"),
    ("es", "Redacción | Martes 12 marzo 2024 | 08:15"),
    ("ca", "12 de març del 2024"),
    ("gl", "12 de marzo de 2024"),
    ("eu", "2024ko martxoaren 12a"),
    ("de", "Stand: 12.03.2024, 08:15 Uhr"),
    ("de", "Von Max Muster publiziert am 12. März 2024"),
    ("de", "12.03.24, 08:15 Uhr"),
    ("fr", "Publié le 12/03/2024 à 08h15"),
    ("fr", "Par Jeanne Roux, le mardi 12 mars 2024"),
    ("it", "Pubblicato il 12 marzo 2024 alle 08:15"),
    ("pt-BR", "Terça-feira, 12 de março de 2024 às 08h15"),
    ("nl", "Gepubliceerd op 12 maart 2024 om 08:15"),
    ("sv", "Publicerad 12 mars 2024 kl. 08.15"),
    ("da", "Udgivet d. 12. marts 2024"),
    ("nb", "Publisert: 12.03.2024 08:15"),
    ("fi", "Julkaistu 12.3.2024 klo 8.15"),
    ("is", "Birt 12. mars 2024"),
    ("hu", "2024. március 12., kedd 08:15"),
    ("ro", "Publicat: 12 martie 2024, 08:15"),
    ("cs", "Publikováno 12. března 2024"),
    ("sk", "12. marca 2024 o 08:15"),
    ("sl", "Objavljeno: 12. marec 2024"),
    ("sr", "12.03.2024. 08:15"),
    ("lt", "2024 m. kovo 12 d. 08:15"),
    ("lv", "2024. gada 12. martā"),
    ("et", "12. märts 2024"),
    ("sq", "12 Mars 2024, ora 08:15"),
    ("el", "Τρίτη, 12 Μαρτίου 2024, 08:15"),
    ("tr", "12 Mart 2024 Salı - 08:15"),
    ("az", "12 mart 2024, 08:15"),
    ("ru", "12 марта 2024 года в 08:15"),
    ("uk", "Опубліковано: 12 березня 2024 р."),
    ("bg", "12 март 2024 г."),
    ("mk", "12 март 2024"),
    ("kk", "12 наурыз 2024 ж."),
    ("mn", "2024 оны 3-р сарын 12"),
    ("hy", "12 մարտի 2024"),
    ("ka", "12 მარტი 2024"),
    ("he", "פורסם ב-12 במרץ 2024"),
    ("ar", "نشر في: ١٢ مارس ٢٠٢٤"),
    ("ar", "الثلاثاء 02 رمضان 1445هـ - 12 مارس 2024م"),
    ("ar", "١٤٤٥/٠٩/٠٢ هـ الموافق ٢٠٢٤/٠٣/١٢"),
    ("fa", "۲۲ اسفند ۱۴۰۲ - ۰۸:۱۵"),
    ("fa", "تاریخ انتشار: ۱۴۰۲/۱۲/۲۲"),
    ("fa-AF", "۲۲ حوت ۱۴۰۲"),
    ("ur", "12 مارچ 2024"),
    ("hi", "प्रकाशित: १२ मार्च २०२४"),
    ("bn", "প্রকাশ: ১২ মার্চ ২০২৪, ০৮:১৫"),
    ("ta", "12 மார்ச் 2024"),
    ("th", "12 มีนาคม 2567 เวลา 08:15 น."),
    ("th", "12 มี.ค. 67 08:15 น."),
    ("th", "12/03/2567"),
    ("vi", "Ngày 12 tháng 3 năm 2024"),
    ("vi", "Thứ ba, 12/3/2024"),
    ("id", "Selasa, 12 Maret 2024"),
    ("ms", "12 Mac 2024"),
    ("tl", "Marso 12, 2024"),
    ("sw", "Machi 12, 2024"),
    ("ja", "2024年3月12日 8時15分"),
    ("ja", "令和6年3月12日"),
    ("ja", "2024.03.12 08:15"),
    ("zh", "发布时间：2024-03-12 08:15　来源：海峡报"),
    ("zh-TW", "民國113年3月12日"),
    ("ko", "기사입력 :[ 2024-03-12 15:24 ]"),
    ("ko", "2024. 3. 12. 오전 8:15"),
    ("de-AT", "12. Mrz 2024 | Lesezeit: 3 Minuten"),
    ("en", "Home > Sport and games > 12 March 2024"),
    ("el", "ΤΡΙΤΗ 12 ΜΑΡΤΙΟΥ 2024"),
    ("km", "ថ្ងៃទី១២ ខែមីនា ឆ្នាំ២០២៤"),
    ("my", "၂၀၂၄ ခုနှစ် မတ်လ ၁၂ ရက်"),
    ("ha", "12 Maris 2024"),
    ("mt", "12 ta’ Marzu 2024"),
    ("ja", "2024年（令和6年）3月12日（火）"),
    ("zh", "2024年03月12日08:15 | 来源：海峡报"),
    ("en-GB", "Tue 12 Mar 2024 08.15"),
    ("da", "Tirsdag d. 12. mar. 2024 kl. 08:15"),
    ("cs", "12. 3. 2024 8:15"),
    ("he", "12.03.24, 08:15"),
    ("hi", "Publish Date: Tue, 12 Mar 2024"),
    ("ky", "12-март, 2024"),
    ("uz", "12 Mart 2024 yil"),
]


@pytest.mark.parametrize(("lang", "printed"), ONE_DAY)
def test_a_day_beside_the_headline(parsed: Parse, lang: str, printed: str) -> None:
    content = parsed(news_page(f'<div class="meta">{printed}</div>', lang=lang)).content
    assert (content.published_at, content.published_at_precision) == (DAY, Precision.DAY)
    assert content.published_at_source == "printed date"
    assert content.modified_at is None


BOTH = [
    ("es", "Publicado: 12 de marzo de 2024 | Actualizado: 13 de marzo de 2024, 10:20h"),
    ("fr", "Publié le 12/03/2024 à 08h15, mis à jour le 13/03/2024 à 10h02"),
    ("pt-BR", "12/03/2024 08h15 Atualizado 13/03/2024 10h02"),
    ("de", "Veröffentlicht: 12.03.2024, 08:15 Uhr – Aktualisiert: 13.03.2024, 10:02 Uhr"),
    ("it", "12 marzo 2024 (modifica il 13 marzo 2024 | 10:20)"),
    ("nl", "12 maart 2024, laatste update 13 maart 2024"),
    ("sv", "Uppdaterad 13 mars 2024 Publicerad 12 mars 2024"),
    ("pl", "12 marca 2024, 08:15, aktualizacja: 13 marca 2024, 10:20"),
    ("tr", "Yayınlanma: 12 Mart 2024 08:15 Güncelleme: 13 Mart 2024 10:20"),
    ("ru", "Опубликовано: 12 марта 2024 (обновлено: 13 марта 2024)"),
    ("ja", "更新日：2024年3月13日 公開日：2024年3月12日"),
    ("ko", "입력 2024.03.12. 오전 8:15 수정 2024.03.13. 오후 2:10"),
    ("en-US", "Posted: Tue 6:45 PM, Mar 12, 2024 | Updated: Wed 8:31 PM, Mar 13, 2024"),
    ("en", "12 March 2024 · Last updated on 13 March 2024 at 10:20"),
]


@pytest.mark.parametrize(("lang", "printed"), BOTH)
def test_a_change_is_no_publication(parsed: Parse, lang: str, printed: str) -> None:
    content = parsed(news_page(f"<p>{printed}</p>", lang=lang)).content
    assert (content.published_at, content.modified_at) == (DAY, NEXT)
    assert content.modified_at_source == "printed date"
    assert content.modified_at_precision is Precision.DAY


def test_a_change_alone_dates_no_publication(parsed: Parse) -> None:
    content = parsed(news_page("<p>Last updated: 13 March 2024</p>")).content
    assert (content.published_at, content.modified_at) == (None, NEXT)


@pytest.mark.parametrize(
    ("lang", "printed", "at"),
    [
        ("en-US", "Published 7:07 PM EST Mar 12, 2024", datetime(2024, 3, 13, 0, 7, tzinfo=UTC)),
        ("en-US", "March 12, 2024 at 9:02 a.m. EDT", datetime(2024, 3, 12, 13, 2, tzinfo=UTC)),
        (
            "en-IN",
            "Updated on: 13 Mar 2024. Published: 12 Mar 2024, 08:15 am IST",
            datetime(2024, 3, 12, 2, 45, tzinfo=UTC),
        ),
        ("vi", "Thứ ba, 12/3/2024, 08:15 (GMT+7)", datetime(2024, 3, 12, 1, 15, tzinfo=UTC)),
        ("id", "Selasa, 12 Mar 2024 08:15 WIB", datetime(2024, 3, 12, 1, 15, tzinfo=UTC)),
        ("ru", "12 марта 2024, 08:15 МСК", datetime(2024, 3, 12, 5, 15, tzinfo=UTC)),
        ("ja", "2024年3月12日 午後3時15分 JST", datetime(2024, 3, 12, 6, 15, tzinfo=UTC)),
        ("hi", "Publish Date: Tue, 12 Mar 2024 08:15 AM (IST)", datetime(2024, 3, 12, 2, 45, tzinfo=UTC)),
        ("en-US", "Mar 12, 2024 at 8:15 a.m. ET", datetime(2024, 3, 12, 12, 15, tzinfo=UTC)),
        ("en-US", "Published: 8:15 AM CDT March 12, 2024", datetime(2024, 3, 12, 13, 15, tzinfo=UTC)),
        ("en", "12 March 2024 08:15 GMT", datetime(2024, 3, 12, 8, 15, tzinfo=UTC)),
    ],
)
def test_a_moment_where_its_zone_is_printed(parsed: Parse, lang: str, printed: str, at: datetime) -> None:
    content = parsed(news_page(f"<p>{printed}</p>", lang=lang)).content
    assert (content.published_at, content.published_at_precision) == (at, Precision.MINUTE)


def test_the_page_s_own_offset_makes_a_moment_of_a_printed_time(parsed: Parse) -> None:
    head = '<meta property="article:modified_time" content="2024-03-13T10:02:11+01:00">'
    content = parsed(news_page("<p>Stand: 12.03.2024, 08:15 Uhr</p>", lang="de", head=head)).content
    assert content.published_at == datetime(2024, 3, 12, 7, 15, tzinfo=UTC)
    winter = head.replace("2024-03-13", "2024-11-13")
    other = parsed(news_page("<p>Stand: 12.07.2024, 08:15 Uhr</p>", lang="de", head=winter)).content
    assert (other.published_at, other.published_at_precision) == (datetime(2024, 7, 12, tzinfo=UTC), Precision.DAY)


APRIL_3, MARCH_4 = datetime(2021, 4, 3, tzinfo=UTC), datetime(2021, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lang", "inside", "url", "at"),
    [
        ("en-GB", "", None, APRIL_3),
        ("en-US", "", None, MARCH_4),
        ("de", "", None, APRIL_3),
        ("en", "", None, None),
        ("en", "", "https://strait.co.uk/ferry", APRIL_3),
        ("en-US", "", "https://strait.co.uk/ferry", None),
        ("en", "", "https://strait.example/2021/04/03/ferry", APRIL_3),
        ("en-US", "", "https://strait.example/2021/04/03/ferry", APRIL_3),
        ("en", "<aside><a href='/x'>Goats at sea</a> 19/3/2021</aside>", None, APRIL_3),
        ("en", "<aside><a href='/x'>Goats at sea</a> 3/19/2021</aside>", None, MARCH_4),
        ("en-US", "<aside><a href='/x'>Goats at sea</a> 19/3/2021</aside>", None, APRIL_3),
        ("en", "<aside>19/3/2021 <a href='/x'>Goats</a> 3/19/2021</aside>", None, None),
        ("ja", "", None, None),
    ],
)
def test_the_page_itself_says_which_is_the_month(
    parsed: Parse, lang: str, inside: str, url: str | None, at: datetime | None
) -> None:
    content = parsed(news_page("<p>Posted: 3/4/2021</p>", lang=lang, below=inside), url=url).content
    assert content.published_at == at
    if at is None:
        assert any("3/4/2021" in rejected.words for rejected in content.rejected_dates)


NOVEMBER, OCTOBER = datetime(2024, 11, 12, tzinfo=UTC), datetime(2024, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lang", "printed", "at"),
    [
        ("pl", "12 listopada 2024, 08:15", NOVEMBER),
        ("cs", "12. listopadu 2024", NOVEMBER),
        ("hr", "12. listopada 2024.", OCTOBER),
        ("en", "12 listopada 2024", None),
    ],
)
def test_a_name_of_two_months_is_read_in_the_page_s_language(
    parsed: Parse, lang: str, printed: str, at: datetime | None
) -> None:
    assert parsed(news_page(f"<p>{printed}</p>", lang=lang)).content.published_at == at


NOTHING = [
    '<div class="comments"><p>Posted Mar 9, 2024 8:14 by moleman77</p><p>My uncle has a ferry.</p></div>',
    '<section id="disqus_thread"><time datetime="2024-03-09T08:14:00Z">March 9, 2024</time> Good.</section>',
    "<p>Copyright 12 March 2024 Strait Post</p>",
    "<div>Version 12.03.2024 of this software</div>",
    '<aside><h3>Related</h3><a href="/goats">Goats at sea</a><time datetime="2024-03-09">March 9, 2024</time></aside>',
    '<div class="related-posts"><article><a href="/g"><h3>Goats</h3></a><time datetime="2024-03-09T10:00:00Z">'
    "</time></article></div>",
    "<div>Printed on 12 March 2024</div>",
    "<div>Last visited: 12 March 2024</div>",
    "<div>Registered on 12 March 2004 under number 77</div>",
    '<a href="/goats"><span>Goats at sea</span> <span>March 9, 2024</span></a>',
]


@pytest.mark.parametrize("below", NOTHING)
def test_what_dates_nothing(parsed: Parse, below: str) -> None:
    assert parsed(news_page(below=below)).content.published_at is None
    assert parsed(news_page(inside=below)).content.published_at is None


@pytest.mark.parametrize(
    "beside",
    [
        "<p>2 hours ago</p>",
        "<p>Yesterday, 08:15</p>",
        "<p>The court had ruled on 12 March 2024 that the ferry could sail again, and nobody believed it at all.</p>",
        "<p>12 March</p>",
        "<p>Sailing on 12 March 2024 from the old pier</p>",
    ],
)
def test_words_beside_the_headline_that_date_nothing(parsed: Parse, beside: str) -> None:
    assert parsed(news_page(beside)).content.published_at is None


def test_the_day_in_a_site_s_head_is_the_reader_s(parsed: Parse) -> None:
    above = "<div class='topbar'>Saturday, March 9, 2024</div>"
    assert parsed(news_page(above=above)).content.published_at is None
    assert parsed(news_page("<p>March 12, 2024</p>", above=above)).content.published_at == DAY


def test_a_time_element_in_the_text_dates_nothing(parsed: Parse) -> None:
    inside = "<p>The promise was made on <time datetime='2019-05-01'>1 May 2019</time>, and it was kept for a year.</p>"
    assert parsed(news_page(inside=inside)).content.published_at is None


def test_a_labelled_date_at_the_end_of_the_article(parsed: Parse) -> None:
    assert parsed(news_page(inside="<p>Erstellt am: 12.03.2024</p>", lang="de")).content.published_at == DAY


def test_rejected_dates_say_where_they_stood_and_why_not(parsed: Parse) -> None:
    below = '<div class="comments"><p>Posted Mar 9, 2024 8:14 by moleman77</p></div>'
    inside = "<p>The court had ruled on 14 March 1997 that the ferry could sail again, and nobody believed it.</p>"
    content = parsed(news_page(inside=inside, below=below)).content
    said = {(rejected.words, rejected.reason) for rejected in content.rejected_dates}
    assert ("Mar 9, 2024", "in readers' comments") in said
    assert ("14 March 1997", "in the text") in said
    many = "".join(
        f"<p>The court ruled on {day} March 1997 that the ferry could sail again.</p>" for day in range(1, 31)
    )
    assert len(parsed(news_page(inside=many)).content.rejected_dates) == 20
