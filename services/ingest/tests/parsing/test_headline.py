from datetime import UTC, datetime

import pytest

from babelwire_contracts.content import ClueKind, Precision

from .conftest import Parse

STORY = [
    "Паром между двумя городами снова вышел в понедельник, после девяти дней, когда никто не мог пересечь пролив.",
    "Команда просила новый двигатель, а компания ответила новой краской, которая, по словам механика, не помогла.",
    "В первом рейсе было сорок пассажиров, три козы и мэр города, который сам заплатил за свой билет на паром.",
]
LEAD = "Девять дней два города смотрели друг на друга через пролив, и наконец паром вышел."
TITLE = "Паром снова ходит"
TIME = '<time datetime="2021-06-18T09:30+03:00">18 июня 2021 09:30</time>'


def plain(
    title: str = f"Газета :: {TITLE}",
    info: str = TIME,
    lead: str = f"<div class=x><b>{LEAD}</b></div>",
    story: list[str] | None = None,
) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in story or STORY)
    return f"""<html><head><title>{title}</title></head><body><div><a href="/"><b>Газета</b></a>
    <a href="/sport.html">Спорт</a></div><div><h1>{TITLE}</h1><div class="info">{info}</div>{lead}
    <div class="text">{paragraphs}</div></div><div>© 2021 Газета. Все права защищены.</div></body></html>"""


def test_a_page_without_metadata_is_read_by_what_stands_beside_its_headline(parsed: Parse) -> None:
    content = parsed(plain(info=f'{TIME} <span class="author">Автор: Глеб Сорокоумов</span>')).content
    assert (content.title, content.lead, content.body.split("\n\n")) == (TITLE, LEAD, STORY)
    assert content.published_at == datetime(2021, 6, 18, 6, 30, tzinfo=UTC)
    assert (content.published_at_source, content.published_at_precision) == ("time element", Precision.MINUTE)
    assert content.authors == ["Глеб Сорокоумов"]
    assert [clue.words for clue in content.clues if clue.kind is ClueKind.BYLINE] == ["Автор: Глеб Сорокоумов"]
    assert content.publisher.name == "Газета"


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("記者： 高瀬 澄子", ["高瀬 澄子"]),
        ("记者：沈予安", ["沈予安"]),
        ("Автор: Бюро «Маяк»", ["Бюро «Маяк»"]),
        ("Jane Roe and Ole Lund", ["Jane Roe", "Ole Lund"]),
        ("12 comments so far", []),
        ("Follow the author of this story on our pages", []),
    ],
)
def test_a_byline_names_people_or_nothing(parsed: Parse, printed: str, names: list[str]) -> None:
    assert parsed(plain(info=f'<span class="author">{printed}</span>')).content.authors == names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (f"{TITLE} — Вестник", "Вестник"),
        (f"{TITLE} | Вестник", "Вестник"),
        (f"{TITLE} - Вестник пролива", "Вестник пролива"),
        (f"{TITLE} | Мир | Вестник", "Вестник"),
        (f"{TITLE} | Спорт", None),
        (f"Мнение | {TITLE}", None),
        (f"Газета | {TITLE}", "Газета"),
        (f"Газета: {TITLE}", "Газета"),
        (f"{TITLE}_Спорт_Газета", "Газета"),
        (f"{TITLE}（Газета） - Главная", "Газета"),
        (f"{TITLE} / Газета", "Газета"),
        (TITLE, None),
    ],
)
def test_the_site_is_named_in_the_title(parsed: Parse, title: str, name: str | None) -> None:
    assert parsed(plain(title)).content.publisher.name == name


@pytest.mark.parametrize(
    "info",
    [
        '<time class="updated" datetime="2021-06-18T09:30+03:00"></time>',
        '</div><ul><li><time datetime="2021-06-18T09:30+03:00"></time></li></ul><div>',
        f"</div><p>{STORY[0]}</p>{TIME}<div>",
    ],
)
def test_a_time_elsewhere_is_not_the_time_of_publication(parsed: Parse, info: str) -> None:
    assert parsed(plain(info=info)).content.published_at is None


def test_one_bold_paragraph_among_others_is_no_lead(parsed: Parse) -> None:
    bold = [STORY[0], f"<b>{STORY[1]}</b>", STORY[2]]
    assert parsed(plain(lead="", story=bold)).content.lead is None


def test_a_bold_subheading_is_no_lead(parsed: Parse) -> None:
    assert parsed(plain(lead="<p><b>Снова в пути</b></p>")).content.lead is None


def test_the_logo_names_the_site_as_it_writes_itself(parsed: Parse) -> None:
    logo = '<a href="/"><img src="logo.gif" alt="Вестник пролива"></a>'
    content = parsed(plain(f"ВЕСТНИК ПРОЛИВА -- {TITLE}", info=f"{TIME} {logo}")).content
    assert content.publisher.name == "Вестник пролива"


def test_a_heading_as_long_as_a_text_is_no_headline(parsed: Parse) -> None:
    long = plain().replace(f"<h1>{TITLE}</h1>", f"<h1>{' '.join(STORY * 8)}</h1><h2>{TITLE}</h2>")
    assert parsed(long).content.title == TITLE


def test_a_teaser_of_the_same_title_above_makes_the_headline_no_lead(parsed: Parse) -> None:
    title = f"{TITLE}, и первым рейсом уехали сорок пассажиров, три козы и мэр"
    page = plain(lead="").replace(TITLE, title).replace("<body>", f"<body><h5><a href='/1'>{title}</a></h5>")
    content = parsed(page).content
    assert (content.title, content.lead, content.body.split("\n\n")) == (title, None, STORY)
