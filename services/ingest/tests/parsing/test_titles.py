"""Headlines as a reader sees them, in the heads and headers of many house styles."""

import pytest

from .conftest import Parse
from .pages import ld, og, page

CASES = {
    "en: site behind a bar": (
        "<title>Harbour wall collapses | The Tidewater Echo</title>"
        + og(title="Harbour wall collapses | The Tidewater Echo"),
        "",
        "Harbour wall collapses",
    ),
    "en: site in front, no site name declared": (
        "<title>Tidewater Echo: Harbour wall collapses at noon</title>"
        + '<meta property="og:title" content="Harbour wall collapses at noon">',
        "",
        "Harbour wall collapses at noon",
    ),
    "en: a section and the site": (
        "<title>Harbour wall collapses - World News - Tidewater Echo</title>" + og(site_name="Tidewater Echo"),
        "",
        "Harbour wall collapses",
    ),
    "en: a section in front": (
        "<title>Politics | Mayor to pay for his own ticket</title>"
        + og(title="Politics | Mayor to pay for his own ticket")
        + ld('"articleSection": "Politics"'),
        "",
        "Mayor to pay for his own ticket",
    ),
    "en: the site's abbreviation": (
        "<title>Harbour wall collapses - TBN</title>"
        + og(title="Harbour wall collapses - TBN", site_name="Tidewater Broadcasting Network"),
        "",
        "Harbour wall collapses",
    ),
    "en: the domain": (
        "<title>Harbour wall collapses - tidewater.example</title>"
        + og(title="Harbour wall collapses - tidewater.example"),
        "",
        "Harbour wall collapses",
    ),
    "en: a dash that is the headline's own": (
        "<title>A wall, a mayor - and nine days without a boat | Tidewater Echo</title>",
        "<h1>A wall, a mayor - and nine days without a boat</h1>",
        "A wall, a mayor - and nine days without a boat",
    ),
    "en: a dash of its own and nothing else to go by": (
        "<title>A wall, a mayor - and nine days without a boat</title>",
        "",
        "A wall, a mayor - and nine days without a boat",
    ),
    "en: a colon of its own": (
        "<title>Exclusive: the mayor's ticket was never paid</title>"
        + og(title="Exclusive: the mayor's ticket was never paid"),
        "",
        "Exclusive: the mayor's ticket was never paid",
    ),
    "en: entities escaped twice": (
        "<title>x</title>"
        + ld('"headline": "Mayor&amp;#8217;s ferry &amp;amp; the goats"')
        + og(title="Mayor&amp;#8217;s ferry &amp;amp; the goats"),
        "",
        "Mayor’s ferry & the goats",
    ),
    "en: entities escaped twice in the heading": (
        "<title>Goats &amp;amp; mayors on the ferry</title>",
        "<h1>Goats &amp;amp; mayors on the ferry</h1>",
        "Goats & mayors on the ferry",
    ),
    "en: the metadata are cut": (
        "<title>Nine days without a ferry, and then a coat of paint: how…</title>"
        + og(title="Nine days without a ferry, and then a coat of paint: how…"),
        "<h1>Nine days without a ferry, and then a coat of paint: how a company answered its crew</h1>",
        "Nine days without a ferry, and then a coat of paint: how a company answered its crew",
    ),
    "en: the heading is the logo": (
        "<title>Harbour wall collapses - Tidewater Echo</title>" + og(site_name="Tidewater Echo"),
        '<h1 class="logo"><a href="/">Tidewater Echo</a></h1><h2>Harbour wall collapses</h2>',
        "Harbour wall collapses",
    ),
    "en: the logo's name is no part of the metadata": (
        "<title>Harbour wall collapses</title>" + og(title="Harbour wall collapses"),
        '<h1><a href="/">News of the Strait and the Isles</a></h1><h2 class="headline">Harbour wall collapses</h2>',
        "Harbour wall collapses",
    ),
    "en: the heading is the section": (
        "<title>Harbour wall collapses | Echo</title>",
        '<h1>Local news</h1><h2 class="entry-title">Harbour wall collapses</h2>',
        "Harbour wall collapses",
    ),
    "en: a kicker in the heading": (
        "<title>Harbour wall collapses</title>",
        '<h1><span class="kicker">Breaking</span><span>Harbour wall collapses</span></h1>',
        "Harbour wall collapses",
    ),
    "en: other headings before and after": (
        "<title>Harbour wall collapses - Echo</title>",
        "<h1>Sign in</h1><h1>Harbour wall collapses</h1><h1>More from the harbour</h1>",
        "Harbour wall collapses",
    ),
    "en: the search title is another": (
        "<title>Ferry strike strait news: wall falls | Echo</title>"
        + ld('"headline": "Ferry strike strait news: wall falls"'),
        '<h1 class="article-headline">“It sounded like a drum”: nobody hurt as harbour gives way</h1>',
        "“It sounded like a drum”: nobody hurt as harbour gives way",
    ),
    "en: capitals stay": (
        "<title>FERRY SAILS AGAIN - ECHO</title>" + og(site_name="ECHO"),
        "<h1>FERRY SAILS AGAIN</h1>",
        "FERRY SAILS AGAIN",
    ),
    "en: a machine's code": (
        "<title>Ferry sails again</title>" + ld('"headline": "{{article.title}}"') + og(title="article.headline.0"),
        "<h1>{{ article.title }}</h1>",
        "Ferry sails again",
    ),
    "en: hidden words in the heading": (
        "<title>Ferry sails again</title>",
        '<h1>Ferry sails again <span style="display:none">Article 7781</span><svg><title>Share</title></svg></h1>',
        "Ferry sails again",
    ),
    "en: a second line of the heading": (
        "<title>Ferry sails again</title>" + og(title="Ferry sails again"),
        '<h1>Ferry sails again<small class="subtitle">Forty passengers and three goats on board</small></h1>',
        "Ferry sails again",
    ),
    "en: a teaser's heading is of another article": (
        "<title>Ferry sails again on Monday - Echo</title>",
        '<h1><a href="/goats">Ferry goats are sold at the fair on Monday</a></h1>',
        "Ferry sails again on Monday",
    ),
    "en: a year and a score": (
        "<title>Rovers 3-1 Town – as it happened | Echo Sport</title>" + og(site_name="Echo"),
        "",
        "Rovers 3-1 Town – as it happened",
    ),
    "de: Seite hinten, Ressort dazwischen": (
        "<title>Fähre fährt wieder - Panorama - Küstenblatt</title>"
        + og(title="Fähre fährt wieder", site_name="Küstenblatt"),
        '<h1><span class="headline__kicker">Hafenstreit</span>: '
        '<span class="headline__main">Fähre fährt wieder</span></h1>',
        "Fähre fährt wieder",
    ),
    "de: Dachzeile im eigenen Block": (
        "<title>Hafenstreit: Fähre fährt wieder | Küstenblatt</title>",
        '<h1><div class="overline">Hafenstreit</div>Fähre fährt wieder</h1>',
        "Fähre fährt wieder",
    ),
    "fr: le journal derrière": (
        "<title>Le bac reprend la mer – Le Courrier du Détroit</title>" + og(site_name="Le Courrier du Détroit"),
        "",
        "Le bac reprend la mer",
    ),
    "fr: la rubrique devant": (
        "<title>Le bac reprend la mer</title>",
        '<h1><a class="rubrique" href="/reportage">Reportage</a> Le bac reprend la mer</h1>',
        "Le bac reprend la mer",
    ),
    "es: el diario detrás": (
        "<title>El transbordador vuelve a navegar | Sociedad | EL FARO</title>" + og(site_name="El Faro"),
        "",
        "El transbordador vuelve a navegar",
    ),
    "es: antetítulo": (
        "<title>El transbordador vuelve a navegar</title>",
        '<h1 itemprop="headline"><em class="antetitulo">Huelga</em>El transbordador vuelve a navegar</h1>',
        "El transbordador vuelve a navegar",
    ),
    "pt: o site é o domínio": (
        "<title>Balsa volta a navegar - 09/05/2021 - Cotidiano - Folha do Estreito</title>",
        "<h1>Balsa volta a navegar</h1>",
        "Balsa volta a navegar",
    ),
    "it: sigla del giornale": (
        "<title>Il traghetto riparte - IlFaro24.example</title>"
        + og(title="Il traghetto riparte - IlFaro24.example", site_name="IlFaro24"),
        "",
        "Il traghetto riparte",
    ),
    "nl: site vooraan": (
        "<title>Zeestraat Nieuws | Veerboot vaart weer uit</title>"
        + og(title="Zeestraat Nieuws | Veerboot vaart weer uit", site_name="Zeestraat Nieuws"),
        "",
        "Veerboot vaart weer uit",
    ),
    "sv: tankstreck": (
        "<title>Färjan går igen – Sundsbladet</title>" + og(site_name="Sundsbladet"),
        "",
        "Färjan går igen",
    ),
    "pl: kropka": (
        "<title>Prom znów pływa • Głos Cieśniny</title>" + og(title="Prom znów pływa"),
        "",
        "Prom znów pływa",
    ),
    "cs: svislice": (
        "<title>Trajekt opět pluje | Ozvěna.example</title>" + og(site_name="Ozvěna"),
        "",
        "Trajekt opět pluje",
    ),
    "tr: site adı": (
        "<title>Feribot yeniden sefere çıktı - Boğaz Postası</title>" + og(site_name="Boğaz Postası"),
        "",
        "Feribot yeniden sefere çıktı",
    ),
    "el: παύλα": (
        "<title>Το πλοίο απέπλευσε ξανά - Η Ηχώ | echo.example</title>" + og(title="Το πλοίο απέπλευσε ξανά"),
        "",
        "Το πλοίο απέπλευσε ξανά",
    ),
    "ru: два двоеточия": (
        "<title>Паром снова ходит :: Общество :: Вестник пролива</title>" + og(site_name="Вестник пролива"),
        "",
        "Паром снова ходит",
    ),
    "ru: кавычки остаются": (
        "<title>«Мы не верили»: паром снова ходит — Вестник пролива</title>" + og(site_name="Вестник пролива"),
        "",
        "«Мы не верили»: паром снова ходит",
    ),
    "uk: сайт спереду": (
        "<title>Луна » Пором знову ходить</title>" + og(site_name="Луна"),
        "",
        "Пором знову ходить",
    ),
    "ar: الموقع في النهاية": (
        "<title>العبارة تبحر من جديد | صدى المضيق</title>" + og(site_name="صدى المضيق"),
        "",
        "العبارة تبحر من جديد",
    ),
    "he: מקף": ("<title>המעבורת שבה להפליג - הד המצר</title>" + og(site_name="הד המצר"), "", "המעבורת שבה להפליג"),
    "fa: نام سایت": (
        "<title>کشتی دوباره به راه افتاد - پژواک تنگه</title>" + og(site_name="پژواک تنگه"),
        "",
        "کشتی دوباره به راه افتاد",
    ),
    "hi: साइट": ("<title>नौका फिर चली | जलडमरूमध्य समाचार</title>" + og(site_name="जलडमरूमध्य समाचार"), "", "नौका फिर चली"),
    "zh: 下划线": ("<title>渡轮复航_国内新闻_海峡回声网</title>" + og(site_name="海峡回声网"), "", "渡轮复航"),
    "zh: 连字符无空格": (
        "<title>渡轮停航九天后复航-海峡回声网</title>" + og(site_name="海峡回声网"),
        "",
        "渡轮停航九天后复航",
    ),
    "ja: 全角の縦棒": (
        "<title>フェリー、九日ぶりに運航再開｜海峡新聞</title>"
        + og(title="フェリー、九日ぶりに運航再開｜海峡新聞", site_name="海峡新聞"),
        "",
        "フェリー、九日ぶりに運航再開",
    ),
    "ja: コロン": (
        "<title>フェリー、九日ぶりに運航再開：海峡新聞デジタル</title>" + og(site_name="海峡新聞デジタル"),
        "",
        "フェリー、九日ぶりに運航再開",
    ),
    "ja: 二行の見出し": (
        "<title>フェリー運航再開　九日ぶり - 海峡新聞</title>",
        "<h1>フェリー運航再開<br>九日ぶり</h1>",
        "フェリー運航再開 九日ぶり",
    ),
    "ko: 사이트 이름": (
        "<title>[속보] 여객선 아흐레 만에 운항 재개 - 해협일보</title>" + og(site_name="해협일보"),
        "",
        "[속보] 여객선 아흐레 만에 운항 재개",
    ),
    "vi: báo": (
        "<title>Phà chạy trở lại sau chín ngày - Báo Eo Biển</title>" + og(site_name="Báo Eo Biển"),
        "",
        "Phà chạy trở lại sau chín ngày",
    ),
    "id: situs": (
        "<title>Feri berlayar lagi setelah sembilan hari - Gema Selat</title>" + og(site_name="GemaSelat"),
        "",
        "Feri berlayar lagi setelah sembilan hari",
    ),
    "th: เว็บไซต์": (
        "<title>เรือข้ามฟากแล่นอีกครั้ง | เสียงช่องแคบ</title>" + og(site_name="เสียงช่องแคบ"),
        "",
        "เรือข้ามฟากแล่นอีกครั้ง",
    ),
    "hu: gondolatjel": (
        "<title>Újra jár a komp – Szoros Hírek</title>" + og(site_name="Szoros Hírek"),
        "",
        "Újra jár a komp",
    ),
    "de: zwei Zeilen ohne Namen": (
        "<title>Hafenstreit: Fähre fährt wieder - Küstenblatt</title>" + og(title="Hafenstreit: Fähre fährt wieder"),
        "<h1><span>Hafenstreit</span><span><span>Fähre fährt wieder</span></span></h1>",
        "Hafenstreit: Fähre fährt wieder",
    ),
    "de: nur h2": (
        "<title>Fähre fährt wieder - Küstenblatt</title>",
        "<header><h2><span>Hafenstreit</span><span>Fähre fährt wieder</span></h2></header>",
        "Fähre fährt wieder",
    ),
    "en: a label for subscribers": (
        "<title>Ferry sails again</title>",
        '<h1><span class="c-plus">Premium</span>Ferry sails again</h1>',
        "Ferry sails again",
    ),
    "en: a domain as the site's name": (
        "<title>Ferry sails again - tide24.example</title>" + og(site_name="tide24.example"),
        "",
        "Ferry sails again",
    ),
    "en: the site's name is a word of the headline": (
        "<title>Echo of the ferry still rings | Echo</title>" + og(site_name="Echo"),
        "",
        "Echo of the ferry still rings",
    ),
    "en: a part that only begins like the site": (
        "<title>Game over – Echoes of a ferry strike on the isles</title>" + og(site_name="Echo"),
        "",
        "Game over – Echoes of a ferry strike on the isles",
    ),
    "fi: otsikko mikrodatassa": (
        "<title>Salmen Sanomat</title>",
        '<h2 itemprop="headline">Lautta liikennöi jälleen</h2>',
        "Lautta liikennöi jälleen",
    ),
}


@pytest.mark.parametrize(("head", "above", "title"), CASES.values(), ids=CASES.keys())
def test_a_title_is_what_a_reader_sees(parsed: Parse, head: str, above: str, title: str) -> None:
    assert parsed(page(head, above), url="https://www.tidewater.example/news/ferry-7781").content.title == title
