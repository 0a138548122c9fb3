"""Bylines in 34 languages through the whole parser: who wrote an article, and who did not."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Final, Literal

import msgspec
import pytest

from babelwire_contracts.content import ClueKind

from .conftest import Parse

_FOLDER: Final = Path(__file__).with_name("bylines")
_URL: Final = "https://www.outlet.example/news/2024/03/a-story-of-the-coast"
_HANDS: Final = (ClueKind.BYLINE, ClueKind.TRANSLATION_NOTE)


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A byline, and whom it names.

    `over`, `under` and `below` stand around headline and text, `first` and `last` in the text, `after` beside the
    article. `byline` are the words of a clue, `note` those of one that names a translator.
    """

    name: str
    authors: list[str]
    form: Literal["page", "text", "rss", "json"] = "page"
    layout: Literal["article", "divs", "old"] = "article"
    head: str = ""
    ld: str = ""
    over: str = ""
    under: str = ""
    first: str = ""
    last: str = ""
    below: str = ""
    after: str = ""
    item: str = ""
    given: list[str] = []
    byline: str | None = None
    note: str | None = None


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text that the bylines of one language stand by."""

    site: str
    title: str
    paragraphs: list[str]
    cases: list[Case]


def _stories() -> dict[str, Story]:
    files = sorted(_FOLDER.glob("*.toml"))
    return {file.stem: msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Story) for file in files}


_STORIES: Final = _stories()
_CASES: Final = [(language, case) for language, story in _STORIES.items() for case in story.cases]


def _id(language: str, case: Case) -> str:
    """Half of the cases by a hash: the held-out ones are looked at once an idea is done."""
    name = f"{language}: {case.name}"
    half = "tuning" if hashlib.sha256(name.encode()).digest()[0] % 2 else "held-out"
    return f"{half} {name}"


@pytest.mark.parametrize(("language", "case"), _CASES, ids=[_id(*one) for one in _CASES])
def test_byline(parsed: Parse, language: str, case: Case) -> None:
    content_type, body = _FORMS[case.form](language, _STORIES[language], case)
    content = parsed(body, content_type, url=_URL).content
    assert content.authors == case.authors
    assert case.byline is None or case.byline in [clue.words for clue in content.clues if clue.kind is ClueKind.BYLINE]
    assert case.note is None or case.note in [clue.words for clue in content.clues if clue.kind in _HANDS]


def _page(language: str, story: Story, case: Case) -> tuple[str, str]:
    site, title = story.site, story.title
    linked = f'<script type="application/ld+json">{{"@type": "NewsArticle", {case.ld}}}</script>' if case.ld else ""
    head = (
        f'<meta charset="utf-8"><title>{title} | {site}</title><meta property="og:site_name" content="{site}">'
        f'<meta property="og:title" content="{title}">{linked}{case.head}'
    )
    return (
        "text/html",
        f'<!doctype html><html lang="{language}"><head>{head}</head><body>{_laid_out(story, case)}</body></html>',
    )


def _laid_out(story: Story, case: Case) -> str:
    site, title = story.site, story.title
    text = case.first + "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs) + case.last
    match case.layout:
        case "article":
            return (
                f'<header><a href="/">{site}</a></header><main><article>{case.over}<h1>{title}</h1>{case.under}'
                f'<div class="text">{text}</div>{case.below}</article></main>{case.after}'
                f"<footer><p>© 2024 {site}</p></footer>"
            )
        case "divs":
            return (
                f'<div class="top"><a href="/">{site}</a></div><div class="wrap"><div class="col-a">{case.over}'
                f'<h1 class="t1">{title}</h1><div class="u">{case.under}</div><div class="b">{text}</div>{case.below}'
                f'</div><div class="col-b">{case.after}</div></div><div class="bottom">© 2024 {site}</div>'
            )
        case "old":
            return (
                f'<table width="760"><tr><td><a href="/"><img src="/logo.gif" alt="{site}"></a></td></tr><tr><td>'
                f'{case.over}<p align="center"><font size="5"><b>{title}</b></font></p>{case.under}{text}{case.below}'
                f'</td></tr><tr><td>{case.after}<font size="1">© 2024 {site}</font></td></tr></table>'
            )


def _text(language: str, story: Story, case: Case) -> tuple[str, str]:
    lines = [story.title, case.under, *story.paragraphs, case.below]
    return "text/plain; charset=utf-8", "\n\n".join(line for line in lines if line)


def _rss(language: str, story: Story, case: Case) -> tuple[str, str]:
    text = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in story.paragraphs)
    return "application/rss+xml", (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{story.site}</title><link>https://www.outlet.example/</link><language>{language}</language><item>"
        f"<title>{story.title}</title><link>{_URL}</link>{case.item}<description>{text}</description></item></channel>"
        "</rss>"
    )


def _json(language: str, story: Story, case: Case) -> tuple[str, str]:
    body = "\n\n".join(story.paragraphs)
    given = {"title": story.title, "body": body, "authors": case.given, "publisher": story.site, "language": language}
    return "application/vnd.babelwire.article+json", json.dumps(given)


_FORMS: Final = {"page": _page, "text": _text, "rss": _rss, "json": _json}
