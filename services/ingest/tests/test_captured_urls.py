"""Which URLs pass, cheaply, and that the cheap way refuses what the thorough one does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_ingest.captured_urls import checked_url


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/1",
        " https://news.example/a b ",
        "HTTP://News.Example:8080/?q=1#top",
        "https://пример.example/новости",
        "https://8.8.8.8/",
    ],
)
def test_public_addresses_pass_as_they_are(url: str) -> None:
    assert checked_url(url, allow_private=False) == url.strip()


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "http://intranet/x", "http://[fe80::1]/"])
def test_private_ones_pass_only_where_allowed(url: str) -> None:
    assert checked_url(url, allow_private=True) == url
    with pytest.raises(InvalidUrl):
        checked_url(url, allow_private=False)


_WORDS = "http https file :// : // / a.example u:p@ @ ? # \\ [ ::1] :80 :99999 ü.example %41 .."
_pieces = st.sampled_from([*_WORDS.split(), " ", "\t", "x" * 300])


@given(st.lists(_pieces, max_size=8).map("".join))
def test_the_cheap_check_and_the_canonical_form_agree(url: str) -> None:
    try:
        checked_url(url, allow_private=True)
    except InvalidUrl:
        with pytest.raises(InvalidUrl):
            canonical_url(url)
    else:
        canonical_url(url)
