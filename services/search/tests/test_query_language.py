import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_search.query_language import MAX_LENGTH, MAX_TOKENS, Term, read_query
from babelwire_search.token_budget import count_tokens


def test_words_phrases_and_exclusions_are_told_apart() -> None:
    query = read_query('port "evening boat" -diesel NOT "old ships" harbour')
    assert query.words == ("port", "harbour")
    assert query.required == ((Term("evening boat", phrase=True),),)
    assert query.excluded == (Term("diesel"), Term("old ships", phrase=True))
    assert query.notes == ()


def test_either_of_two_is_one_group() -> None:
    assert read_query("ferry OR boat OR ship fog").required == ((Term("ferry"), Term("boat"), Term("ship")),)
    assert read_query("ferry OR boat OR ship fog").words == ("fog",)


def test_a_field_before_a_word_narrows_it() -> None:
    query = read_query('TITLE:storm lead:"high water" publisher:"Harbour Gazette" language:Spanish')
    assert query.required == ((Term("storm", field="title"),), (Term("high water", phrase=True, field="lead"),))
    assert query.filters == {"publisher": ("Harbour Gazette",), "language": ("es",)}


def test_a_colon_where_no_name_stands_before_it_is_part_of_the_word() -> None:
    query = read_query("https://example.org 12:30 C:b EU:s 地震:速報 well:")
    assert query.words == ("https://example.org", "12:30", "C:b", "EU:s", "地震:速報", "well:")
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [("pipe:organ", ("pipe", "organ")), ("ferry Pipe:organ-builder", ("ferry", "Pipe", "organ-builder"))],
)
def test_a_field_that_does_not_exist_is_looked_for_as_words(text: str, words: tuple[str, ...]) -> None:
    query = read_query(text)
    assert query.words == words
    (note,) = query.notes
    assert "pipe:" in note.lower()
    assert "title:" in note


def test_a_field_that_does_not_exist_keeps_what_stands_around_it() -> None:
    query = read_query('pipe:"evening organ" -stop:gap flute OR pipe:organ')
    assert query.words == ("pipe",)
    assert query.required == (
        (Term("evening organ", phrase=True),),
        (Term("flute"), Term("pipe organ")),
    )
    assert query.excluded == (Term("stop gap", phrase=True),)
    assert len(query.notes) == 2


@pytest.mark.parametrize("text", ["“evening boat”", "„evening boat“", "«evening boat»", "「evening boat」"])
def test_quotation_marks_of_other_languages_make_phrases(text: str) -> None:
    assert read_query(text).required == ((Term("evening boat", phrase=True),),)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('"never closed', "never closed"),
        ("OR ferry", "nothing before it"),
        ("ferry OR", "nothing after it"),
        ("language:zzzz ferry", "not a language"),
        ("-publisher:Gazette ferry", "cannot be excluded"),
        ("fer*", "Wildcards"),
        ("*** !!", "all articles are listed"),
        (" ".join(["word"] * (MAX_TOKENS + 1)), f"first {MAX_TOKENS} words"),
        ("x" * (MAX_LENGTH + 1), f"first {MAX_LENGTH} characters"),
    ],
)
def test_what_could_not_be_read_is_told(text: str, note: str) -> None:
    assert any(note in each for each in read_query(text).notes)


@pytest.mark.parametrize("text", [None, "", "   "])
def test_no_query_looks_for_nothing(text: str | None) -> None:
    query = read_query(text)
    assert not query.has_text
    assert query.notes == ()


@given(st.text(alphabet=st.sampled_from('ab "-:()*OR|NTtitle“”«»\n'), max_size=60) | st.text(max_size=200))
def test_any_text_is_a_query(text: str) -> None:
    query = read_query(text)
    found = (*query.terms, *query.excluded)
    assert sum(count_tokens(term.text) for term in found) <= MAX_TOKENS
    assert all(any(character.isalnum() for character in term.text) for term in found)
