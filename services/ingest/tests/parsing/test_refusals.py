"""What is certainly no article is refused with what was seen; what only looks like it stays."""

import pytest

from babelwire_ingest.parsing import NotAnArticle

from .conftest import Parse

STORY = [
    "The ferry between the two towns sailed again on Monday after nine days in which nobody could cross the strait.",
    "Its crew had asked for a new engine, and the company answered with a new coat of paint, which did not help much.",
    "On the first crossing there were forty passengers, three goats and the mayor, who paid for his own ticket.",
]
MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("news", "sport", "opinion", "contact"))
LOGIN = "<form><input type='email'><input type='password'><button>Go</button></form>"


def page(title: str, body: str, head: str = "", heading: str | None = None, classes: str = "") -> str:
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{title} - Strait Post</title>{head}</head>
    <body class="{classes}"><header><a href="/">Strait Post</a><nav><ul>{MENU}</ul></nav></header>
    <main><h1>{title if heading is None else heading}</h1>{body}</main>
    <footer>© 2021 Strait Post. All rights reserved.</footer></body></html>"""


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def teasers(count: int) -> str:
    return "".join(
        f'<div class="card"><h3><a href="/2021/{n}/story">The ferry sails for the {n}th time this year</a></h3>'
        f"<p>{text}</p></div>"
        for n, text in zip(range(count), STORY * count, strict=False)
    )


def json_ld(kind: str, **fields: str) -> str:
    rest = "".join(f', "{name}": "{value}"' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "{kind}"{rest}}}</script>'


SITE = "https://www.strait.example"
OTHER_PAGES = {
    "front page, whatever it declares": (
        page("Home", teasers(6), head='<meta property="og:type" content="article">'),
        f"{SITE}/",
        "front page",
    ),
    "front page that declares its first story": (
        page(
            "Home",
            teasers(6),
            head=json_ld("NewsArticle", headline="The ferry sails for the 0th time", datePublished="2021-06-19"),
        ),
        f"{SITE}/",
        "front page",
    ),
    "front page of a language": (page("Strait Post", teasers(6), heading=""), f"{SITE}/fr/", "front page"),
    "section": (page("Sport", paragraphs(STORY[0]) + teasers(6)), f"{SITE}/sport", "section"),
    "collection": (
        page("Ferries", teasers(5), head=json_ld("CollectionPage", name="Ferries")),
        f"{SITE}/ferries",
        "CollectionPage",
    ),
    "search": (page("Search results for: ferry", teasers(3)), f"{SITE}/?s=ferry", "search results"),
    "search in Polish": (
        page("Wyniki wyszukiwania dla: prom", teasers(3)),
        f"{SITE}/szukaj?q=prom",
        "search results",
    ),
    "search that found nothing": (
        page("„komp“ – keine Treffer", paragraphs("Bitte versuchen Sie es mit einem anderen Wort oder ohne Filter.")),
        f"{SITE}/suche/?q=komp",
        "search results",
    ),
    "tag in Ukrainian": (page("Позначка: пором", teasers(4), classes="archive tag"), f"{SITE}/tag/porom", "articles"),
    "writer": (
        page("Jane Roe", paragraphs(*STORY[:2]) + teasers(4), head=json_ld("ProfilePage", name="Jane Roe")),
        f"{SITE}/authors/jane-roe",
        "writer",
    ),
    "not found in Hungarian": (
        page("Az oldal nem található", paragraphs("A keresett oldal nem létezik, vagy máshová került.") + teasers(4)),
        f"{SITE}/2021/06/komp-ujra-jar",
        "error page",
    ),
    "not found, of which the title says nothing": (
        page(
            "Strait Post",
            paragraphs("It may have moved, or there was an error in the link."),
            heading="Oops! We can't find the page",
        ),
        f"{SITE}/2021/06/ferry-sails-again",
        "error page",
    ),
    "not found, with the title of a story": (
        page("Ferry sails again", paragraphs("The page you are looking for does not exist any more, or never did.")),
        None,
        "error page",
    ),
    "forbidden": (
        "<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1><hr>nginx</body></html>",
        f"{SITE}/2021/06/19/ferry.html",
        "error page",
    ),
    "maintenance in Greek": (
        page(
            "Εργασίες συντήρησης",
            paragraphs("Ο ιστότοπος δεν λειτουργεί προσωρινά. Θα επιστρέψουμε σύντομα κοντά σας."),
        ),
        f"{SITE}/index.html",
        "error page",
    ),
    "challenge": (
        page(
            "Just a moment...", paragraphs("Verify you are human by completing the action below, please."), heading=SITE
        ),
        f"{SITE}/2021/06/19/ferry.html",
        "on the way",
    ),
    "door": (
        page("Log in", paragraphs("Welcome back! Use your e-mail address and your password to go on reading.") + LOGIN),
        f"{SITE}/account/login?next=/2021/06/19/ferry.html",
        "log in",
    ),
    "door in Vietnamese": (
        page(
            "Đăng nhập", paragraphs("Đăng nhập để tiếp tục đọc bài viết này và lưu các bài yêu thích của bạn.") + LOGIN
        ),
        f"{SITE}/dang-nhap",
        "log in",
    ),
    "consent in Swedish": (
        page(
            "Strait Post",
            paragraphs(
                "Vi och våra partner använder cookies för att spara och läsa personuppgifter på din enhet.",
                "Med ditt samtycke behandlar våra partner personuppgifter för att visa annonser som passar dig.",
                "Du kan när som helst ta tillbaka ditt samtycke och ändra inställningarna för cookies på din enhet.",
            ),
            heading="Vi värnar om din integritet",
        ),
        f"{SITE}/2021/06/farjan-gar-igen",
        "consent",
    ),
    "newsletter in Romanian": (
        page(
            "Newsletter", paragraphs("În fiecare dimineață îți trimitem pe e-mail cele mai importante știri din oraș.")
        ),
        f"{SITE}/newsletter",
        "newsletter",
    ),
    "contact in Czech": (
        page(
            "Kontakty", paragraphs("Redakce sídlí v přístavu a je otevřená každý všední den od devíti do pěti hodin.")
        ),
        f"{SITE}/kontakty",
        "contact",
    ),
    "about, in long prose": (page("About us", paragraphs(*STORY, *STORY)), f"{SITE}/about-us", "about the site"),
    "terms in Thai": (
        page("นโยบายความเป็นส่วนตัว", paragraphs(*["เราเก็บข้อมูลส่วนบุคคลของผู้อ่านเท่าที่จำเป็นต่อการให้บริการเว็บไซต์นี้เท่านั้น"] * 4)),
        f"{SITE}/privacy-policy",
        "terms",
    ),
    "imprint": (
        page("Impressum", paragraphs("Angaben gemäß Gesetz: Fährzeitung GmbH, Am Hafen 1.")),
        f"{SITE}/impressum",
        "imprint",
    ),
    "weather in Finnish": (
        page("Sää Turku", "<table>" + "<tr><td>Ma</td><td>19</td><td>3 mm</td></tr>" * 7 + "</table>"),
        f"{SITE}/saa/turku",
        "weather",
    ),
    "table of a league": (
        page("Tabela", "<table>" + "<tr><td>1</td><td>Prom Gdynia</td><td>47</td></tr>" * 9 + "</table>"),
        f"{SITE}/wyniki/tabela",
        "results",
    ),
    "poll": (
        page("Poll", "<form>" + "".join(f'<label><input type="radio" name="a">{n}</label>' for n in "abc") + "</form>"),
        f"{SITE}/polls/91",
        "poll",
    ),
    "comments": (
        page("214 comments", paragraphs(*STORY)),
        f"{SITE}/2021/06/19/ferry-sails-again/comments",
        "comments",
    ),
    "product": (
        page(
            "A mug with a ferry on it",
            paragraphs("Fired in small batches by a potter who has never been to sea, and dishwasher safe."),
            head='<meta property="og:type" content="product">' + json_ld("Product", name="A mug with a ferry on it"),
        ),
        f"{SITE}/shop/mug",
        "shop",
    ),
    "offer of a job": (
        page("Deckhand", paragraphs(STORY[1]), head=json_ld("JobPosting", title="Deckhand")),
        f"{SITE}/jobs/8841",
        "jobs",
    ),
    "player without a text": (
        page(
            "The first crossing", "<video src='/v.mp4'></video>", head=json_ld("VideoObject", name="The first crossing")
        ),
        f"{SITE}/video/771",
        "recordings",
    ),
    "shell": (
        "<html><head><title>Strait Post</title><meta property='og:type' content='article'>"
        "<meta name='description' content='News of the strait.'></head><body><div id='root'></div></body></html>",
        "https://www.straitpost.example/story/8812",
        "no title|only the site's name",
    ),
}


@pytest.mark.parametrize(("html", "url", "reason"), OTHER_PAGES.values(), ids=OTHER_PAGES)
def test_another_page_is_refused_with_the_reason(parsed: Parse, html: str, url: str | None, reason: str) -> None:
    with pytest.raises(NotAnArticle, match=reason):
        parsed(html, url=url)


BYLINE = '<p class="byline">By Jane Roe</p><time datetime="2021-06-19">19 June 2021</time>'
ARTICLES = {
    "a review of a film that is called as a page is": (
        page("Contact", BYLINE + paragraphs(*STORY)),
        f"{SITE}/films/contact",
    ),
    "a search at sea": (page("Search for missing boy continues", paragraphs(STORY[0])), f"{SITE}/news/search-boy"),
    "results of a company": (page("Results for ferry line beat forecasts", paragraphs(STORY[0])), f"{SITE}/business/9"),
    "a poll that was taken": (
        page("Umfrage: Mehrheit will neue Fähre", paragraphs(*STORY[:2])),
        f"{SITE}/politik/umfrage-mehrheit-will-neue-faehre",
    ),
    "weather that does something": (
        page("Pogoda: wracają burze nad cieśninę", paragraphs(*STORY[:2])),
        f"{SITE}/pogoda/burze",
    ),
    "a brief of one sentence about a door": (
        page(
            "Library lets readers log in from home",
            paragraphs("Readers can sign in with their card from Monday, the library said."),
        ),
        f"{SITE}/news/library-log-in",
    ),
    "a brief of one sentence about a failure": (
        page(
            "Ferry out of service",
            paragraphs("The ferry is temporarily unavailable until a new engine arrives on Thursday."),
        ),
        f"{SITE}/news/ferry-out-of-service",
    ),
    "a brief of one sentence about an offer": (
        page(
            "Fares to rise",
            paragraphs("A pass will cost 40 a month from June, 10 a month more, with unlimited access to the deck."),
        ),
        f"{SITE}/news/fares",
    ),
    "news of cookies": (
        page(
            "We use cookies: what the words mean",
            BYLINE
            + paragraphs(
                "“We use cookies”, says every site, and asks for consent before it shows a page.",
                "Behind the words stand partners who store personal data on the reader's device, the regulator found.",
                "It has fined forty sites that made the button of consent larger than the other.",
            ),
        ),
        f"{SITE}/tech/cookies",
    ),
    "news of an error": (
        page("Page not found: how a number became a joke", paragraphs(*STORY)),
        f"{SITE}/culture/page-not-found-joke",
    ),
    "a brief under a form to log in": (page("Ferry sails again", LOGIN + paragraphs(STORY[0])), f"{SITE}/news/ferry"),
    "a brief among teasers": (page("Ferry sails again", paragraphs(STORY[0]) + teasers(9)), f"{SITE}/news/ferry"),
    "two paragraphs that ask not to be indexed": (
        page("Ferry sails again", paragraphs(*STORY[:2]), head='<meta name="robots" content="noindex">'),
        f"{SITE}/amp/ferry",
    ),
    "a post that its system calls a collection": (
        page("Ferry sails again", BYLINE + paragraphs(*STORY), head=json_ld("CollectionPage", name="Ferry")),
        f"{SITE}/2021/06/ferry",
    ),
    "an article with questions and answers below": (
        page("Ferry sails again", paragraphs(*STORY), head=json_ld("FAQPage", name="Questions")),
        f"{SITE}/faq/ferry-timetable-and-fares-explained",
    ),
    "news of jobs": (page("Jobs to go at the ferry line", paragraphs(*STORY[:2])), f"{SITE}/jobs/ferry-line"),
    "a story whose headline leads to itself": (
        page(
            "Strait Post",
            f'<div><h2><a href="/2021/ferry">Ferry sails again</a></h2>{paragraphs(*STORY)}</div>{teasers(5)}',
            heading="",
        ),
        f"{SITE}/2021/ferry",
    ),
    "an address that is one of a page within a page": (
        page("Ferry sails again", paragraphs(*STORY)),
        f"{SITE}/#!/ferry",
    ),
    "a declared article named as a section is": (
        page("Sport", paragraphs(STORY[0]), head=json_ld("NewsArticle", headline="Sport", datePublished="2021-06-19")),
        f"{SITE}/sport",
    ),
}


@pytest.mark.parametrize(("html", "url"), ARTICLES.values(), ids=ARTICLES)
def test_an_article_that_only_looks_like_another_page_stays(parsed: Parse, html: str, url: str | None) -> None:
    assert parsed(html, url=url).content.body


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Page not found\n\nSorry, the page you are looking for has moved or does not exist.", "error page"),
        ("Страница не найдена\n\nВозможно, она была удалена или её адрес изменился навсегда.", "error page"),
        ("Verify you are human\n\nWe are checking your browser before you go on to the site.", "on the way"),
        (
            "Ferry sails again\n\nPlease log in to read on. Don't have an account? Create a free account.",
            "log in",
        ),
    ],
)
def test_page_text_that_is_a_wall_is_refused(parsed: Parse, text: str, reason: str) -> None:
    with pytest.raises(NotAnArticle, match=reason):
        parsed(text, "text/plain")


def test_page_text_that_quotes_a_wall_stays(parsed: Parse) -> None:
    text = "Why sites ask\n\n“Please log in to continue”, says the page that everyone meets.\n\n" + "\n\n".join(STORY)
    assert parsed(text, "text/plain").content.title == "Why sites ask"


@pytest.mark.parametrize(
    "lines",
    [
        [
            "เรือข้ามฟากระหว่างสองเมืองกลับมาให้บริการอีกครั้งเมื่อวันจันทร์หลังหยุดไปเก้าวัน",
            "ลูกเรือขอเครื่องยนต์ใหม่แต่บริษัทตอบด้วยการทาสีเรือใหม่ซึ่งไม่ได้ช่วยอะไรมากนัก",
        ],
        [
            "ເຮືອຂ້າມຟາກລະຫວ່າງສອງເມືອງກັບມາໃຫ້ບໍລິການອີກຄັ້ງໃນວັນຈັນຫຼັງຈາກຢຸດໄປເກົ້າວັນ",
            "ລູກເຮືອຂໍເຄື່ອງຈັກໃໝ່ແຕ່ບໍລິສັດຕອບດ້ວຍການທາສີເຮືອໃໝ່ຊຶ່ງບໍ່ໄດ້ຊ່ວຍຫຍັງຫຼາຍ",
        ],
        [
            "མཚོ་ལམ་གྱི་གྲུ་གཟིངས་དེ་གཟའ་ཟླ་བའི་ཉིན་ཡང་བསྐྱར་འགྲོ་འགོ་ཚུགས་པ་རེད་ཅེས་གསར་འགྱུར་ལས་ཤེས་རྟོགས་བྱུང",
            "གྲུ་པ་ཚོས་འཕྲུལ་འཁོར་གསར་པ་ཞིག་དགོས་ཞེས་བརྗོད་ཡོད་ཀྱང་ཀུང་སིས་ཚོན་གསར་པ་བཏང་བ་ཙམ་རེད",
        ],
    ],
    ids=["Thai", "Lao", "Tibetan"],
)
def test_page_text_without_marks_between_sentences_is_an_article(parsed: Parse, lines: list[str]) -> None:
    title = lines[0][:24]
    assert parsed("\n\n".join([title, *lines]), "text/plain").content.body
