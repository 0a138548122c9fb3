"""Who wrote an article, in the situations that the cases do not hold."""

from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Publisher
from babelwire_text.language_tags import UNDETERMINED
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.edges import edges_of
from babelwire_translation_tagging.found_origin import FoundOrigin, place_in
from babelwire_translation_tagging.origin import find_origin, find_publisher
from babelwire_translation_tagging.outlets.loading import load_registry

REGISTRY = load_registry()


def origin_of(language: str = UNDETERMINED, **fields: object) -> FoundOrigin:
    content = TaggedContent(revision="r", generation=1, title="t", **{"body": "b", **fields})  # type: ignore[arg-type]
    return find_origin(content, edges_of(content), find_publisher(content, REGISTRY), REGISTRY, language)


def clue(kind: ClueKind, words: str) -> Clue:
    return Clue(kind=kind, where="text line 9", words=words)


def test_a_domain_outweighs_a_name_that_others_bear_too() -> None:
    found = origin_of(publisher=Publisher(name="The Guardian", domain="guardian.ng"))
    assert found.origin.registry_name == "The Guardian (Nigeria)"
    assert origin_of(publisher=Publisher(name="The Guardian", domain="guardian.example")).origin.registry_name is None


def test_a_part_of_a_larger_site_is_known_by_its_name() -> None:
    found = origin_of(publisher=Publisher(name="BBC News Mundo", domain="bbc.com"), url="https://www.bbc.com/mundo/x")
    assert found.origin.registry_name == "BBC News Mundo"


def test_a_name_that_several_share_claims_only_what_they_share() -> None:
    found = origin_of(clues=[clue(ClueKind.SOURCE_LINE, "Fuente: La Nación")])
    assert (found.origin.name, found.origin.registry_name, found.origin.domain) == ("La Nación", None, None)
    assert (found.origin.language, found.origin.country) == ("es", None)


def test_the_publisher_named_as_its_own_source_is_the_publisher() -> None:
    found = origin_of(publisher=Publisher(name="Le Monde"), clues=[clue(ClueKind.SOURCE_LINE, "Source : Le Monde")])
    assert found.own
    assert found.origin.registry_name == "Le Monde"


def test_what_is_declared_comes_before_what_is_printed() -> None:
    found = origin_of(
        declared_origin=DeclaredOrigin(name="Bládet", language="fo"), clues=[clue(ClueKind.SOURCE_LINE, "Le Monde")]
    )
    assert (found.origin.name, found.languages) == ("Bládet", ("fo",))


def test_a_person_is_no_agency_and_an_outlet_that_is_none_signs_nothing() -> None:
    for words in ("By Ilse Marrow", "By Mint", "Von Ada Stern"):
        assert origin_of(publisher=Publisher(name="X"), clues=[clue(ClueKind.BYLINE, words)]).own
    assert origin_of(publisher=Publisher(name="X"), authors=["Ada Stern (dpa)"]).origin.name == "dpa"


def test_a_dateline_in_the_body_names_its_agency() -> None:
    found = origin_of(publisher=Publisher(name="X"), body="TALLINN (AP) — The ferry will stay.")
    assert found.origin.registry_name == "The Associated Press"
    assert origin_of(publisher=Publisher(name="X"), body="The ferry (AP 3) — it will stay.").own


def test_names_with_separators_of_their_own_stay_whole() -> None:
    found = origin_of(clues=[clue(ClueKind.SOURCE_LINE, "Fuente: Página/12")])
    assert (found.origin.name, found.origin.country) == ("Página/12", "AR")


def test_a_line_below_the_text_that_is_an_agency_signs_it() -> None:
    for words, name in (("وكالة فرانس برس (أ ف ب)", "Agence France-Presse"), ("(dpa)", "dpa"), ("पीटीआई-भाषा", "PTI")):
        line = Clue(kind=ClueKind.CREDIT_LINE, where="visible line 12, right beside the text", words=words)
        assert origin_of(publisher=Publisher(name="X"), clues=[line]).origin.registry_name == name
    line = Clue(
        kind=ClueKind.CREDIT_LINE, where="visible line 12, right beside the text", words="The AP has more on this"
    )
    assert origin_of(publisher=Publisher(name="X"), clues=[line]).own


def test_datelines_name_their_agency_in_other_forms() -> None:
    for body, name in (
        ("صور (لبنان) (أ ف ب) - أبحر نحو خمسين قاربا.", "Agence France-Presse"),
        ("भोपाल, तीन मार्च (पीटीआई) बड़े तालाब का जलस्तर घटा।", "PTI"),
        ("新华社西安4月16日电 邮路", "Xinhua"),
    ):
        assert origin_of(publisher=Publisher(name="X"), body=body).origin.registry_name == name


def test_a_source_line_ends_where_another_label_begins() -> None:
    assert origin_of(clues=[clue(ClueKind.SOURCE_LINE, "来源：新华社 责任编辑：admin")]).origin.name == "新华社"


def test_a_source_stands_within_a_note_too() -> None:
    note = clue(ClueKind.TRANSLATION_NOTE, "برگردان از فرانسه: نسرین دلاوری منبع: روزنامهٔ لوموند")
    assert origin_of(publisher=Publisher(name="X"), clues=[note]).origin.registry_name == "Le Monde"
    note = clue(ClueKind.TRANSLATION_NOTE, "2024-02-21 10:36 来源:德国《商报》网站 编译:沈晓枫")
    assert origin_of(publisher=Publisher(name="X"), clues=[note]).origin.registry_name == "Handelsblatt"


def test_a_word_of_a_name_is_no_outlet_in_brackets_either() -> None:
    link = clue(ClueKind.CREDIT_LINE, "Publicado originalmente (Fairwell Register)")
    assert origin_of(publisher=Publisher(name="X"), language="pt", clues=[link]).origin.name == "Fairwell Register"


def test_a_variety_in_brackets_behind_a_language_is_no_outlet() -> None:
    note = clue(ClueKind.TRANSLATION_NOTE, "traduit de l’anglais (Écosse) par Mathilde Corvaisier")
    assert origin_of(publisher=Publisher(name="X"), clues=[note]).own


def test_where_a_text_came_out_names_its_outlet() -> None:
    for language, words, name in (
        ("pt", "Publicado pela primeira vez em islandês no semanário Vesturbréf.", "Vesturbréf"),
        ("id", "Naskah asli berbahasa Belanda terbit di De Dijkbode.", "De Dijkbode"),
        ("nb", "Teksten sto første gang på trykk i The Guardian 17. august.", "The Guardian"),
        ("ca", "Aquest text va aparèixer el 8 de febrer a Die Zeit i el publiquem amb permís.", "Die Zeit"),
        ("uk", "Уперше цю колонку надрукувала польською мовою «Gazeta Wyborcza».", "Gazeta Wyborcza"),
        ("hu", "Az írás eredetileg németül jelent meg a Die Zeit hetilapban.", "Die Zeit"),
        ("fa", "این گزارش نخستین بار به زبان آلمانی در وب‌سایت شبکه ZDF منتشر شده است.", "ZDF"),
    ):
        line = Clue(kind=ClueKind.CREDIT_LINE, where="visible line 12, right beside the text", words=words)
        assert origin_of(language, publisher=Publisher(name="X"), clues=[line]).origin.name == name


def test_a_byline_of_a_translation_names_the_outlet_of_its_writer() -> None:
    note = clue(ClueKind.TRANSLATION_NOTE, "Перевод с португальского: Мария Ключевская")
    for words, name in (
        ("Инеш Куарежма, «Folha do Vale»", "Folha do Vale"),
        ("Mireia Pubill / Diari de la Garriga Alta", "Diari de la Garriga Alta"),
        ("Gennaro Pizzolungo, La Stampa | 29.7.2023", "La Stampa"),
    ):
        found = origin_of(publisher=Publisher(name="X"), clues=[clue(ClueKind.BYLINE, words), note])
        assert found.origin.name == name
    assert origin_of(publisher=Publisher(name="X"), clues=[clue(ClueKind.BYLINE, "Ada Stern, Berlin"), note]).own


def test_a_line_of_an_outlet_and_a_day_is_its_source() -> None:
    line = Clue(
        kind=ClueKind.CREDIT_LINE, where="visible line 3, right beside the text", words="Libération, 14 Mayıs 2025"
    )
    assert origin_of(publisher=Publisher(name="X"), clues=[line]).origin.registry_name == "Libération"


def test_the_host_that_a_feed_names_is_nearer_than_its_domain() -> None:
    found = origin_of(
        declared_origin=DeclaredOrigin(name="Folha de S.Paulo", domain="uol.com.br"),
        clues=[Clue(kind=ClueKind.ORIGINAL_LINK, where="feed source", words="https://www1.folha.uol.com.br/rss")],
    )
    assert found.origin.registry_name == "Folha de S.Paulo"


def test_the_place_of_an_address_is_the_same_plain_or_not() -> None:
    assert place_in("see https://paper.example/es/a;b?c=/d#e") == "paper.example/es/a;b"
    assert place_in("HTTPS://user@Paper.example:443/es/a") == "paper.example/es/a"
    assert place_in("https://paper.example#top") == "paper.example"
    assert place_in("http://[broken/") is None
    assert place_in("https:// nothing") is None
