"""What a page declares as data: JSON-LD with the faults that sites make, microdata, RDFa, payloads of frameworks."""

from datetime import UTC, datetime

import pytest

from .conftest import Parse
from .news_pages import HEADLINE, news_page, story

AT = datetime(2024, 3, 12, 8, 0, tzinfo=UTC)
OWN = '"@type": "NewsArticle", "headline": "Ferry sails again", "datePublished": "2024-03-12T08:00:00Z"'
OTHER = '"@type": "NewsArticle", "headline": "Goats at sea", "datePublished": "2023-01-01T08:00:00Z"'
START = '<script type="application/ld+json">'


@pytest.mark.parametrize(
    "script",
    [
        f"{START}//<![CDATA[\n{{{OWN}}}\n//]]></script>",
        f"{START}/*<![CDATA[*/ {{{OWN}}} /*]]>*/</script>",
        f"{START}<![CDATA[{{{OWN}}}]]></script>",
        f"{START}<!-- {{{OWN}}} --></script>",
        f"{START}\ufeff{{{OWN}}};</script>",
        f'{START}{{{OWN}, "description": "one\n\ttwo\x07"}}</script>',
        f'{START}{{{OWN}, "keywords": ["a", "b",],}}</script>',
        f"{START}{{{OWN}}}{{{OTHER}}}</script>",
        f"{START}{{{OWN}}}\n// made by a plug-in\n</script>",
        f'{START}{{{OWN}, "description": "It\\\'s here"}}</script>',
        f'{START}{{"@graph": [{{"@type": "WebSite"}}, {{{OWN}}}]}}</script>',
        f"{START}[[{{{OWN}}}]]</script>",
        START + "{" + OWN.replace('"NewsArticle"', '["Article", "NewsArticle"]') + "}</script>",
        START + "{" + OWN.replace('"NewsArticle"', '"http://schema.org/NewsArticle"') + "}</script>",
        START + "{" + OWN.replace('"NewsArticle"', '"schema:NewsArticle"') + "}</script>",
        START + "{" + OWN.replace('"', "&quot;") + "}</script>",
        f"{START}{{ broken </script>{START}{{{OWN}}}</script>",
        f'<script type="Application/LD+JSON; charset=utf-8">{{{OWN}}}</script>',
        f'{START}{{"@type": "WebPage", "mainEntity": {{{OWN}}}}}</script>',
        f'{START}{{"@type": "WebPage", "name": "x", "mainEntityOfPage": {{{OWN}}}}}</script>',
        f"{START}[{{{OTHER}}}, {{{OWN}}}]</script>",
        f"{START}{{{OTHER}}}</script>{START}{{{OWN}}}</script>",
        f'{START}{{{OWN}, "isRelatedTo": [{{{OTHER}}}]}}</script>',
        f'{START}{{"@type": "ItemList", "itemListElement": [{{{OTHER}}}]}}</script>{START}{{{OWN}}}</script>',
        START + "{" + OWN.replace("sails", "&#115;ails") + "}</script>",
    ],
)
def test_json_ld_with_the_faults_that_sites_make(parsed: Parse, script: str) -> None:
    content = parsed(news_page(head=script)).content
    assert (content.published_at, content.published_at_source) == (AT, "json-ld datePublished")
    assert content.title == HEADLINE


@pytest.mark.parametrize(
    "script",
    [
        f'{START}{{{OTHER}, "url": "https://strait.example/goats"}}</script>',
        f'{START}{{"@type": "ItemList", "itemListElement": [{{"item": {{{OTHER}}}}}]}}</script>',
        f'{START}{{"@type": "WebPage", "relatedLink": {{{OTHER}}}}}</script>',
        '<div itemscope itemtype="https://schema.org/NewsArticle"><a itemprop="url" href="/goats"><h3 itemprop='
        '"headline">Goats at sea</h3></a><meta itemprop="datePublished" content="2023-01-01"></div>',
    ],
)
def test_another_article_s_node_is_not_the_page_s(parsed: Parse, script: str) -> None:
    content = parsed(news_page(below=script), url="https://strait.example/ferry").content
    assert content.published_at is None
    assert content.title == HEADLINE


def test_of_several_articles_the_one_with_the_page_s_address_is_taken(parsed: Parse) -> None:
    own = OWN.replace("Ferry sails again", "Crossing resumes")
    script = f'{START}[{{{OTHER}, "url": "/goats"}}, {{{own}, "mainEntityOfPage": {{"@id": "/ferry?x=1"}}}}]</script>'
    assert parsed(news_page(head=script), url="https://strait.example/ferry").content.published_at == AT


def test_a_reference_is_followed(parsed: Parse) -> None:
    script = (
        f'{START}{{"@graph": [{{{OWN}, "publisher": {{"@id": "#org"}}, "author": [{{"@id": "#jane"}}]}},'
        '{"@type": "Organization", "@id": "#org", "name": "The Wider Strait"},'
        '{"@type": "Person", "@id": "#jane", "name": "Jane Roe"}]}</script>'
    )
    content = parsed(news_page(head=script)).content
    assert (content.publisher.name, content.authors) == ("The Wider Strait", ["Jane Roe"])


MICRODATA = f"""<html lang="en"><title>{HEADLINE}</title><body>
<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{HEADLINE}</h1>
<meta itemprop="dateModified" content="2024-03-13T08:00:00Z">
<time itemprop="datePublished" datetime="2024-03-12T08:00:00Z">
Tuesday</time> <span itemprop="author" itemscope itemtype="https://schema.org/Person">
<span itemprop="name">Jane Roe</span>
</span> <span itemprop="articleSection">Transport</span><img itemprop="image" src="/ferry.jpg">
<div itemprop="articleBody">{"".join(f"<p>{text}</p>" for text in story())}</div></div></body></html>"""
RDFA = (
    MICRODATA.replace("itemscope itemtype", "typeof").replace("itemprop", "property").replace("https://schema.org/", "")
)


@pytest.mark.parametrize(("page", "source"), [(MICRODATA, "microdata"), (RDFA, "rdfa")])
def test_microdata_and_rdfa_are_read_as_json_ld_is(parsed: Parse, page: str, source: str) -> None:
    content = parsed(page, url="https://strait.example/ferry").content
    assert (content.published_at, content.modified_at) == (AT, datetime(2024, 3, 13, 8, 0, tzinfo=UTC))
    assert (content.published_at_source, content.modified_at_source) == (
        f"{source} datePublished",
        f"{source} dateModified",
    )
    assert (content.authors, content.categories) == (["Jane Roe"], ["Transport"])
    assert content.images[0].url == "https://strait.example/ferry.jpg"


@pytest.mark.parametrize(
    ("extra", "walled"),
    [
        ('"isAccessibleForFree": false', True),
        ('"isAccessibleForFree": "False"', True),
        ('"isAccessibleForFree": "http://schema.org/False"', True),
        ('"isAccessibleForFree": true', False),
        ('"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "false", "cssSelector": ".wall"}', True),
        ('"genre": "news"', None),
    ],
)
def test_a_wall_that_json_ld_declares(parsed: Parse, extra: str, walled: bool | None) -> None:
    assert parsed(news_page(head=f"{START}{{{OWN}, {extra}}}</script>")).content.paywalled is walled


@pytest.mark.parametrize(("tier", "walled"), [("free", False), ("locked", True), ("metered", True), ("gold", None)])
def test_a_wall_that_meta_elements_declare(parsed: Parse, tier: str, walled: bool | None) -> None:
    head = f'<meta property="article:content_tier" content="{tier}">'
    assert parsed(news_page(head=head)).content.paywalled is walled
