import pytest

from babelwire_search.pages.addresses import article_href, comparison_href, web_address


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "//example.org",
        "https://user:secret@example.org/",
        "https://[half",
        "/articles/x",
    ],
)
def test_only_web_addresses_are_linked(url: str | None) -> None:
    assert web_address(url) is None


def test_web_addresses_are_linked() -> None:
    assert web_address("https://news.example/a?b=c") == "https://news.example/a?b=c"


def test_ids_are_parts_of_an_address_whatever_stands_in_them() -> None:
    assert article_href("a/b?c") == "/articles/a%2Fb%3Fc"
    assert comparison_href("a/b", "../c") == "/articles/a%2Fb/copies/..%2Fc"
