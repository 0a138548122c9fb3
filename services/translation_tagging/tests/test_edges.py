"""Where an article speaks of itself, and which articles do not."""

from babelwire_contracts.content import Clue, ClueKind
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.edges import Edges, edges_of

TEXT = ["The harbour opens at dawn, and the boats are already out.", "Nets hang along the wall.", "Gulls wait above."]
NOTE = "Translated from Dutch by Ada Smit"


def edges(*paragraphs: str, **fields: object) -> Edges:
    content = TaggedContent(revision="r", generation=1, title="t", body="\n\n".join(paragraphs), **fields)  # type: ignore[arg-type]
    return edges_of(content)


def test_an_article_without_a_word_of_notes_has_no_edges_that_may_be_one() -> None:
    found = edges(*TEXT, lead="Morning at the harbour")
    assert found == Edges([], [], TEXT[1:])


def test_a_note_is_seen_at_the_beginning_at_the_end_and_in_the_lead() -> None:
    assert ("body, start", NOTE) in edges(NOTE, *TEXT).notes
    assert ("body, end", NOTE) in edges(*TEXT * 20, NOTE).notes
    assert ("lead", NOTE) in edges(*TEXT, lead=NOTE).notes


def test_a_short_word_at_the_edge_of_a_paragraph_is_seen() -> None:
    assert ("body, end", "Tekst: KI") in edges(*TEXT * 20, "Tekst: KI").notes


def test_a_word_that_is_cut_where_credits_end_is_seen() -> None:
    cut = f"{'boat ' * 58}seagull KI"
    assert edges("a" * 98, f"{cut}osk {'boat ' * 60}", *TEXT).credits[1] == ("body, start", cut)


def test_a_site_that_speaks_of_translation_is_read_at_its_edges() -> None:
    clue = Clue(kind=ClueKind.TRANSLATION_NOTE, where="at the foot", words="All texts are translated")
    assert edges(*TEXT, clues=[clue]).notes[0] == ("body, start", TEXT[0])
