from babelwire_search.pages.links import Links
from babelwire_search.parameters import SearchParameters


def links(**given: object) -> Links:
    return Links("/search", SearchParameters.model_validate(given))


def test_the_next_page_keeps_the_search() -> None:
    assert links(q="a&b", language=["es"]).next_page("c") == "/search?q=a%26b&language=es&cursor=c"
    assert links(q="a").next_page(None) is None


def test_each_filter_can_be_taken_off() -> None:
    applied = links(q="x", language=["es", "fr"], **{"from": "2021-06-19"}).applied()
    assert [(link.text, link.href) for link in applied] == [
        ("published from 2021-06-19", "/search?q=x&language=es&language=fr"),
        ("Language: Spanish", "/search?q=x&from=2021-06-19&language=fr"),
        ("Language: French", "/search?q=x&from=2021-06-19&language=es"),
    ]


def test_the_first_page_has_no_way_back() -> None:
    assert links(q="x").first_page is None
    assert links(q="x", cursor="c").first_page == "/search?q=x"
