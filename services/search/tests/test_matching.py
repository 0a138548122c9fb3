import json
from typing import Any

from babelwire_search.highlighting import highlighting
from babelwire_search.language_coverage import Languages
from babelwire_search.matching import text_query
from babelwire_search.query_language import MAX_TOKENS, read_query
from babelwire_search.token_budget import count_tokens

NAMES = ("vi", *(f"l{number}" for number in range(39)))
LANGUAGES = Languages(written=NAMES, translated=NAMES[:3])


def fields_searched(text: str) -> int:
    """How many clauses a query can come to: one for each word in each field."""
    query = json.loads(json.dumps(text_query(read_query(text), LANGUAGES)))
    return sum(len(match["fields"]) * count_tokens(match["query"]) for match in _matches(query))


def _matches(node: object) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        own = [node["multi_match"]] if "multi_match" in node else []
        return own + [found for value in node.values() for found in _matches(value)]
    return [found for value in node for found in _matches(value)] if isinstance(node, list) else []


def test_a_long_query_stays_under_the_limit_of_clauses() -> None:
    word = "word" + "x" * 3
    for text in (
        " ".join([word] * MAX_TOKENS),
        " ".join([f"-{word}"] * MAX_TOKENS),
        " ".join([f'"{word}"'] * MAX_TOKENS),
        " OR ".join([word] * MAX_TOKENS),
        " ".join([f"title:{word}"] * MAX_TOKENS),
        "a:b;" * 200,
        " ".join(["by-tor"] * (MAX_TOKENS // 2)),
        " ".join(["by-tor"] * 6),
        "-".join(["by"] * MAX_TOKENS),
        *("地" * count + sign + "震" * count for count in (3, 7, 10, 20, 32) for sign in "-'"),
        *(f"{word}-{word}-{word} " * count for count in (1, 2, 3, 4, 5)),
        " ".join(["malmö"] * MAX_TOKENS),
        " ".join(["malmö"] * 12),
        " ".join(["trăm"] * 12),
        " ".join([f'"{word}"'] * 12),
        "地震" * 300,
        "😀" * 300,
        "a",
    ):
        assert fields_searched(text) <= 1024, text


def test_a_short_query_asks_every_language() -> None:
    assert json.dumps(text_query(read_query("two words"), LANGUAGES)).count("localized.l38.title") == 1


def test_nothing_to_look_for_matches_everything() -> None:
    assert text_query(read_query(""), LANGUAGES)["bool"]["must"] == [{"match_all": {}}]


def test_long_words_are_marked_in_their_other_forms() -> None:
    marked = highlighting(read_query("meeting"))["highlight"]["highlight_query"]["bool"]["should"]
    assert {"prefix": {"title": {"value": "meet"}}} in marked


def test_words_typed_as_one_are_marked_side_by_side_and_with_and_without_marks() -> None:
    marked = highlighting(read_query("by-tor Malmö"))["highlight"]["highlight_query"]["bool"]["should"]
    asked = [(match["type"], match["query"]) for match in _matches(marked)]
    assert asked == [("phrase", "by-tor"), ("best_fields", "Malmö"), ("best_fields", "Malmo")]
