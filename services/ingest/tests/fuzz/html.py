"""Web pages: the written ones of `tests/quality/article`, broken."""

from tests.quality.article.pages import pages
from tests.quality.article.parsing import CAPTURED, content_of
from tests.quality.article.sets import short_articles

from babelwire_contracts.content import Content
from babelwire_ingest.parsing import UnreadableCapture

from .targets import target

URL = "https://www.harbourpost.example/2024/03/12/ferry"

WORDS = """<p>|</p>|<div>|</div>|<div class="|<article>|</article>|<h1>|</h1>|<h2><a href="/b">|<br>|<br><br>
|<table>|<tr>|<td>|</table>|<pre>|<ul><li>|</li></ul>|<blockquote>|<figure>|<figcaption>|<img src="a.jpg">
|<a href="/a">|<a href="//b.example/">|</a>|<script type="application/ld+json">|</script>
|{"@type": "NewsArticle"|"articleBody": "|"datePublished": "|}|[|]|"|'|<!--|-->|<![CDATA[|]]>|<noscript>
|<template>|<svg>|<math>|<iframe src="/embed/">|hidden|style="display:none"|role="main"|itemprop="|itemscope
|property="og:title" content="|<meta charset="utf-16">|<base href="//["|<link rel="canonical" href="#">
|hreflang="|lang="|comments|related|newsletter|cookie|&nbsp;|&#0;|&#x110000;|&lt;p&gt;|<|>|</|/>
|<time datetime="9999-12-31T23:59">|2023/6/29|\u202e|<ruby>|<rt>|\ufeff|\u2028|<html>|<body>|</body>|<title>
|</title>|<o:p>|<p hidden>|<form>|<input type="password">|<font>"""


@target(
    "html",
    expected=(UnreadableCapture,),
    words=[word.strip("\n") for word in WORDS.split("|")],
    seeds=[*(page.html for page in pages("tuning")), *(page.html for page in short_articles())],
)
def read(body: bytes) -> None:
    """Parses a page as its capture would be."""
    content = content_of(body, URL)
    if isinstance(content, Content):
        paragraphs = content.body.split("\n\n")
        assert content.title.strip()
        assert all(paragraph.strip() for paragraph in paragraphs)
        assert all(part.paragraph < len(paragraphs) for part in content.structure)
        assert content.published_at is None or content.published_at <= CAPTURED
