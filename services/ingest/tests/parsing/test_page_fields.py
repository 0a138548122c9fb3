"""Publisher, categories, keywords, alternates and clues of a page, from whatever declares them."""

import pytest

from babelwire_contracts.content import Alternate, ClueKind

from .conftest import Parse
from .pages import ld, og, page

H1 = "<h1>Ferry sails again</h1>"
TITLE = "<title>Ferry sails again</title>"
ADDRESS = "https://www.lantern.example/world/ferry-7781"

PUBLISHERS = {
    "open graph": (og(site_name="The Daily Lantern"), "The Daily Lantern"),
    "json-ld": (ld('"publisher": {"@type": "Organization", "name": "The Daily Lantern"}'), "The Daily Lantern"),
    "json-ld by reference": (
        '<script type="application/ld+json">{"@graph": [{"@type": "Article", "publisher": {"@id": "#org"}},'
        ' {"@type": "Organization", "@id": "#org", "name": "The Daily Lantern"}]}</script>',
        "The Daily Lantern",
    ),
    "a list": (ld('"publisher": [{"name": "The Daily Lantern"}]'), "The Daily Lantern"),
    "the site's own node": (
        '<script type="application/ld+json">{"@graph": [{"@type": "Article"},'
        ' {"@type": "WebSite", "name": "The Daily Lantern"}]}</script>',
        "The Daily Lantern",
    ),
    "application": ('<meta name="application-name" content="The Daily Lantern">', "The Daily Lantern"),
    "an address is no name": (og(site_name="https://www.lantern.example/"), None),
    "a handle is no name": (
        og(site_name="@dailylantern") + '<meta name="application-name" content="Lantern">',
        "Lantern",
    ),
    "entities": (og(site_name="Salt &amp;amp; Sea"), "Salt & Sea"),
}


@pytest.mark.parametrize(("head", "name"), PUBLISHERS.values(), ids=PUBLISHERS.keys())
def test_the_publisher(parsed: Parse, head: str, name: str | None) -> None:
    publisher = parsed(page(TITLE + head, H1), url=ADDRESS).content.publisher
    assert (publisher.name, publisher.domain) == (name, "lantern.example")


CRUMBS = """<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [
{"@type": "ListItem", "position": 1, "item": {"@id": "https://www.lantern.example/", "name": "Home"}},
{"@type": "ListItem", "position": 3, "name": "Harbours", "item": "https://www.lantern.example/world/harbours"},
{"@type": "ListItem", "position": 2, "name": "World", "item": "https://www.lantern.example/world"},
{"@type": "ListItem", "position": 4, "name": "Ferry sails again"}]}</script>"""

CATEGORIES = {
    "json-ld": (ld('"articleSection": ["World", "Harbours"]'), "", ["World", "Harbours"]),
    "meta": ('<meta property="article:section" content="World">', "", ["World"]),
    "both in two cases": (
        ld('"articleSection": "world"') + '<meta property="article:section" content="World">',
        "",
        ["world"],
    ),
    "microdata": ("", '<a itemprop="articleSection" href="/world">World</a>', ["World"]),
    "breadcrumbs in json-ld": (CRUMBS, "", ["World", "Harbours"]),
    "breadcrumbs in the page": (
        "",
        '<ol class="breadcrumb"><li><a href="/">Start</a></li><li><a href="/world">World</a></li>'
        "<li>Ferry sails again</li></ol>",
        ["World"],
    ),
    "no home": (ld('"articleSection": ["Home", "World"]'), "", ["World"]),
    "no address": (ld('"articleSection": "https://www.lantern.example/world"'), "", []),
    "Inicio": ('<meta property="article:section" content="Inicio">', "", []),
}


@pytest.mark.parametrize(("head", "below", "categories"), CATEGORIES.values(), ids=CATEGORIES.keys())
def test_categories(parsed: Parse, head: str, below: str, categories: list[str]) -> None:
    assert parsed(page(TITLE + head, H1, below), url=ADDRESS).content.categories == categories


KEYWORDS = {
    "json-ld, one text": (ld('"keywords": "ferry, strait"'), "", ["ferry", "strait"]),
    "json-ld, list": (ld('"keywords": ["ferry", "strait"]'), "", ["ferry", "strait"]),
    "json-ld, terms": (ld('"keywords": [{"@type": "DefinedTerm", "name": "ferry"}]'), "", ["ferry"]),
    "meta": ('<meta name="news_keywords" content="ferry; strait">', "", ["ferry", "strait"]),
    "in two cases": ('<meta name="keywords" content="Ferry, ferry, strait">', "", ["Ferry", "strait"]),
    "microdata": ("", '<span itemprop="keywords">ferry, strait</span>', ["ferry", "strait"]),
    "linked tags": (
        "",
        '<a rel="tag" href="/tag/ferry">ferry</a> <a rel="tag" href="/tag/strait">strait</a>',
        ["ferry", "strait"],
    ),
    "arabic": ('<meta name="keywords" content="عبارة، مضيق">', "", ["عبارة", "مضيق"]),
}


@pytest.mark.parametrize(("head", "below", "keywords"), KEYWORDS.values(), ids=KEYWORDS.keys())
def test_keywords(parsed: Parse, head: str, below: str, keywords: list[str]) -> None:
    assert parsed(page(TITLE + head, H1, below), url=ADDRESS).content.keywords == keywords


ALTERNATES = """<link rel="alternate" hreflang="en" href="https://www.lantern.example/world/ferry-7781">
<link rel="alternate" hreflang="pt-br" href="/pt/world/balsa-7781">
<link rel="alternate" hreflang="de_AT" href="https://www.lantern.example/de/faehre-7781">
<link rel="alternate" hreflang="x-default" href="https://www.lantern.example/world/ferry-7781">
<link rel="alternate" hreflang="fr" href="https://www.lantern.example/">
<link rel="alternate" hreflang="es" href="javascript:void(0)">
<link rel="alternate" type="application/rss+xml" href="/feed">"""


def test_alternates_are_other_articles(parsed: Parse) -> None:
    content = parsed(page(TITLE + ALTERNATES, H1), url=ADDRESS).content
    assert content.alternates == [
        Alternate(url="https://www.lantern.example/pt/world/balsa-7781", language="pt-BR"),
        Alternate(url="https://www.lantern.example/de/faehre-7781", language="de-AT"),
    ]
    assert content.canonical_url == ADDRESS


def test_a_link_to_a_translation_is_an_alternate(parsed: Parse) -> None:
    above = H1 + '<p><a rel="alternate" hreflang="pt" href="/pt/world/balsa-7781">Ler em português</a></p>'
    assert parsed(page(TITLE, above), url=ADDRESS).content.alternates == [
        Alternate(url="https://www.lantern.example/pt/world/balsa-7781", language="pt")
    ]


CLUES = {
    "alternate": (
        '<link rel="alternate" hreflang="pt" href="/pt/balsa">',
        (ClueKind.ALTERNATE_LINK, "link[hreflang=pt]", "https://www.lantern.example/pt/balsa"),
    ),
    "based on": (
        ld('"isBasedOn": "https://agencia.example/balsa"'),
        (ClueKind.BASED_ON, "json-ld isBasedOn", "https://agencia.example/balsa"),
    ),
    "based on a work": (
        ld('"isBasedOn": {"@type": "NewsArticle", "name": "Balsa volta", "url": "https://agencia.example/balsa"}'),
        (ClueKind.BASED_ON, "json-ld isBasedOn", "Balsa volta"),
    ),
    "translation of": (
        ld('"translationOfWork": {"@id": "https://agencia.example/balsa"}'),
        (ClueKind.TRANSLATION_NOTE, "json-ld translationOfWork", "https://agencia.example/balsa"),
    ),
    "language in microdata": (
        '<meta itemprop="inLanguage" content="en-GB">',
        (ClueKind.DECLARED_LANGUAGE, "itemprop inLanguage", "en-GB"),
    ),
    "source organisation": (
        ld('"sourceOrganization": {"name": "Agência Estreito"}'),
        (ClueKind.SOURCE_LINE, "json-ld sourceOrganization", "Agência Estreito"),
    ),
    "credit text": (
        ld('"creditText": "Agência Estreito"'),
        (ClueKind.CREDIT_LINE, "json-ld creditText", "Agência Estreito"),
    ),
    "dateline": (ld('"dateline": "LISBON"'), (ClueKind.DATELINE, "json-ld dateline", "LISBON")),
    "declared byline": (
        ld('"author": {"name": "Mira Holt, Senior Reporter, in Lisbon"}'),
        (ClueKind.BYLINE, "json-ld author", "Mira Holt, Senior Reporter, in Lisbon"),
    ),
}


@pytest.mark.parametrize(("head", "clue"), CLUES.values(), ids=CLUES.keys())
def test_what_bears_on_origin_is_a_clue(parsed: Parse, head: str, clue: tuple[ClueKind, str, str]) -> None:
    content = parsed(page(TITLE + head, H1), url=ADDRESS).content
    assert clue in [(found.kind, found.where, found.words) for found in content.clues]


CANONICALS = {
    "relative": ('<link rel="canonical" href="/ferry">', "https://www.lantern.example/ferry"),
    "without scheme": ('<link rel="canonical" href="//lantern.example/ferry">', "https://lantern.example/ferry"),
    "the scheme forgotten": (
        '<link rel="canonical" href="www.lantern.example/ferry">',
        "https://www.lantern.example/ferry",
    ),
    "a fragment of its own": (f'<link rel="canonical" href="{ADDRESS}#main">', ADDRESS),
    "only a fragment": ('<link rel="canonical" href="#">' + og(url="/ferry"), ADDRESS),
    "open graph": (og(url="https://www.lantern.example/ferry"), "https://www.lantern.example/ferry"),
    "the section": ('<link rel="canonical" href="https://www.lantern.example/world/">', ADDRESS),
    "the section elsewhere on the site": ('<link rel="canonical" href="https://m.lantern.example/world">', ADDRESS),
    "the site": ('<link rel="canonical" href="https://www.lantern.example">', ADDRESS),
    "somebody else": ('<link rel="canonical" href="https://other.example/ferry">', ADDRESS),
    "empty": ('<link rel="canonical" href="">', ADDRESS),
    "amp of it": (
        '<link rel="canonical" href="https://www.lantern.example/world/ferry">',
        "https://www.lantern.example/world/ferry",
    ),
}


@pytest.mark.parametrize(("head", "canonical"), CANONICALS.values(), ids=CANONICALS.keys())
def test_the_declared_address(parsed: Parse, head: str, canonical: str) -> None:
    assert parsed(page(TITLE + head, H1), url=ADDRESS).content.canonical_url == canonical
