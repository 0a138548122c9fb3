"""The API on a real OpenSearch with the invented articles."""

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from babelwire_search.http import schemas
from babelwire_search.http.comparison_schemas import ComparisonAnswer

pytestmark = pytest.mark.stack


def ask(client: httpx.Client, path: str = "/api/search", **parameters: Any) -> dict[str, Any]:
    headers = parameters.pop("headers", None)
    answer = client.get(path, params=parameters, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [item["article_id"] for item in found["items"]]


def test_answers_are_what_openapi_says(client: httpx.Client) -> None:
    schemas.SearchAnswer.model_validate(ask(client, q="ferry"))
    schemas.ArticleAnswer.model_validate(ask(client, "/api/articles/ferry-tidal"))
    schemas.SimilarList.model_validate(ask(client, "/api/articles/ferry-en/similar"))
    ComparisonAnswer.model_validate(ask(client, "/api/articles/quake-en/copies/quake-en-near"))
    schemas.DayAnswer.model_validate(ask(client, "/api/days/2026-11-18"))
    schemas.TrendList.model_validate(ask(client, "/api/trends", window="30d"))
    schemas.SourceList.model_validate(ask(client, "/api/sources"))


def test_an_article_has_what_its_page_has(client: httpx.Client, invented: list[dict[str, Any]]) -> None:
    (written,) = [article for article in invented if article["article_id"] == "account-en"]
    found = ask(client, "/api/articles/account-en")
    schemas.Article.model_validate(found)
    same = ("structure", "alternates", "paywalled", "partial", "modified_at", "modified_at_source")
    assert {name: found[name] for name in same} == {name: written[name] for name in same}
    plain = ask(client, "/api/articles/ferry-en")
    assert (plain["structure"], plain["paywalled"], plain["partial"], plain["modified_at"]) == ([], None, False, None)


def test_an_article_says_in_words_where_it_comes_from(client: httpx.Client) -> None:
    machine = ask(client, "/api/articles/ferry-tidal")
    assert machine["provenance"] == {
        "sentence": (
            "Written in Spanish by El Vigía del Puerto; shown in English and Spanish by The Limited Tides, almost"
            " certainly translated by machine: the page names its source, and the site says of itself that it shows"
            " news from elsewhere."
        ),
        "reasons": ["the page names its source", "the site says of itself that it shows news from elsewhere"],
    }
    assert [piece["kind"] for piece in machine["translation"]["evidence"]] == ["origin_language", "tagline"]
    unknown = ask(client, "/api/articles/escape-en")["provenance"]
    assert unknown["sentence"] == "Published in English by The Tidewater Times."
    assert unknown["reasons"] == [
        "the evidence contradicts itself: a line at the foot of the page speaks of translation, but this site writes"
        " in English"
    ]
    assert ask(client, "/api/articles/und-short")["provenance"] == {
        "sentence": "Published by Tabla.",
        "reasons": ["nothing tells whether it is a translation"],
    }


def test_internal_fields_are_never_shown(client: httpx.Client) -> None:
    item = ask(client, q="ferry")["items"][0]
    shown = set(schemas.FoundArticle.model_fields)
    assert set(item) == shown


def test_what_a_revision_changed_is_shown_and_not_searched(client: httpx.Client) -> None:
    revised = ask(client, "/api/articles/ferry-en")["revised"]
    assert (revised["added"], revised["removed"]) == (["The first boat leaves on Friday."], ["No date has been set."])
    assert ask(client, "/api/articles/ferry-ar")["revised"] is None
    assert ids(ask(client, q='"No date has been set"')) == []


def test_an_english_query_finds_articles_in_other_languages(client: httpx.Client) -> None:
    assert {"strike-es", "strike-de", "strike-tr"} <= set(ids(ask(client, q="Elena Prado Geneva strike")))
    assert ids(ask(client, q="smallest fishing fleet")) == ["fleet-de"]


def test_words_are_found_in_their_other_forms(client: httpx.Client) -> None:
    assert "olives-en" in ids(ask(client, q="olives harvests"))
    assert "ferry-fr" in ids(ask(client, q="navires habitant"))


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("学校 地震", "quake-zh"),
        ("землетрясения", "quake-ru"),
        ("رحلة مسائية", "ferry-ar"),
        ("ดาวหาง", "comet-th"),
        ("לומדים OR רעידת", "quake-he"),
        ("землетрус рятувальники", "quake-uk"),
    ],
)
def test_every_script_is_searched(client: httpx.Client, q: str, found: str) -> None:
    assert found in ids(ask(client, q=q))


def test_the_query_language_reaches_the_index(client: httpx.Client) -> None:
    assert ids(ask(client, q='"olive harvest"')) == ["olives-en"]
    assert ids(ask(client, q='"harvest olive"')) == []
    assert "ferry-fr" not in ids(ask(client, q="Aurelia -navire"))
    assert set(ids(ask(client, q="terremoto OR bowline"))) == {"quake-it", "undated-en"}
    assert ids(ask(client, q="title:bowline")) == ["undated-en"]
    assert ids(ask(client, q="title:slip")) == []
    assert ids(ask(client, q="language:Swahili")) == ["comet-sw"]


def test_languages_match_their_variants(client: httpx.Client) -> None:
    assert set(ids(ask(client, language="pt"))) == {"library-pt", "library-ptpt"}
    assert ids(ask(client, language="pt-BR")) == ["library-pt"]
    assert ids(ask(client, language="no")) == ["comet-no"]
    assert ids(ask(client, language="und")) == ["und-short"]


def test_filters_add_up_and_their_values_are_alternatives(client: httpx.Client) -> None:
    found = ids(ask(client, language=["fr", "de"], q="Aurelia"))
    assert set(found) == {"ferry-fr", "ferry-de"}
    assert ids(ask(client, original_language="es", language="en")) == ["ferry-tidal"]
    assert ids(ask(client, origin="El Vigía del Puerto", publisher="limitedtides.example")) == ["ferry-tidal"]
    assert ids(ask(client, category="Cultura", language="pt-PT")) == ["library-ptpt"]


def test_from_is_inclusive_and_to_exclusive(client: httpx.Client) -> None:
    found = set(ids(ask(client, **{"from": "2026-11-18T06:05:00Z", "to": "2026-11-18T07:30:00Z"})))
    assert found == {"quake-en"}
    assert "undated-en" not in set(ids(ask(client, size=100, **{"from": "1900-01-01"})))


def test_a_group_shows_its_member_in_the_readers_language(client: httpx.Client) -> None:
    assert "ferry-en" in ids(ask(client, q="Brandan"))
    assert "ferry-es" in ids(ask(client, q="Brandan", reader="es"))
    assert "ferry-es" in ids(ask(client, q="Brandan", headers={"Accept-Language": "es-MX,en;q=0.5"}))


def test_a_filter_shows_the_copy_that_it_matches(client: httpx.Client) -> None:
    found = ask(client, publisher="The Tidewater Times", q="ferry")
    assert ids(found) == ["ferry-en-copy"]
    assert {copy["article_id"] for copy in found["items"][0]["copies"]} == {"ferry-en", "ferry-es"}


def test_totals_and_facets_count_what_is_listed(client: httpx.Client) -> None:
    collapsed = ask(client, size=100)
    shown = ask(client, size=100, duplicates="show")
    assert (collapsed["total"], collapsed["total_exact"]) == (len(collapsed["items"]), True)
    assert (shown["total"], shown["total_exact"]) == (len(shown["items"]), True)
    assert shown["total"] - collapsed["total"] == 5
    spanish = next(one for one in shown["facets"]["language"] if one["value"] == "es")
    assert spanish == {
        "value": "es",
        "name": "Spanish",
        "count": len(ids(ask(client, language="es", duplicates="show"))),
    }


def test_highlights_are_escaped(client: httpx.Client) -> None:
    (item,) = ask(client, q="markup notice")["items"]
    text = " ".join(text for fragments in item["highlights"].values() for text in fragments)
    assert "<mark>" in text
    assert "<" not in text.replace("<mark>", "").replace("</mark>", "")


def test_a_misspelt_word_gets_a_suggestion(client: httpx.Client) -> None:
    found = ask(client, q="olive harvist")
    assert found["items"] == []
    assert found["suggestions"] == [{"q": "olive harvest", "words": [{"from": "harvist", "to": "harvest"}]}]


def test_similar_articles_leave_out_copies(client: httpx.Client) -> None:
    found = set(ids(ask(client, "/api/articles/ferry-en/similar")))
    assert "ferry-tidal" in found
    assert not found & {"ferry-en", "ferry-en-copy", "ferry-es"}


def test_a_day_names_the_nearest_days_that_have_articles(client: httpx.Client) -> None:
    found = ask(client, "/api/days/2026-11-13")
    assert set(ids(found)) == {"und-short", "escape-en"}
    assert (found["previous_day"], found["next_day"]) == ("2026-11-12", "2026-11-14")
    empty = ask(client, "/api/days/1999-01-01")
    assert (empty["items"], empty["previous_day"], empty["next_day"]) == ([], None, "2026-10-05")


def test_sources_tell_publishers_from_origins(client: httpx.Client) -> None:
    found = {(item["role"], item["name"]): item for item in ask(client, "/api/sources")["items"]}
    assert found["publisher", "The Limited Tides"]["articles"] == 1
    assert found["origin", "El Vigía del Puerto"]["domains"] == ["elvigia.example"]
    assert ("origin", "The Limited Tides") not in found


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("/api/search?from=soon", 422, "from"),
        ("/api/search?size=0", 422, "size"),
        ("/api/search?size=101", 422, "size"),
        ("/api/search?sort=best", 422, "sort"),
        ("/api/search?duplicates=no", 422, "duplicates"),
        ("/api/search?colour=red", 400, "colour"),
        ("/api/search?cursor=abc", 400, "cursor"),
        ("/api/days/someday", 422, "date"),
        ("/api/trends?window=1y", 422, "window"),
        ("/api/sources?x=1", 400, "x"),
        ("/api/search?language=klingonish", 422, "language"),
        ("/api/search?language=es,klingonish", 422, "language"),
        ("/api/search?original_language=klingonish", 422, "original_language"),
        ("/api/search?reader=klingonish", 422, "reader"),
        ("/api/search?reader=es;q=much", 422, "reader"),
        ("/api/days/2026-11-18?language=klingonish", 422, "language"),
        ("/api/days/2026-11-18?reader=klingonish", 422, "reader"),
        ("/api/articles/ferry-en/similar?reader=klingonish", 422, "reader"),
    ],
)
def test_a_bad_parameter_is_named(client: httpx.Client, path: str, status: int, named: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["parameter"] for error in answer.json()["errors"]] == [named]


@pytest.mark.parametrize("path", ["/api/articles/none", "/api/articles/none/similar", "/api/none", "/api/stories/x"])
def test_what_is_not_there_is_a_problem_document(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


@pytest.mark.parametrize("path", ["/api/search", "/api/articles/ferry-en", "/", "/search?q=ferry", "/openapi.json"])
def test_answers_are_compressed(client: httpx.Client, path: str) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert "Accept-Encoding" in packed.headers["vary"]
    assert int(packed.headers["content-length"]) < len(plain.content) / 1.5


def test_a_tag_is_weak_for_it_stands_for_both_codings(client: httpx.Client) -> None:
    packed = client.get("/api/search", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["etag"].startswith('W/"')
    again = {"Accept-Encoding": "identity", "If-None-Match": packed.headers["etag"]}
    assert client.get("/api/search", headers=again).status_code == 304


def test_an_unchanged_answer_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/api/articles/ferry-en")
    again = client.get("/api/articles/ferry-en", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet=st.sampled_from('aß東ع "-:()*?~^\\/[]{}+!|&OR NOTtitle:language:“”«»\n\x00'), max_size=60)
    | st.text(max_size=300)
)
def test_no_query_is_an_error_of_the_service(client: httpx.Client, q: str) -> None:
    answer = client.get("/api/search", params={"q": q.encode(errors="replace").decode(), "size": 1})
    assert answer.status_code == 200, answer.text
