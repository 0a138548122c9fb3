import pytest

from babelwire_search.joined_words import JoinedWords, joined_words


@pytest.mark.parametrize(
    ("text", "pieces", "in_one"),
    [
        ("by-tor", ("by", "tor"), "bytor"),
        ("Castellan–Voss", ("Castellan", "Voss"), "CastellanVoss"),
        ("state-of-the-art", ("state", "of", "the", "art"), "stateoftheart"),
        ("covid-19", ("covid", "19"), "covid19"),
        ("AC/DC", ("AC", "DC"), None),
        ("AT&T", ("AT", "T"), None),
        ("24/7", ("24", "7"), None),
        ("2021-06-19", ("2021", "06", "19"), None),
        ("スティーブ・ジョブズ", ("スティーブ", "ジョブズ"), None),
        ("премьер-министр", ("премьер", "министр"), "премьерминистр"),
        ("O'Brien", ("O'Brien",), "OBrien"),
        ("rock’n’roll", ("rock’n’roll",), None),
        ("we'll", ("we'll",), None),
        ("U.S.A.", ("U.S.A",), "USA"),
        ("U.S.", ("U.S",), None),
        ("example.org", ("example.org",), None),
        ("-by-tor-", ("by", "tor"), "bytor"),
    ],
)
def test_words_typed_as_one_are_taken_apart(text: str, pieces: tuple[str, ...], in_one: str | None) -> None:
    assert joined_words(text) == JoinedWords(pieces, in_one)


@pytest.mark.parametrize("text", ["ferry", "ferry,boat", "地震、学校", "C++", "10,000", "wait…what", "…", "a b"])
def test_other_words_are_left_alone(text: str) -> None:
    assert joined_words(text) is None
