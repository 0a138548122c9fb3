"""One capture to one article: the right parser for its content type, then identity, revision and hash."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Final

from babelwire_contracts import captures, identity
from babelwire_contracts.canonical_url import InvalidUrl, registrable_domain, trusted_canonical_url
from babelwire_contracts.captures import Capture
from babelwire_contracts.codec import utc
from babelwire_contracts.content import Content, Publisher
from babelwire_contracts.message import MADE_WITH
from babelwire_contracts.records import IngestedArticle
from babelwire_ingest.parsing import charset, text_cleaning
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import BeyondBounds, UnreadableCapture
from babelwire_ingest.parsing.extracted_article import parse_article_json
from babelwire_ingest.parsing.feed.entry import parse_feed_entry
from babelwire_ingest.parsing.page_text.page import parse_page_text
from babelwire_ingest.parsing.web_page.page import parse_html


def parse(capture: Capture, *, generation: int) -> IngestedArticle:
    """The article of a capture: the same for ever, for it touches nothing outside its arguments, no clock either.

    A publication time after `captured_at` is not used. Raises `NotAnArticle` where the
    capture holds no article and `UnreadableCapture` where its bytes cannot be read as what they are said to be.
    """
    media_type = capture.content_type.split(";", 1)[0].strip().lower()
    parser = _PARSERS.get(media_type)
    if parser is None:
        raise UnreadableCapture(f"no parser takes the content type {media_type!r}")
    try:
        draft = parser(capture)
    except RecursionError:
        raise BeyondBounds("the page nests too deep to be read") from None
    return _article(capture, draft, generation, _latest(capture))


def _latest(capture: Capture) -> datetime:
    return min(utc(capture.captured_at), utc(capture.accepted_at))


def _page_text(capture: Capture) -> Draft:
    return parse_page_text(charset.decode(capture.body, capture.content_type))


def _html(capture: Capture) -> Draft:
    return parse_html(charset.decode(capture.body, capture.content_type), capture.url, _latest(capture))


_PARSERS: Final[dict[str, Callable[[Capture], Draft]]] = {
    captures.PLAIN_TEXT: _page_text,
    captures.HTML: _html,
    "application/xhtml+xml": _html,
    captures.ARTICLE_JSON: parse_article_json,
    captures.RSS: parse_feed_entry,
    captures.ATOM: parse_feed_entry,
}


def _article(capture: Capture, draft: Draft, generation: int, latest: datetime) -> IngestedArticle:
    body = text_cleaning.join(draft.paragraphs)
    canonical = _canonical(capture.url, draft.canonical)
    dating = draft.dating.unless_after(latest) if draft.dating else None
    modified = draft.modified.unless_after(latest) if draft.modified else None
    if modified and dating and modified.at == dating.at:
        # Systems write both times of an article that was never changed.
        modified = None
    content = Content(
        schema_version=MADE_WITH,
        revision=identity.revision(capture.captured_at, capture.capture_id),
        generation=generation,
        content_hash=_content_hash(draft, body),
        captured_at=utc(capture.captured_at),
        url=capture.url,
        canonical_url=canonical,
        title=draft.title,
        lead=draft.lead,
        body=body,
        authors=draft.authors,
        categories=draft.categories,
        keywords=draft.keywords,
        images=draft.images,
        videos=draft.videos,
        credits=draft.credits,
        related=draft.related,
        structure=draft.structure,
        audio=draft.audio,
        embeds=draft.embeds,
        live_entries=draft.live_entries,
        alternates=draft.alternates,
        paywalled=draft.paywalled,
        partial=draft.partial,
        publisher=Publisher(name=draft.publisher.name, domain=_domain(draft, canonical)),
        declared_origin=draft.origin,
        declared_language=draft.language,
        published_at=dating.at if dating else None,
        published_at_source=dating.source if dating else None,
        published_at_precision=dating.precision if dating else None,
        modified_at=modified.at if modified else None,
        modified_at_source=modified.source if modified else None,
        modified_at_precision=modified.precision if modified else None,
        rejected_dates=draft.rejected_dates,
        clues=draft.clues,
        parser=draft.parser,
    )
    article_id = identity.article_id(canonical, capture.body, entry_id=capture.entry_id)
    return IngestedArticle(article_id=article_id, capture_id=capture.capture_id, content=content)


def _content_hash(draft: Draft, body: str) -> str:
    if draft.spaced:
        return identity.content_hash_of_spaced(draft.title, draft.lead, draft.paragraphs)
    return identity.content_hash(draft.title, draft.lead, body)


def _canonical(url: str | None, declared: str | None) -> str | None:
    if url is None:
        return None
    try:
        return trusted_canonical_url(url, declared)
    except InvalidUrl as error:
        raise UnreadableCapture(f"the capture's address cannot be one: {error}") from error


def _domain(draft: Draft, canonical: str | None) -> str | None:
    return draft.publisher.domain or (_domain_of_host(canonical.split("/", 3)[2]) if canonical else None)


# A batch comes from few sites, and the suffix list costs more than all else that is done with an address.
_domain_of_host: Final = lru_cache(maxsize=4096)(registrable_domain)
