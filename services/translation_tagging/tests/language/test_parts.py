"""Which languages the parts of an article are in, with the detectors of the service."""

import pytest

from babelwire_contracts.content import Part, PartKind
from babelwire_contracts.sections import LanguageReason
from babelwire_translation_tagging.articles import Picture, TaggedContent
from babelwire_translation_tagging.language.article import ArticleLanguage, ToldLanguage
from babelwire_translation_tagging.language.menus import without_menus
from babelwire_translation_tagging.language.quotations import unquoted
from babelwire_translation_tagging.tagger import Tagger

EN = [
    "The president signed the budget law for next year on Monday evening.",
    "It provides for more spending on health and on schools, his press office said.",
    "The opposition called the law a gift to the banks and promised to repeal it.",
    "Parliament had passed it last week after a debate of eleven hours.",
]
PT = [
    "O presidente assinou na segunda-feira à noite a lei do orçamento do próximo ano.",
    "Ela prevê mais gastos com saúde e escolas, informou a assessoria de imprensa.",
    "A oposição chamou a lei de presente para os bancos e prometeu revogá-la.",
    "O parlamento tinha aprovado a lei na semana passada depois de um debate de onze horas.",
]
SW = [
    "Rais alitia saini sheria ya bajeti ya mwaka ujao Jumatatu jioni.",
    "Inaongeza fedha kwa ajili ya afya na shule, ilisema ofisi yake ya habari.",
    "Upinzani uliita sheria hiyo zawadi kwa benki na kuahidi kuifuta.",
]


@pytest.fixture
def language(tagger: Tagger) -> ArticleLanguage:
    return tagger._language


def content(body: str, **other: object) -> TaggedContent:
    fields = {"revision": "r", "generation": 1, "title": "", "body": body} | other
    return TaggedContent(**fields)  # type: ignore[arg-type]


def names(told: ToldLanguage) -> list[str]:
    return [one.language for one in told.shares]


@pytest.mark.parametrize("between", ["\n\n", "\n", " "])
@pytest.mark.parametrize("other", [PT, SW], ids=["pt", "sw"])
def test_two_languages_are_told_however_the_text_is_laid_out(
    language: ArticleLanguage, between: str, other: list[str]
) -> None:
    told = language.tell(content(between.join([*EN, *other])))
    assert sorted(names(told)) == sorted(["en", "pt" if other is PT else "sw"])
    assert told.language == names(told)[0]
    assert sum(one.share for one in told.shares) == pytest.approx(1.0, abs=0.02)


def test_two_languages_are_told_where_they_take_turns(language: ArticleLanguage) -> None:
    turns = [text for pair in zip(EN, PT, strict=True) for text in pair]
    assert sorted(names(language.tell(content("\n\n".join(turns))))) == ["en", "pt"]


def test_a_language_of_less_than_a_tenth_is_not_told(language: ArticleLanguage) -> None:
    assert names(language.tell(content("\n\n".join([*EN * 3, PT[0]])))) == ["en"]


def test_a_long_article_is_looked_at_all_over(language: ArticleLanguage) -> None:
    told = language.tell(content("\n\n".join([*EN * 40, *PT * 20])))
    assert names(told) == ["en", "pt"]
    assert told.shares[1].share == pytest.approx(0.35, abs=0.05)


def test_a_short_line_is_in_the_language_of_the_one_before(language: ArticleLanguage) -> None:
    lines = [text for part in PT for text in (part, "Lisboa, 3 de maio de 2021, às 14 horas em ponto 11 2 33 4 56")]
    assert names(language.tell(content("\n\n".join([*EN, *lines])))) == ["pt", "en"]


def test_captions_are_part_of_the_text(language: ArticleLanguage) -> None:
    told = language.tell(content(" ".join(EN), images=[Picture(caption=text) for text in (*PT, None)]))
    assert sorted(names(told)) == ["en", "pt"]


def test_quotations_are_somebody_elses_words(language: ArticleLanguage) -> None:
    quoted = [EN[0], f"“{' '.join(PT)}”, she said.", *EN[1:]]
    assert names(language.tell(content("\n\n".join(quoted)))) == ["en"]
    marked = content("\n\n".join([EN[0], " ".join(PT), *EN[1:]]), structure=[Part(paragraph=1, kind=PartKind.QUOTE)])
    assert names(language.tell(marked)) == ["en"]
    assert names(language.tell(content("\n\n".join(f"“{text}”" for text in PT)))) == ["pt"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("She said: “Nobody sleeps in winter on the river”, and left.", "She said:  , and left."),
        ("Er rief: „Niemand schläft im Winter am Fluss“ und ging.", "Er rief:   und ging."),
        ("«Nikt nie śpi zimą nad rzeką", " "),
        ("The film “Night Bus” is out.", "The film “Night Bus” is out."),
        ("No marks at all.", "No marks at all."),
    ],
)
def test_what_stands_outside_quotations(text: str, left: str) -> None:
    assert unquoted(text) == left


def test_a_menu_of_languages_is_taken_out_and_sentences_are_not() -> None:
    menu = "Deutsch | English | Español | Français | Italiano | Polski | Português | Türkçe | 中文"
    assert without_menus(f"Before.\n{menu}\nAfter.") == "Before.\n\n\nAfter."
    sentence = "German and Portuguese are taught at the school, and so are English and French."
    assert without_menus(sentence) == sentence


def test_what_page_and_outlet_say_stands_for_a_text_that_is_too_short(language: ArticleLanguage) -> None:
    name = content("", title="Karin Holm")
    assert language.tell(name).reason is LanguageReason.TOO_SHORT
    told = language.tell(name, ["sv"])
    assert (told.language, told.confidence, told.reason) == ("sv", 0.5, None)
    assert language.tell(name, ["sv", "fi"]).language == "und"
    assert language.tell(content("", title="Karin Holm", declared_language="fi"), ["sv"]).language == "fi"
    assert language.tell(content("", title="Карин Холм", declared_language="fi")).language == "und"
    assert language.tell(content(" ".join(EN), declared_language="fi"), ["fi"]).language == "en"


def test_enough_of_no_language_stays_undetermined_save_in_one_that_no_detector_knows(
    language: ArticleLanguage,
) -> None:
    typed = "fjdksl aghwq tyuvx mzbnq plkjw eqrtz xcvjk hgfdq wqpzm nbvxk jjqwz ghtrx " * 4
    told = language.tell(content(typed, declared_language="en"))
    assert (told.language, told.reason, told.shares) == ("und", LanguageReason.NO_KNOWN_LANGUAGE, [])
    assert language.tell(content(typed, declared_language="tlh")).language == "tlh"
