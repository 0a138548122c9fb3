"""Plain addresses and spaced texts take a short way; these say that it comes to the same as the long one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from babelwire_contracts import identity
from babelwire_contracts.canonical_url import MAX_URL_LENGTH, InvalidUrl, _whole_way, canonical_url

PIECES = (
    *("a", "B", "1", "id", "page", "utm_source", "UTM_medium", "at_x", "fbclid", "_ga", "~", "-", "_", ".", ".."),
    *("=", "=", "&", "&", "?", "#", "/", "+", ";", ":", "@", "%20", "%C3%BC", "%c3%bc", "%zz", "%", " ", "\t", "\n"),
    *(
        "ü",
        "é",
        "e\u0301",
        "漢",
        "\u0661",
        "\u3000",
        "\u200f",
        "\x00",
        "|",
        "'",
        '"',
        "(",
        "!",
        "$",
        ",",
        "*",
        "[",
        "]",
    ),
)
BASES = (
    *("https://news.example/", "http://a.b/x", "https://news.example", "HTTPS://News.example/", "https://a.b:443/"),
    *("https://a.b:8443/x", "https://bücher.example/", "https://xn--bcher-kva.example/", "https://192.0.2.7/"),
    *("https://-a.b/", "https://a..b/", "https://a.b./", "https://[2001:db8::1]/", "https://u@a.b/", " https://a.b/"),
)
WORDS = st.text(st.sampled_from("ab éß漢か\u3099\u0301\u0651\u064b\u200cя\U0001f600"), min_size=1).map(
    lambda text: " ".join(text.split())
)
SPACED = WORDS.filter(bool)


def form_or_refusal(way: object, url: str) -> str:
    assert callable(way)
    try:
        return str(way(url))
    except InvalidUrl as error:
        return f"refused: {error}"


@given(st.sampled_from(BASES), st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
@example("https://news.example/a", "?b=2&a=1&utm_source=x&a=0#top?x=1")
@example("https://news.example/a", "?a.=1&a=2&a-b=3&a=2")
@example("https://news.example/a", "?utm_source=x#")
@example("https://news.example/a", "?a")
@example("https://news.example/a", "?a=1&&b=2")
@example("https://news.example/a/../b", "?a=1")
def test_an_address(base: str, rest: str) -> None:
    assert form_or_refusal(canonical_url, base + rest) == form_or_refusal(_whole_way, (base + rest).strip())


@pytest.mark.parametrize("rest", ["", "?a=1", "#top", "?utm_source=x"])
def test_an_address_that_is_too_long(rest: str) -> None:
    fits = "https://news.example/".ljust(MAX_URL_LENGTH - len(rest), "a") + rest
    assert canonical_url(fits) == _whole_way(fits)
    with pytest.raises(InvalidUrl, match=str(MAX_URL_LENGTH)):
        canonical_url("https://news.example/a" + fits.removeprefix("https://news.example/"))


@given(SPACED, SPACED | st.none(), st.lists(SPACED, max_size=5))
@example("か", "\u3099", ["か", "\u3099"])
@example("e", "\u0301", ["e", "\u0301"])
def test_the_hash_of_spaced_texts(title: str, lead: str | None, paragraphs: list[str]) -> None:
    assert identity.content_hash_of_spaced(title, lead, paragraphs) == identity.content_hash(
        title, lead, "\n\n".join(paragraphs)
    )
