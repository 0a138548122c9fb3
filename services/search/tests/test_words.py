"""What words find on a real OpenSearch: joined ones, single characters, letters with marks."""

from collections.abc import Callable

import httpx
import pytest

from babelwire_search.filters import Filters, matching
from babelwire_search.language_coverage import Languages
from babelwire_search.matching import text_query
from babelwire_search.query_language import read_query

from .conftest import MakeArticle, MakeIndex

pytestmark = pytest.mark.stack

TEXTS = {
    "by-tor": ("en", "By-tor the snow dog wins the sledge race", "By-tor, a dog of nine winters, has won again."),
    "tor": ("en", "Tor closed to walkers", "The tor is closed until the ravens fledge. A ranger stands by the gate."),
    "voss": ("en", "New surgeon for the island", "Ida Castellan-Voss is the first surgeon to settle there."),
    "voss-apart": ("en", "Voss of the harbour", "The Castellan has met the mayor, said Voss, and then the pilots."),
    "minister-ru": ("ru", "Речь в порту", "Встреча премьер-министра с рыбаками длилась час."),
    "mail": ("en", "Email from the lighthouse", "The keeper has sent an email about the lamp."),
    "talks": ("en", "Talks on the strait", "Talks between Arvonia and Belmark on the strait begin."),
    "obrien": ("en", "Brass band", "The band of Dan O’Brien plays rock 'n' roll on the quay."),
    "organ": ("en", "A new instrument", "The pipe organ of the chapel is played again."),
    "colon": ("en", "Lighthouse:Unplugged opens", "A concert."),
    "quake-zh": ("zh-Hans", "昨夜发生地震", "学校停课一天。"),
    "quake-ja": ("ja", "港で震度五", "昨夜の地震で港の倉庫が倒れた。"),
    "quake-ko": ("ko", "항구 소식", "어젯밤 강한 地震이 있었다."),
    "tram-en": ("en", "The tram returns", "The old tram runs again along the quay."),
    "hundred-vi": ("vi", "Một trăm người dự lễ", "Hơn một trăm người đã đến bến cảng Đà Nẵng."),
    "station-vi": ("vi", "Khai trương trạm xăng mới", "Trạm nằm cạnh bến cảng."),
    "danang-en": ("en", "Storm reaches Da Nang", "Boats stay in the port of Da Nang."),
    "cafe-fr": ("fr", "Le café du port rouvre", "Le café a fermé en mai."),
    "cafe-en": ("en", "A cafe by the quay", "The cafe opens at six."),
    "kafe-und": ("und", "Café Zentral", "Café."),
    "malmo-sv": ("sv", "Färjan till Malmö går igen", "Den går för alla varje dag."),
    "malmo-en": ("en", "Ferry for Malmo", "The ferry to Malmo sails."),
    "fur-de": ("de", "Hilfe für den Hafen", "Geld für neue Boote."),
    "fur-en": ("en", "Fur trade", "The fur trade of the island."),
}
LANGUAGES = Languages(written=("en", "de", "zh", "ja", "ko", "vi", "fr", "sv", "ru"))

Find = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def find(make_index: MakeIndex, make_article: MakeArticle, opensearch_url: str) -> Find:
    """Ids of the articles that a query finds, the most relevant first."""
    index = make_index()
    index.write(
        make_article(name, language=language, title=title, body=body) for name, (language, title, body) in TEXTS.items()
    )

    def ask(text: str) -> list[str]:
        query = read_query(text)
        filters = Filters(language=query.filters.get("language", ()))
        wanted = matching(text_query(query, LANGUAGES, filters.language), filters)
        body = {"query": wanted, "_source": False, "size": 50}
        answer = httpx.post(f"{opensearch_url}/{index.name}/_search", json=body, trust_env=False, timeout=60)
        assert answer.status_code == 200, answer.text
        return [hit["_id"] for hit in answer.json()["hits"]["hits"]]

    return ask


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("by-tor", ["by-tor"]),
        ("by–tor", ["by-tor"]),
        ("title:by-tor", ["by-tor"]),
        ("sledge -by-tor", []),
        ("tor -by-tor", ["tor"]),
        ("Castellan-Voss", ["voss"]),
        ("Castellan/Voss", ["voss"]),
        ("премьер-министр", ["minister-ru"]),
        ("e-mail", ["mail"]),
        ("Belmark-Arvonia", ["talks"]),
        ("O'Brien", ["obrien"]),
        ("rock'n'roll", ["obrien"]),
        ("pipe:organ", ["organ"]),
        ("lighthouse:unplugged", ["colon"]),
        ("Unplugged", ["colon"]),
    ],
)
def test_words_typed_as_one_are_found_side_by_side(find: Find, q: str, found: list[str]) -> None:
    assert find(q) == found


def test_among_more_words_those_side_by_side_come_first(find: Find) -> None:
    assert find("race by-tor walkers")[0] == "by-tor"
    assert find("Castellan Voss") == ["voss", "voss-apart"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("震", {"quake-zh", "quake-ja", "quake-ko"}),
        ("校", {"quake-zh"}),
        ("港", {"quake-ja"}),
        ("밤", {"quake-ko"}),
        ("震 港 学", {"quake-ja", "quake-zh"}),
        ("地震", {"quake-zh", "quake-ja", "quake-ko"}),
        ("震度", {"quake-ja"}),
        ('"震度五"', {"quake-ja"}),
        ('"昨夜の地震で港"', {"quake-ja"}),
        ("震学", set()),
        ("title:震", {"quake-zh", "quake-ja"}),
    ],
)
def test_one_character_is_a_word(find: Find, q: str, found: set[str]) -> None:
    assert set(find(q)) == found


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("tram", {"tram-en"}),
        ('"tram"', {"tram-en"}),
        ("title:tram", {"tram-en"}),
        ("trăm", {"hundred-vi"}),
        ('"trăm"', {"hundred-vi"}),
        ("title:trăm", {"hundred-vi"}),
        ("trạm", {"station-vi"}),
        ("quay -trăm", {"tram-en", "obrien", "cafe-en"}),
        ("tram language:vi", {"hundred-vi", "station-vi"}),
        ("mot tram nguoi", {"hundred-vi"}),
        ("tram xang", {"station-vi"}),
        ("da nang", {"danang-en", "hundred-vi"}),
        ("Đà Nẵng", {"danang-en", "hundred-vi"}),
        ('"Da Nang"', {"danang-en", "hundred-vi"}),
        ("cafe", {"cafe-fr", "cafe-en", "kafe-und"}),
        ("café", {"cafe-fr", "cafe-en", "kafe-und"}),
        ("Malmo", {"malmo-sv", "malmo-en"}),
        ("Malmö", {"malmo-sv", "malmo-en"}),
        ("fur", {"fur-en"}),
        ("für", {"fur-de"}),
    ],
)
def test_marks_may_be_left_out_where_they_make_no_other_word(find: Find, q: str, found: set[str]) -> None:
    assert set(find(q)) == found


def test_words_as_they_are_written_come_first(find: Find) -> None:
    assert find("Malmö") == ["malmo-sv", "malmo-en"]
