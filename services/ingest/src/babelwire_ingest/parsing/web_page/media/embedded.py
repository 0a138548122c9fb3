"""Posts of other services that a page embeds, and widgets that read its text aloud: neither is part of the text."""

import re
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_contracts.content import Embed
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.hygiene import holds_the_text
from babelwire_ingest.parsing.web_page.media.framed_posts import framed_post

_CLASSES: Final = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|reddit-(?:embed-bq|card)|fb-(?:post|video)"
    r"|mastodon-embed|text-post-media|vk-post|truthsocial-embed)(?:$|[\s-])"
)
_ADDRESSES: Final = ("data-instgrm-permalink", "data-text-post-permalink", "data-href", "data-embed-url", "cite")
_TAGS: Final = ("blockquote", "div", "iframe", "script", "amp-twitter", "amp-instagram", "amp-facebook")
_HANDLE: Final = re.compile(r"\(\s*@[\w.@-]+\s*\)|(?<!\w)@[\w.]+|(?<!\w)u/[\w-]+")
_SIGNED: Final = re.compile(r"[—–]\s*([^—–]{1,80}?\(\s*@[\w.@-]+\s*\))")
_BY: Final = re.compile(
    r"(?:^|\s)(?:posted by|by|von|par|por|da|di|door|av|af|от|tarafından)\s+(\S.{0,80})$", re.IGNORECASE
)
_POST: Final = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:(?:twitter|x)\.com/\w+/status/\d+|instagram\.com/(?:p|reel|tv)/[\w-]+"
    r"|tiktok\.com/@[\w.]+/video/\d+|bsky\.app/profile/[\w.:-]+/post/\w+|threads\.(?:net|com)/@[\w.]+/post/[\w-]+)\S*"
)
_LISTEN: Final = re.compile(
    r"(?:^|[\s_-])(?:listen|audio-?player|audio-?article|readspeaker|rs_(?:skip|preserve|button)|rsbtn|text-?to-?speech|tts"
    r"|speechkit|beyondwords|trinity-?player|podcast-?player|vorlesen|read-?aloud)(?:$|[\s_-]|\w*?button)",
    re.IGNORECASE,
)
_LISTEN_TAGS: Final = ("div", "section", "aside", "figure", "button")
_MAX_WIDGET: Final = 300
_MAX_TEXT: Final = 2000
_MOST: Final = 100


def take_embedded(tree: HtmlElement, base: str | None) -> list[Embed]:
    """Remove from a page the posts that it embeds; what they are, in order, each once."""
    found: list[Embed] = []
    for element in list(tree.iter(*_TAGS, "p", "figure")):
        if element.getparent() is None or (embed := _read(element, base)) is None:
            continue
        if embed not in found and len(found) < _MOST:
            found.append(embed)
        element.drop_tree()
    return found


def silence(tree: HtmlElement) -> None:
    """Remove from a page what the players that read it aloud say of themselves; the recordings stay."""
    for element in list(tree.iter(*_LISTEN_TAGS)):
        if _listens(element.get("class") or "", element.get("id") or "") and element.getparent() is not None:
            words = text_cleaning.line(element.text_content())
            if len(words) <= _MAX_WIDGET and next(element.iter("h1"), None) is None:
                recordings = list(element.iter("audio", "iframe"))
                for child in list(element):
                    element.remove(child)
                element.text = None
                for recording in recordings:
                    recording.tail = None
                    element.append(recording)


@lru_cache(maxsize=8192)
def _listens(classes: str, identifier: str) -> bool:
    return _LISTEN.search(f"{classes} {identifier}") is not None


@lru_cache(maxsize=8192)
def _embeds(classes: str) -> bool:
    return _CLASSES.search(classes) is not None


def _read(element: HtmlElement, base: str | None) -> Embed | None:
    if element.tag == "iframe":
        return _of_address(framed_post(element.get("src") or element.get("data-src") or ""))
    if element.tag == "script":
        post = element.get("data-telegram-post")
        return _of_address(f"https://t.me/{post}") if post else None
    if element.tag.startswith("amp-"):
        return _of_address(_amp(element))
    if element.tag in {"p", "figure"}:
        return _bare(element)
    if not _embeds(element.get("class") or "") or holds_the_text(element):
        return None
    return _quoted(element, base)


def _bare(element: HtmlElement) -> Embed | None:
    """A post whose address is all that stands in its place, for the browser to fetch it."""
    if len(element) > (0 if element.tag == "p" else 1):
        return None
    words = (element.text if element.tag == "p" else element.text_content()) or ""
    words = words.strip()
    return _of_address(words) if words.startswith("http") and _POST.fullmatch(words) else None


def _quoted(element: HtmlElement, base: str | None) -> Embed | None:
    links = [link for link in element.iter("a") if link.get("href")]
    declared = next((value for part in (element, *element.iter("blockquote")) if (value := _declared(part))), None)
    chosen = links[0] if "reddit" in (element.get("class") or "") and links else links[-1] if links else None
    address = web_address(declared or (chosen.get("href") if chosen is not None else None), base)
    service = registrable_domain(address) if address else None
    if address is None or service is None:
        return None
    author = _author(element, links)
    return Embed(service=service, url=address, author=author, text=_words(element, author) or None)


def _declared(element: HtmlElement) -> str | None:
    return next((value for name in _ADDRESSES if (value := element.get(name)) and value.startswith("http")), None)


def _author(element: HtmlElement, links: list[HtmlElement]) -> str | None:
    if signed := _SIGNED.search(text_cleaning.line(element.text_content())):
        return _tidy(signed[1])
    for link in links:
        words = text_cleaning.line(link.text_content())
        if handle := _HANDLE.search(words):
            by = _BY.search(words[: handle.end()])
            return _tidy(by[1] if by else words if words == handle[0] else handle[0])
        if link.getprevious() is not None and _ends_with_by(link.getprevious().tail):
            return words or None
    return None


def _ends_with_by(words: str | None) -> bool:
    return _BY.search(f"{text_cleaning.line(words or '')} x") is not None


def _tidy(author: str) -> str:
    return re.sub(r"\(\s+|\s+\)", lambda match: match[0].strip(), author).strip()


def _words(element: HtmlElement, author: str | None) -> str:
    """What a post says: its paragraphs, or what its first link says, but for what names its author."""
    paragraphs = [text_cleaning.line(paragraph.text_content()) for paragraph in element.iter("p")]
    said = [words for words in paragraphs if words and not (author and author in words)]
    if not said:
        links = (text_cleaning.line(link.text_content()) for link in element.iter("a"))
        said = [words for words in links if words and not (author and author in words)][:1]
    return " ".join(said)[:_MAX_TEXT]


def _of_address(address: str | None) -> Embed | None:
    found = web_address(address)
    service = registrable_domain(found) if found else None
    return Embed(service=service, url=found) if found and service else None


def _amp(element: HtmlElement) -> str | None:
    if post := element.get("data-tweetid"):
        return f"https://x.com/i/status/{post}"
    if post := element.get("data-shortcode"):
        return f"https://www.instagram.com/p/{post}/"
    return element.get("data-href") or None
