"""Pictures, videos and recordings that an entry of a feed declares or shows in its text."""

import mimetypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from babelwire_contracts.content import Audio, Image, Video
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.feed.markup import line_of
from babelwire_ingest.parsing.feed.parts import Parts
from babelwire_ingest.parsing.page_text.captions import read_caption
from babelwire_ingest.parsing.web_address import parts_of, web_address
from babelwire_ingest.parsing.web_page.hygiene import is_hidden

_WHOLE: Final = re.compile("[0-9]{1,7}")
_PIXELS: Final = re.compile(r"([0-9]{1,5})(?:px)?")
_CLOCK: Final = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{1,2})")
_STYLED: Final = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9]{1,5})px", re.IGNORECASE)
_PLAYERS: Final = re.compile(
    r"//(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com|dailymotion\.com/embed|rutube\.ru/play)"
    r"|/(?:embed|player|video)s?/",
    re.IGNORECASE,
)
_SOURCES: Final = ("data-src", "data-lazy-src", "data-original", "src")
_COUNTER: Final = 2
"""Pixels of the largest pictures that nobody is meant to see."""
_LONGEST_CAPTION: Final = 900
_MOST: Final = 50


@dataclass
class Media:
    """What accompanies an entry."""

    images: list[Image] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    audio: list[Audio] = field(default_factory=list)


@dataclass(frozen=True)
class _Part:
    """One thing that an element of a feed points to: `sort` is `image`, `video`, `audio` or ""."""

    sort: str
    url: str
    width: int | None
    height: int | None
    seconds: int | None
    title: str | None
    caption: str | None
    credit: str | None


def read_media(entry: Parts, trees: list[HtmlElement | None], url: str | None, base: str | None, title: str) -> Media:
    """The media of an entry at `url`; pictures in its texts, whose base is `base`, are taken out of their trees."""
    found = Media()
    for part in _declared(entry, url, title):
        match part.sort:
            case "image":
                found.images.append(_image(part))
            case "video":
                found.videos.append(Video(url=part.url, duration_seconds=part.seconds, title=part.title))
            case "audio":
                found.audio.append(Audio(url=part.url, duration_seconds=part.seconds, title=part.title))
    for tree in trees:
        if tree is not None:
            found.videos += _players(tree, base)
            shown = list(_shown(tree, base))
            if tree is trees[0] or not found.images:
                found.images += shown
    if not found.images:
        found.images += list(_previews(entry, url))
    found.images = _distinct(found.images)
    found.videos = list({video.url: video for video in reversed(found.videos)}.values())[::-1][:_MOST]
    found.audio = list({sound.url: sound for sound in reversed(found.audio)}.values())[::-1][:_MOST]
    return found


def _declared(entry: Parts, base: str | None, title: str) -> Iterator[_Part]:
    length = _seconds(line_of(entry.first("itunes:duration")))
    for group in entry.all("media:group"):
        within = Parts(group)
        if best := _best(within.all("media:content"), (within, entry), base, title):
            yield best
        else:
            yield from _parts(within.all("media:player")[:1], (within, entry), base, title, sort="video")
    yield from _parts(entry.all("media:content"), (entry,), base, title)
    enclosed = [link for link in entry.all("link") if link.get("rel", "").lower() == "enclosure"]
    yield from _parts([*entry.all("enclosure"), *enclosed], (entry,), base, title, seconds=length)


def _best(contents: list[etree._Element], around: tuple[Parts, ...], base: str | None, title: str) -> _Part | None:
    """Of several renditions of one thing, that which the feed names as such, or the largest."""
    parts = [(content, part) for content in contents for part in _parts([content], around, base, title) if part.sort]
    if not parts:
        return None
    named = [part for content, part in parts if content.get("isDefault") == "true"]
    return named[0] if named else max((part for _, part in parts), key=lambda part: part.width or 0)


def _parts(
    elements: Iterable[etree._Element],
    around: tuple[Parts, ...],
    base: str | None,
    entry_title: str,
    *,
    sort: str | None = None,
    seconds: int | None = None,
) -> Iterator[_Part]:
    for element in elements:
        address = web_address(element.get("url") or element.get("href"), base)
        width, height = _pixels(element.get("width")), _pixels(element.get("height"))
        if address is None or _is_counter(width, height):
            continue
        scopes = (Parts(element), *around)
        title = _said(scopes, "media:title")
        yield _Part(
            sort=sort or _sort(element, address),
            url=address,
            width=width,
            height=height,
            seconds=_seconds(element.get("duration") or "") or seconds,
            title=title if title != entry_title else None,
            caption=_said(scopes, "media:description"),
            credit=_said(scopes, "media:credit", "media:copyright"),
        )


def _said(scopes: tuple[Parts, ...], *names: str) -> str | None:
    """What the nearest of some scopes says by the first of some names."""
    return next((line for parts in scopes for element in parts.all(*names) if (line := line_of(element))), None)


def _sort(element: etree._Element, address: str) -> str:
    declared = element.get("medium") or element.get("type") or ""
    kind = declared.partition("/")[0].strip().lower()
    if kind not in {"image", "video", "audio"}:
        guessed, _ = mimetypes.guess_type(parts_of(address).path, strict=False)
        kind = (guessed or "").partition("/")[0]
    return kind if kind in {"image", "video", "audio"} else ""


def _image(part: _Part) -> Image:
    return Image(url=part.url, caption=part.caption, credit=part.credit, width=part.width, height=part.height)


def _previews(entry: Parts, base: str | None) -> Iterator[Image]:
    """The small pictures and covers that stand for an entry that has no other."""
    groups = [Parts(group) for group in [*entry.all("media:group"), *entry.all("media:content")]]
    thumbnails = [thumbnail for parts in (entry, *groups) for thumbnail in parts.all("media:thumbnail")]
    for element in [*thumbnails, *entry.all("itunes:image", "image")]:
        inside = Parts(element).first("url")
        address = element.get("url") or element.get("href") or line_of(inside if inside is not None else element)
        width, height = _pixels(element.get("width")), _pixels(element.get("height"))
        if (found := web_address(address, base)) and not _is_counter(width, height):
            yield Image(url=found, width=width, height=height)


def _players(tree: HtmlElement, base: str | None) -> Iterator[Video]:
    for frame in list(tree.iter("iframe", "video")):
        source = frame.get("src") or next((source.get("src") for source in frame.iter("source")), None)
        address = web_address(source, base)
        if address and (frame.tag == "video" or _PLAYERS.search(address)):
            yield Video(url=address, title=text_cleaning.line(frame.get("title") or "") or None)


def _shown(tree: HtmlElement, base: str | None) -> Iterator[Image]:
    """The pictures in a text, with what their captions say; captions are no part of the text and are taken out."""
    for image in list(tree.iter("img")):
        width, height = _size(image)
        figure = _figure(image)
        caption = _caption(figure) if figure is not None else None
        address = next((found for name in _SOURCES if (found := web_address(image.get(name), base))), None)
        if address and not _is_counter(width, height) and not is_hidden(image):
            read = read_caption(caption) if caption and len(caption) <= _LONGEST_CAPTION else None
            yield Image(
                url=address,
                caption=read.caption if read else caption,
                credit=read.credit if read else None,
                width=width,
                height=height,
            )
    for figure in list(tree.iter("figure", "div")):
        if (figure.tag == "figure" or _is_captioned(figure)) and figure.getparent() is not None and _is_picture(figure):
            figure.drop_tree()


def _figure(image: HtmlElement) -> HtmlElement | None:
    return next(
        (around for around in image.iterancestors("figure", "div") if around.tag == "figure" or _is_captioned(around)),
        None,
    )


def _is_captioned(element: HtmlElement) -> bool:
    return "wp-caption" in (element.get("class") or "").split()


def _is_picture(figure: HtmlElement) -> bool:
    # Tables and quotations stand in figures too.
    return next(figure.iter("img", "iframe", "video", "picture"), None) is not None and not list(
        figure.iter("table", "blockquote")
    )


def _caption(figure: HtmlElement) -> str | None:
    found = figure.xpath(".//figcaption | .//*[contains(@class, 'wp-caption-text')]")
    return text_cleaning.line(found[0].text_content()) or None if found else None


def _size(image: HtmlElement) -> tuple[int | None, int | None]:
    styled = {name.lower(): int(value) for name, value in _STYLED.findall(image.get("style") or "")}
    width, height = _pixels(image.get("width")), _pixels(image.get("height"))
    return (
        styled.get("width") if width is None else width,
        styled.get("height") if height is None else height,
    )


def _pixels(text: str | None) -> int | None:
    match = _PIXELS.fullmatch((text or "").strip())
    return int(match[1]) if match else None


def _is_counter(width: int | None, height: int | None) -> bool:
    return any(pixels is not None and pixels <= _COUNTER for pixels in (width, height))


def _seconds(text: str) -> int | None:
    text = text.strip().partition(".")[0]
    if _WHOLE.fullmatch(text):
        return int(text)
    match = _CLOCK.fullmatch(text)
    return (int(match[1] or 0) * 60 + int(match[2])) * 60 + int(match[3]) if match else None


def _distinct(images: list[Image]) -> list[Image]:
    """Each picture once: what differs in the query alone is one, and what knows more of it counts."""
    found: dict[str, Image] = {}
    for image in images:
        key = (image.url or "").partition("?")[0]
        known = found.get(key)
        found[key] = image if known is None or (image.caption and not known.caption) else known
    return list(found.values())[:_MOST]
