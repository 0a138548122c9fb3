from typing import Any

from babelwire_contracts.document import public
from babelwire_search.pages.revision import Changed
from babelwire_search.pages.views import card, page, provenance
from babelwire_search.results import others


def document(**given: Any) -> dict[str, Any]:
    """A document as the API gives it."""
    return public({"article_id": "a", "title": "A title", "body": "Text.", "language": "en"} | given) | others(
        ([], 1), "a"
    )


def test_origin_and_publisher_are_told_apart() -> None:
    shown = provenance(
        document(
            publisher={"name": "The Limited Tides", "domain": "tides.example"},
            origin={"name": "el vigía", "registry_name": "El Vigía", "language": "es", "country": "US"},
            original_language="es",
            translation={"status": "translated_by_publisher", "method": "machine"},
        )
    )
    assert not shown.same
    assert (shown.origin, shown.place, shown.publisher) == ("El Vigía", "Spanish, United States", "The Limited Tides")
    assert (shown.language, shown.originally) == ("English", "Spanish")
    assert shown.origin_as_printed == "el vigía"


def test_an_outlet_that_shows_its_own_text_is_named_once() -> None:
    outlet = {"name": "Gazette", "domain": "gazette.example"}
    assert provenance(document(publisher=outlet, origin=outlet)).same
    assert provenance(document(publisher=outlet)).same


def test_text_of_an_unknown_language_claims_none() -> None:
    shown = page(document(language="und"))
    assert (shown.title.lang, shown.title.dir) == ("", "auto")
    assert shown.provenance.language == "undetermined language"


def test_a_subheading_is_a_short_line_without_an_end() -> None:
    shown = page(document(body="First sentence.\n\nTension to the limit\n\nMore.\n\nNo end at the end"))
    assert [paragraph.is_crosshead for paragraph in shown.paragraphs] == [False, True, False, False]


def test_what_a_revision_changed_is_told_since_a_time_where_it_says_one() -> None:
    revised = {"since": "2026-11-19T06:10:00.000000Z-9e10", "added": ["New."], "removed": ["Gone."], "more": True}
    shown = page(document(revised=revised)).changed
    assert shown == Changed(
        since="the version of 19 November 2026, 06:10 UTC",
        since_at="2026-11-19T06:10:00.000000Z",
        added=["New."],
        removed=["Gone."],
        more=True,
    )
    odd = page(document(revised=revised | {"since": "2026-19-39"})).changed
    assert odd is not None
    assert (odd.since, odd.since_at) == ("the version before", None)
    assert page(document()).changed is None


def test_a_bare_document_can_be_shown() -> None:
    shown = page(public({"article_id": "a/b", "language": None}) | others(([], 0), "a/b"))
    assert shown.title.text == "Untitled"
    assert card(public({"article_id": "a/b"}) | others(([], 0), "a/b")).href == "/articles/a%2Fb"
