"""What the templates show of an article: plain values, put in words, safe to link."""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup

from babelwire_contracts.sections import DuplicateKind
from babelwire_search.languages import direction, language_name
from babelwire_search.pages import wording
from babelwire_search.pages.addresses import article_href, comparison_href, web_address
from babelwire_search.pages.beside import (
    Picture,
    Post,
    Recording,
    Version,
    availability,
    badges,
    picture,
    post,
    recording,
    versions,
)
from babelwire_search.pages.provenance import Provenance, provenance
from babelwire_search.pages.revision import Changed, changed
from babelwire_search.pages.text_blocks import Text, beginning, text_of
from babelwire_text.language_tags import UNDETERMINED

_SNIPPET: Final = 240


@dataclass(frozen=True, slots=True)
class Words:
    """Text with the language and direction it is to be read in; `lang` is empty where the language is not known."""

    text: str | Markup
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list; `why` it is there, where that is not plain to see."""

    href: str
    title: Words
    snippet: Words | None
    provenance: Provenance
    published: str
    published_at: str | None
    copies: int
    badges: list[str]
    why: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """Another article of the group; `comparison` is where it is shown beside the one whose copy it is."""

    href: str
    comparison: str
    title: Words
    outlet: str
    language: str
    kind: str
    published: str


@dataclass(frozen=True, slots=True)
class Page:
    """An article to be read."""

    article_id: str
    title: Words
    lead: Words | None
    text: Text
    body: Words
    provenance: Provenance
    published: str
    published_at: str | None
    published_at_source: str | None
    modified: str | None
    modified_at: str | None
    modified_at_source: str | None
    day: str | None
    captured: str | None
    url: str | None
    site: str | None
    authors: list[str]
    categories: list[str]
    keywords: list[str]
    badges: list[str]
    availability: str | None
    is_partial: bool
    versions: list[Version]
    images: list[Picture]
    videos: list[Recording]
    audio: list[Recording]
    posts: list[Post]
    credits: list[str]
    related: list[dict[str, str | None]]
    copies: list[Copy]
    copies_total: int
    original: Copy | None
    beginning: str
    changed: Changed | None
    translations: list[tuple[str, Words]] = field(default_factory=list)


def words(text: str | Markup, language: str | None) -> Words:
    """Text in an article's language."""
    known = language if language and language != UNDETERMINED else ""
    return Words(text=text, lang=known, dir=direction(language))


def card(item: dict[str, Any]) -> Card:
    """An item of a listing as its list shows it, with what was looked for marked."""
    language = item["language"]
    highlights = item.get("highlights", {})
    title = Markup(highlights["title"][0]) if highlights.get("title") else item["title"] or "Untitled"  # noqa: S704 - escaped by the highlighter
    return Card(
        href=article_href(item["article_id"]),
        title=words(title, language),
        snippet=_snippet(item, highlights),
        provenance=provenance(item),
        published=wording.published(item["published_at"], item["published_at_precision"]),
        published_at=item["published_at"],
        copies=item["copies_total"],
        badges=badges(item),
        why=wording.why_listed(item),
    )


def page(item: dict[str, Any]) -> Page:
    """A document as its page shows it."""
    language = item["language"]
    url = web_address(item["url"]) or web_address(item["canonical_url"])
    captured = wording.parsed(item["captured_at"])
    changed_later = wording.is_later(item["modified_at"], item["published_at"])
    return Page(
        article_id=item["article_id"],
        title=words(item["title"] or "Untitled", language),
        lead=words(item["lead"], language) if item["lead"] else None,
        text=text_of(item),
        body=words("", language),
        provenance=provenance(item),
        published=wording.published(item["published_at"], item["published_at_precision"]),
        published_at=item["published_at"],
        published_at_source=item["published_at_source"],
        modified=wording.published(item["modified_at"], item["modified_at_precision"]) if changed_later else None,
        modified_at=item["modified_at"],
        modified_at_source=item["modified_at_source"] if changed_later else None,
        day=item["published_at"][:10] if item["published_at"] else None,
        captured=wording.clock_time(captured) if captured else None,
        url=url,
        site=urlsplit(url).hostname if url else None,
        authors=item["authors"],
        categories=item["categories"],
        keywords=item["keywords"],
        badges=badges(item),
        availability=availability(item),
        is_partial=item["partial"],
        versions=versions(item["alternates"], (item["url"], item["canonical_url"])),
        images=[picture(one) for one in item["images"]],
        videos=[recording(one) for one in item["videos"]],
        audio=[recording(one) for one in item["audio"]],
        posts=[post(one) for one in item["embeds"]],
        credits=item["credits"],
        related=[one | {"url": web_address(one["url"])} for one in item["related"] if one["title"]],
        copies=[_copy(item["article_id"], one) for one in item["copies"]],
        copies_total=item["copies_total"],
        original=_original(item),
        beginning=_beginning(item),
        changed=changed(item["revised"]),
        translations=[
            (language_name(tag), words(made["title"], tag))
            for tag, made in item["translations"].items()
            if made.get("status") == "done" and made.get("title")
        ],
    )


def _snippet(item: dict[str, Any], highlights: dict[str, list[str]]) -> Words | None:
    # Fragments are escaped by the highlighter, which adds only <mark>.
    if highlights.get("lead"):
        return words(Markup(highlights["lead"][0]), item["language"])  # noqa: S704
    if highlights.get("body"):
        return words(Markup(" … ").join(Markup(one) for one in highlights["body"]), item["language"])  # noqa: S704
    text = _beginning(item)
    return words(text, item["language"]) if text else None


def _beginning(item: dict[str, Any]) -> str:
    text = str(item["lead"] or beginning(item))
    return text if len(text) <= _SNIPPET else text[:_SNIPPET].rsplit(" ", 1)[0] + " …"


def _original(item: dict[str, Any]) -> Copy | None:
    """The article that an article is a translation of, where it is shown among its copies."""
    of = item["duplicate"]["of"] if item["duplicate"]["kind"] == DuplicateKind.TRANSLATED else None
    return next((_copy(item["article_id"], one) for one in item["copies"] if one["article_id"] == of), None)


def _copy(article_id: str, brief: dict[str, Any]) -> Copy:
    publisher = brief["publisher"]
    return Copy(
        href=article_href(brief["article_id"]),
        comparison=comparison_href(article_id, brief["article_id"]),
        title=words(brief["title"] or "Untitled", brief["language"]),
        outlet=wording.outlet(publisher["name"], publisher["domain"]) or "a site that is not named",
        language=language_name(brief["language"]),
        kind=wording.duplicate(brief["duplicate"]["kind"]),
        published=wording.published(brief["published_at"], brief["published_at_precision"]),
    )
