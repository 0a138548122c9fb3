"""Records as steps: in the order of time, with what changed against the step of the same kind before."""

from typing import Any

import msgspec

from babelwire_contracts.receipts import Outcome, Trace
from babelwire_contracts.schemas import examples
from babelwire_contracts.topics import ARTICLES_INGESTED, ARTICLES_TAGGED, CATALOGUE
from babelwire_lineage.steps import NO_LONGER_KEPT, captures_of, changes, steps_of
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import LogRecord

CAPTURE = "ab" * 16
ODD_CONTENT = b'{"content": {"rejected_dates": [7], "structure": [7, {"kind": []}], "published_at": 7, "partial": []}}'
ODD_TAGS = b'{"tags": {"languages": [7, {"share": "x"}, {}], "language_reason": []}}'
ODD_PARTS = (ODD_CONTENT, ODD_TAGS)
ODD = b'{"duplicate": {"revised": {"since": 7, "added": "x", "more": []}}}'


def record(topic: str, offset: int, value: Any, at: int = 0, **headers: bytes) -> LogRecord:
    fields = {name.replace("_", "-"): content for name, content in headers.items()}
    raw = value if isinstance(value, bytes) else msgspec.json.encode(value)
    return LogRecord(topic, 0, offset, at or offset, b"key", raw, [("capture-id", CAPTURE.encode()), *fields.items()])


def test_steps_stand_in_the_order_of_time_and_along_the_flow_within_a_millisecond() -> None:
    records = [record(topic, 7, {}, at=5) for topic in reversed(CATALOGUE)] + [record("articles.tagged", 1, {}, at=4)]
    steps = steps_of(records, [])
    assert [step.topic for step in steps] == ["articles.tagged", *CATALOGUE]


def test_a_change_names_field_old_and_new_and_the_first_of_its_kind_has_none() -> None:
    first = {"content": {"title": "Ferry", "body": "same"}}
    second = {"content": {"title": "Ferry returns", "body": "same"}}
    one, other = steps_of([record("articles.ingested", 1, first), record("articles.ingested", 2, second)], [])
    assert one.changed == []
    assert [(change.field, change.old, change.new) for change in other.changed] == [("title", "Ferry", "Ferry returns")]


def test_an_amendment_is_compared_with_the_whole_record_and_forgets_nothing_of_it() -> None:
    whole = {"content": {}, "duplicate": {"duplicate": {"kind": "none"}}, "tags": {"language": "es"}}
    amendment = {"duplicate": {"duplicate": {"kind": "near", "of": "x", "rule": "words", "score": 0.9}}}
    again = whole | {"tags": {"language": "en"}, "duplicate": amendment["duplicate"]}
    records = [record("articles.tagged", offset, value) for offset, value in enumerate([whole, amendment, again], 1)]
    _, amended, retagged = steps_of(records, [])
    assert {change.field for change in amended.changed} == {
        f"duplicate.{name}" for name in ("kind", "of", "rule", "score")
    }
    assert [(change.field, change.old, change.new) for change in retagged.changed] == [("language", "es", "en")]


def test_long_texts_are_shown_where_they_part() -> None:
    (change,) = changes({"body": "a" * 500 + "b" + "c" * 500}, {"body": "a" * 500 + "d" + "c" * 500})
    assert "ab" in change.old
    assert "ad" in change.new
    assert max(len(change.old), len(change.new)) < 130
    assert change.old[0] == change.old[-1] == "…"


def test_what_is_gone_comes_first_and_its_outcome_is_known_from_the_trace() -> None:
    gone = Position("articles.tagged", 0, 3)
    steps = steps_of([], [(gone, CAPTURE)])
    assert [(step.position, step.at, step.decision) for step in steps] == [(str(gone), None, NO_LONGER_KEPT)]
    trace = Trace(article_id="a", capture_id=CAPTURE, position=str(gone), outcome=Outcome.INDEXED)
    assert [end.outcome for end in captures_of(steps, [trace])] == ["indexed"]


def test_replays_and_dead_letters_are_marked() -> None:
    replay = record("pages.captured", 2, {}, replay_id=b"r1", replay_of=b"pages.captured/0/1")
    letter = record(
        "dead-letters.ingest",
        3,
        b"\xff{",
        dead_letter_service=b"ingest",
        dead_letter_error=b"Cut",
        dead_letter_message=b"off",
    )
    again, dead = steps_of([replay, letter], [])
    assert again.replay is not None
    assert (again.replay.id, again.replay.of) == ("r1", "pages.captured/0/1")
    assert (dead.decision, dead.stage) == ("dead letter of ingest: Cut: off", "ingest")


def test_every_committed_example_is_told_with_its_evidence() -> None:
    for topic in CATALOGUE.values():
        for value in examples(topic).values():
            (step,) = steps_of([record(topic.name, 1, value)], [])
            assert step.decision != "not readable"
    (tagged,) = steps_of([record(ARTICLES_TAGGED.name, 1, examples(ARTICLES_TAGGED)["spanish-original"])], [])
    assert tagged.evidence[0]["for"] == "original"


def test_the_step_of_ingest_says_when_on_what_grounds_and_what_was_not_the_date() -> None:
    (step,) = steps_of([record("articles.ingested", 1, examples(ARTICLES_INGESTED)["live-blog"])], [])
    assert step.decision == (
        "parsed by html 3: Storm on the strait: as it happened"
        "; published 2026-03-14T06:00:00Z, to the second, says json-ld datePublished"
        "; changed 2026-03-14T17:05:00Z, to the second, says json-ld dateModified"
        "; 1 date rejected; a part of the text; behind a paywall"
    )
    assert step.evidence == [
        {
            "kind": "rejected_date",
            "where": "text of footer",
            "words": "© 2019",
            "reason": "a copyright line dates the site, not the article",
        }
    ]


def test_of_an_undated_article_no_date_is_told() -> None:
    value = {"content": {"title": "Ferry", "parser": "html 3", "rejected_dates": [{"words": "a"}, {"words": "b"}]}}
    (step,) = steps_of([record("articles.ingested", 1, value)], [])
    assert step.decision == "parsed by html 3: Ferry; 2 dates rejected"
    assert [mark["words"] for mark in step.evidence] == ["a", "b"]


def test_structure_is_compared_by_how_much_there_is_of_each_kind() -> None:
    heading, row = {"kind": "heading", "level": 2}, {"kind": "table_row"}
    before = [heading | {"paragraph": 1}]
    moved = [heading | {"paragraph": 7}]
    contents = [{"content": {"structure": structure}} for structure in (before, moved, [*moved, row, row])]
    _, same, more = steps_of([record("articles.ingested", offset, one) for offset, one in enumerate(contents)], [])
    assert same.changed == []
    assert [(change.field, change.old, change.new) for change in more.changed] == [
        ("structure", {"heading": 1}, {"heading": 1, "table_row": 2})
    ]
    assert more.record["content"]["structure"] == [*moved, row, row]


def test_what_a_revision_changed_is_said_in_the_step_of_deduplication() -> None:
    revised = {"since": "2026-03-14", "added": ["One.", "Two."], "removed": ["Three."], "more": False}
    value = {"content": {}, "duplicate": {"duplicate": {"kind": "none"}, "revised": revised}}
    more = value | {"duplicate": value["duplicate"] | {"revised": revised | {"removed": [], "more": True}}}
    steps = steps_of([record("articles.deduplicated", offset, one) for offset, one in enumerate([value, more])], [])
    assert [step.decision for step in steps] == [
        "not a duplicate; since 2026-03-14 2 sentences added, 1 sentence removed",
        "not a duplicate; since 2026-03-14 2 sentences added, 0 sentences removed and more",
    ]


def test_the_languages_of_a_text_and_why_none_is_known_are_said_in_the_step_of_tagging() -> None:
    both = [{"language": "es", "share": 0.62}, {"language": "en", "share": 0.38}]
    tags: list[dict[str, Any]] = [
        {"language": "es", "languages": both, "original_language": "es"},
        {"language": "es", "languages": both[:1], "original_language": "es"},
        {"language": "und", "language_reason": "too_short", "languages": [], "original_language": "und"},
    ]
    steps = steps_of([record("articles.tagged", offset, {"tags": one}) for offset, one in enumerate(tags)], [])
    assert [step.decision.removeprefix("amended: ").split(", first")[0] for step in steps] == [
        "language es (62 %) and en (38 %)",
        "language es",
        "language und (too_short)",
    ]


def test_where_the_text_comes_from_is_said_in_the_step_of_tagging() -> None:
    content = {"title": "Ferry", "publisher": {"name": "The Star"}, "captured_at": "2026-03-14T06:00:00Z"}
    told = {"kind": "translation_note", "where": "body, end", "words": "…", "for": "translated_by_publisher"}
    against = {"kind": "origin_language", "where": "body, dateline", "words": "…", "for": "original"}
    tags = {"language": "en", "original_language": "en", "origin": {"name": "AP"}}
    statuses: list[dict[str, Any]] = [
        {"status": "translated_by_publisher", "method": "machine", "confidence": 1.0, "evidence": [told]},
        {"status": "unknown", "evidence": [told, against]},
        {"status": "unknown", "evidence": []},
    ]
    sections = {"story": {"story_id": "s"}}
    values = [{"content": content, "tags": tags | {"translation": status}} | sections for status in statuses]
    steps = steps_of([record("articles.tagged", offset, value) for offset, value in enumerate(values)], [])
    assert [step.decision for step in steps] == [
        "language en, first written in en, translated_by_publisher (1 piece of evidence): Written by AP; shown in"
        " English by The Star, translated by machine: the page says that it was translated; of the story s",
        "language en, first written in en, unknown (2 pieces of evidence): Written by AP; shown in English by The Star."
        " The evidence contradicts itself: the page says that it was translated, but its source writes in English"
        "; of the story s",
        "language en, first written in en, unknown (0 pieces of evidence): Written by AP; shown in English by The Star."
        " Nothing tells whether it is a translation; of the story s",
    ]


def test_of_tags_that_are_none_no_sentence_is_told() -> None:
    value = {"content": {"publisher": 7}, "tags": {"language": "en", "original_language": "en"}}
    (step,) = steps_of([record("articles.tagged", 1, value)], [])
    assert step.decision == "language en, first written in en, None (0 pieces of evidence)"


def test_foreign_bytes_are_a_step_too() -> None:
    for value in (b"\xff", b"[1]", b"null", b"7", b'{"content": 7, "tags": [], "duplicate": "x"}', ODD, *ODD_PARTS):
        for topic in CATALOGUE:
            (step,) = steps_of([record(topic, 1, value)], [])
            assert step.position
