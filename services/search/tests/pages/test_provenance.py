"""Where an article comes from, as its page shows it."""

from typing import Any

from babelwire_contracts.document import public
from babelwire_search.pages.provenance import Mark, Provenance, provenance

NOTE = {"kind": "translation_note", "where": "body, end", "words": "Traducido", "for": "translated_by_publisher"}
SOURCE = {"kind": "origin_language", "where": "text line 3", "words": "A writes in es", "for": "original"}


def shown(**given: Any) -> Provenance:
    """What is shown of a document that says no more than is given."""
    return provenance(public({"article_id": "a", "title": "A title", "body": "Text.", "language": "en"} | given))


def text(of: Provenance) -> str:
    return "".join(piece.text for piece in of.told)


def test_origin_and_publisher_are_told_apart() -> None:
    from_elsewhere = shown(
        publisher={"name": "The Limited Tides", "domain": "tides.example"},
        origin={"name": "el vigía", "registry_name": "El Vigía", "language": "es", "country": "US"},
        original_language="es",
        translation={"status": "translated_by_publisher", "method": "machine", "confidence": 1.0},
    )
    assert text(from_elsewhere) == (
        "Written in Spanish by El Vigía; shown in English by The Limited Tides, translated by machine."
    )
    assert (from_elsewhere.origin, from_elsewhere.publisher) == ("El Vigía", "The Limited Tides")
    assert (from_elsewhere.outlet, from_elsewhere.place) == ("El Vigía", "Spanish, United States")
    assert (from_elsewhere.language, from_elsewhere.originally) == ("English", "Spanish")
    assert from_elsewhere.origin_as_printed == "el vigía"


def test_an_outlet_that_shows_its_own_text_is_named_once() -> None:
    outlet = {"name": "Gazette", "domain": "gazette.example"}
    for origin in (outlet, {}):
        own = shown(publisher=outlet, origin=origin)
        assert (text(own), own.origin, own.outlet) == ("Published in English by Gazette.", None, "Gazette")


def test_every_language_of_a_text_is_named() -> None:
    both = [{"language": "es", "share": 0.62}, {"language": "en", "share": 0.37}]
    two = shown(language="es", languages=both)
    assert (two.language, two.language_note) == ("Spanish and English", "In Spanish and English: 62 % and 37 %")
    one = shown(language="es", languages=[{"language": "es", "share": 1.0}])
    assert (one.language, one.language_note) == ("Spanish", None)


def test_why_the_language_is_not_known_is_told() -> None:
    reason = shown(language="und", language_reason="too_short").language_note
    assert reason == "Language: not determined, it has too few words"
    assert shown(language="und").language_note == "Language: not determined"


def test_what_is_not_known_is_half_a_sentence_and_its_reason_is_folded_away() -> None:
    nothing = shown(translation={"status": "unknown", "evidence": []})
    assert (nothing.unclear, nothing.why_unclear) == ("Nothing tells whether this text is a translation", None)
    contrary = shown(translation={"status": "unknown", "evidence": [NOTE, SOURCE]})
    assert contrary.unclear == "It is not clear whether this text is a translation"
    assert contrary.why_unclear == (
        "The evidence contradicts itself: the page says that it was translated, but this site writes in English."
    )
    known = shown(translation={"status": "original", "confidence": 1.0, "evidence": [SOURCE]})
    assert (known.unclear, known.why_unclear) == (None, None)


def test_words_of_the_page_are_quoted_in_their_language_and_ours_are_not() -> None:
    odd = {"kind": "other", "where": "meta", "words": "نص", "for": "the origin"}
    marks = shown(language="es", translation={"status": "unknown", "evidence": [NOTE, SOURCE, odd]}).marks
    assert marks == [
        Mark("Traducido", True, "es", "ltr", "note on translation, body, end: speaks for a translation"),
        Mark("A writes in es", False, "en", "ltr", "language of the outlet, text line 3: speaks for an original"),
        Mark("نص", True, "", "auto", "other, meta: speaks for the origin"),
    ]
    assert shown(language="und", translation={"status": "unknown", "evidence": [NOTE]}).marks[0].lang == ""


def test_beside_a_known_status_only_what_contradicts_it_says_what_it_speaks_for() -> None:
    origin = {"name": "El Vigía", "language": "es"}
    marks = shown(origin=origin, translation={"status": "translated_by_publisher", "evidence": [NOTE, SOURCE]}).marks
    assert [(mark.words, mark.about) for mark in marks] == [
        ("Traducido", "note on translation, body, end"),
        (
            "El Vigía writes in Spanish; the text is in English",
            "language of the outlet, text line 3: speaks for an original",
        ),
    ]
