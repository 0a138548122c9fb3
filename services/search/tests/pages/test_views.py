from typing import Any

from babelwire_contracts.document import public
from babelwire_search.pages.revision import Changed
from babelwire_search.pages.text_blocks import Paragraph
from babelwire_search.pages.views import card, page
from babelwire_search.results import others


def document(**given: Any) -> dict[str, Any]:
    """A document as the API gives it."""
    return public({"article_id": "a", "title": "A title", "body": "Text.", "language": "en"} | given) | others(
        ([], 1), "a"
    )


def test_text_of_an_unknown_language_claims_none() -> None:
    shown = page(document(language="und"))
    assert (shown.title.lang, shown.title.dir) == ("", "auto")
    assert shown.provenance.language == "undetermined language"


def test_a_subheading_is_a_short_line_without_an_end() -> None:
    shown = page(document(body="First sentence.\n\nTension to the limit\n\nMore.\n\nNo end at the end"))
    assert shown.text.blocks == [
        Paragraph("First sentence."),
        Paragraph("Tension to the limit", is_crosshead=True),
        Paragraph("More."),
        Paragraph("No end at the end"),
    ]


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


def test_a_change_is_told_where_it_came_after_the_publication() -> None:
    early, late = "2026-11-19T07:42:00Z", "2026-11-20T00:00:00Z"
    told = {"modified_at_precision": "day", "modified_at_source": "meta"}
    shown = page(document(published_at=early, modified_at=late, **told))
    assert (shown.modified, shown.modified_at, shown.modified_at_source) == ("20 November 2026", late, "meta")
    assert page(document(modified_at=late, **told)).modified == "20 November 2026"
    for at in (None, early):
        assert page(document(published_at=early, modified_at=at)).modified is None


def test_a_card_shows_plain_text_and_what_is_not_all_there() -> None:
    structure = [{"paragraph": 0, "kind": "heading", "level": 2}]
    shown = card(document(body="A heading\n\nIt begins.", structure=structure, partial=True))
    assert shown.snippet is not None
    assert (shown.snippet.text, shown.badges) == ("It begins.", ["part of the text"])


def test_a_bare_document_can_be_shown() -> None:
    shown = page(public({"article_id": "a/b", "language": None}) | others(([], 0), "a/b"))
    assert shown.title.text == "Untitled"
    assert card(public({"article_id": "a/b"}) | others(([], 0), "a/b")).href == "/articles/a%2Fb"
