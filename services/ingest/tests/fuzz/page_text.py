"""The visible text of pages, as scraped: the written cases, broken."""

from pathlib import Path

from tests.quality.article.parsing import content_of

from babelwire_contracts.content import Content
from babelwire_ingest.parsing import UnreadableCapture

from .targets import target

CASES = Path(__file__).parents[1] / "page_text_cases"

WORDS = """\n|\n\n|\n\n\n| |\t|Source: |All news articles on |2021-06-19|June 9, 202100: 44|Similar news:
|You may like|Trends 24h|©|(AP)|Photo: |By |…|.|?|!|"|“|”|«|»|—|-|,|:|：|。|、|،|؟|\u202e|\u200b|\ufeff|\u2028|Menu
|Share|Afrikaans|日本語|Read more|Translated by|2021-06-19T20:12:38.219Z|news/politics|Advertisement|Comments|@
|http://|&amp;|<p>"""


@target(
    "page_text",
    expected=(UnreadableCapture,),
    words=[word if word.isspace() else word.strip("\n") for word in WORDS.split("|")],
    seeds=[case.read_bytes() for case in sorted(CASES.glob("*.txt"))],
)
def read(body: bytes) -> None:
    """Parses a page's text as its capture would be."""
    content = content_of(body, None, "text/plain; charset=utf-8")
    if isinstance(content, Content):
        assert content.title.strip()
        assert all(paragraph.strip() for paragraph in content.body.split("\n\n"))
