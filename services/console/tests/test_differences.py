"""How two documents of one article are compared."""

from typing import Any

from babelwire_console.shadow.differences import Change, Tally, Verdict, difference


def document(**changed: Any) -> dict[str, Any]:
    return {"title": "Ferry", "revision": "2026-01-02", "body": "words", "source": 1, "sections": 1} | changed


def test_when_and_in_which_generation_a_document_was_written_is_no_difference() -> None:
    assert difference("a", document(), document(source=2, sections=2, indexed_at="now")).verdict is Verdict.SAME


def test_each_field_that_differs_is_told_with_both_values() -> None:
    found = difference("a", document(lead="old"), document(title="FERRY", keywords=["x"]))
    assert found.verdict is Verdict.CHANGED
    assert found.changes == [
        Change("keywords", None, ["x"]),
        Change("lead", "old", None),
        Change("title", "Ferry", "FERRY"),
    ]
    assert found.changes[0].shortened() == ("nothing", '["x"]')


def test_what_only_one_side_has_and_what_cannot_be_compared() -> None:
    assert difference("a", document(), None).verdict is Verdict.ONLY_LIVE
    assert difference("a", None, document()).verdict is Verdict.ONLY_SHADOW
    assert difference("a", document(revision="2026-01-03"), document(title="x")).verdict is Verdict.NEWER_LIVE
    assert difference("a", document(), document(revision="2026-01-03")).verdict is Verdict.CHANGED


def test_long_values_are_shown_from_where_they_part() -> None:
    live, shadow = Change("body", "a" * 500 + "old\nline" + "b" * 500, "a" * 500 + "new").shortened()
    assert live.startswith("…" + "a" * 20 + "old line")
    assert live.endswith("b…")
    assert shadow == "…" + "a" * 20 + "new"


def test_the_sum_counts_verdicts_and_fields() -> None:
    tally = Tally()
    tally.add(difference("a", document(), document()))
    tally.add(difference("b", document(), document(title="x", body="y")))
    tally.add(difference("c", document(), document(title="z")))
    assert tally.verdicts == {"same": 1, "changed": 2, "only live": 0, "only shadow": 0, "newer live": 0}
    assert tally.fields == {"title": 2, "body": 1}
