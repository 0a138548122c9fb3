"""Lines beside a text that may say where it comes from: kept as clues, with where they stand."""

import pytest

from babelwire_contracts.content import ClueKind

from .conftest import Parse
from .test_web_page import ADDRESS, page

NOTE = "This story was translated from Danish by machine."


def clues(parsed: Parse, *kinds: ClueKind, above: str = "", below: str = "", head: str = "") -> list[tuple[str, str]]:
    content = parsed(page(head, above=above, below=below), url=ADDRESS).content
    return [(clue.words, clue.where.partition(", ")[2]) for clue in content.clues if clue.kind in kinds]


def test_a_note_is_kept_with_its_place(parsed: Parse) -> None:
    found = clues(parsed, ClueKind.TRANSLATION_NOTE, below=f"<aside><p>{NOTE}</p></aside>")
    assert found == [(NOTE, "below the text")]


@pytest.mark.parametrize(
    "below",
    [
        f"<section id='comments'><p>{NOTE}</p></section>",
        f"<p><a href='/da'>{NOTE}</a></p>",
        "<p>Nothing of that sort.</p>",
    ],
)
def test_comments_links_and_other_lines_are_left_out(parsed: Parse, below: str) -> None:
    assert clues(parsed, ClueKind.TRANSLATION_NOTE, below=below) == []


def test_a_label_and_its_value_are_one_source_line(parsed: Parse) -> None:
    field = "<div class='field'><div class='label'>Bron</div><div class='item'>Η Καθημερινή</div></div>"
    assert ("Bron: Η Καθημερινή", "below the text") in clues(parsed, ClueKind.SOURCE_LINE, below=field)


def test_a_link_to_the_original_says_where_it_leads_and_in_which_language(parsed: Parse) -> None:
    below = "<p>Read the original in Danish at <a href='https://havn.example/1' hreflang='da'>Havnebladet</a></p>"
    content = parsed(page(below=below), url=ADDRESS).content
    (clue,) = [clue for clue in content.clues if clue.kind is ClueKind.ORIGINAL_LINK and clue.address]
    assert (clue.address, clue.language, clue.outlet) == ("https://havn.example/1", "da", "Havnebladet")


def test_the_work_that_a_text_translates_is_told_with_language_and_publisher(parsed: Parse) -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sails again",
    "translationOfWork": {"@id": "#da"}}</script><script type="application/ld+json">{"@id": "#da", "@type": "Article",
    "name": "Færgen", "inLanguage": "da", "publisher": {"name": "Havnebladet"}}</script>"""
    content = parsed(page(head), url=ADDRESS).content
    (clue,) = [clue for clue in content.clues if clue.where == "json-ld translationOfWork"]
    assert (clue.words, clue.language, clue.outlet) == ("Færgen", "da", "Havnebladet")


def test_a_translating_proxy_says_from_which_language(parsed: Parse) -> None:
    address = "https://day-example.translate.goog/1?_x_tr_sl=ro&_x_tr_tl=en"
    content = parsed(page(), url=address).content
    (clue,) = [clue for clue in content.clues if clue.where == "url"]
    assert (clue.kind, clue.language) == (ClueKind.TRANSLATION_NOTE, "ro")


def test_page_text_keeps_such_lines_too(parsed: Parse) -> None:
    text = f"Home\n\nFerry sails again\n\n2021-06-18　　来源：Karnavisen（丹麦文）\n\n{'It sailed. ' * 20}\n\n{NOTE}\n"
    content = parsed(text, "text/plain").content
    words = {clue.words for clue in content.clues}
    assert {"来源：Karnavisen（丹麦文）", NOTE} <= words


def test_the_lines_right_beside_the_text_are_kept_whatever_they_say(parsed: Parse) -> None:
    found = clues(parsed, ClueKind.CREDIT_LINE, below="<aside><p>Havnebladet</p></aside>")
    assert ("Havnebladet", "right beside the text") in found


def test_a_line_beside_a_choice_of_languages_speaks_of_what_is_offered(parsed: Parse) -> None:
    choice = f"<div><select><option>English</option><option>Suomi</option></select><p>{NOTE}</p></div>"
    assert clues(parsed, ClueKind.TRANSLATION_NOTE, above=choice) == []


def test_the_address_of_other_languages_by_default_is_a_clue_of_its_own(parsed: Parse) -> None:
    other = "https://day.example/eu/itsasontzia"
    head = (
        f"<link rel='alternate' hreflang='x-default' href='{other}'><link rel='alternate' hreflang='eu' href='{other}'>"
    )
    content = parsed(page(head), url=ADDRESS).content
    (clue,) = [clue for clue in content.clues if clue.where == "link[hreflang=x-default]"]
    assert (clue.kind, clue.address, clue.language) == (ClueKind.ALTERNATE_LINK, other, "eu")


def test_a_source_keeps_the_article_of_its_name(parsed: Parse) -> None:
    for name in ("De Veenbode", "de Ware Tijd"):
        content = parsed(page(below=f"<p>Bron: {name}</p>"), url=ADDRESS).content
        assert content.declared_origin is not None
        assert content.declared_origin.name == name


def test_metas_say_which_language_a_text_was_in(parsed: Parse) -> None:
    head = "<meta name='original-language' content='hy'><meta name='dcterms.type' content='Translation'>"
    content = parsed(page(head), url=ADDRESS).content
    found = [(clue.where, clue.language) for clue in content.clues if clue.kind is ClueKind.TRANSLATION_NOTE]
    assert found == [("meta original-language", "hy"), ("meta dcterms.type", None)]
