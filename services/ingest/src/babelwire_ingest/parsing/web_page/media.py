"""Pictures and videos that accompany a page's article."""

import re
from datetime import date
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Image, Video
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dates import iso
from babelwire_ingest.parsing.page_text.captions import read_caption
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.declared import Declared
from babelwire_ingest.parsing.web_page.json_ld import text, texts, types

_ASIDE: Final = "ancestor::aside or ancestor::nav or ancestor::footer"
_CREDIT: Final = re.compile(r"credit|copyright|photographer|source|byline|attribution", re.IGNORECASE)
_DURATION: Final = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})(?:\.\d+)?S)?)?")
_PLAYERS: Final = re.compile(
    r"//(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com|(?:www\.)?dailymotion\.com/embed|rutube\.ru/play)"
    r"|/(?:embed|player|video)s?/",
    re.IGNORECASE,
)
WHOLE_SECONDS: Final = re.compile("[0-9]{1,7}")
_MOST: Final = 50
_SOURCES: Final = ("src", "data-src", "data-original", "data-lazy-src")


def images(tree: HtmlElement, declared: Declared, base: str | None) -> list[Image]:
    """Figures with their captions and credits, after the picture that the page puts first in its metadata."""
    found: list[Image] = []
    for figure in tree.xpath(f"//figure[not({_ASIDE})]")[:_MOST]:
        if _player(figure) is not None:
            continue
        address = _source(figure, base)
        caption, credit = _caption(figure)
        if (address or caption) and not any(_same(address, image.url) for image in found):
            found.append(Image(url=address, caption=caption, credit=credit))
    declared_ones = [
        *texts(declared.article.get("image"), "url"),
        *declared.all("og:image", "og:image:url", "twitter:image"),
    ]
    main = next((address for entry in declared_ones if (address := web_address(entry, base))), None)
    if main and not any(_same(main, image.url) for image in found):
        found.insert(0, Image(url=main, caption=declared.meta("og:image:alt")))
    return found[:_MOST]


def _source(figure: HtmlElement, base: str | None) -> str | None:
    for image in figure.iter("img"):
        for name in _SOURCES:
            if address := web_address(image.get(name), base):
                return address
    return None


def _caption(figure: HtmlElement) -> tuple[str | None, str | None]:
    element = next(figure.iter("figcaption"), None)
    if element is None:
        return None, None
    credit = None
    for part in element.iter():
        if (
            part is not element
            and isinstance(part.tag, str)
            and _CREDIT.search(f"{part.get('class')} {part.get('itemprop')}")
        ):
            credit = text_cleaning.line(part.text_content()) or None
            break
    whole = text_cleaning.line(element.text_content())
    if credit:
        caption = whole.replace(credit, " ", 1) if whole != credit else ""
        bare = read_caption(credit)
        return text_cleaning.line(caption.strip(" |/-–—")) or None, bare.credit if bare and not bare.caption else credit
    if read := read_caption(whole):
        return read.caption, read.credit
    return whole or None, None


def _same(one: str | None, other: str | None) -> bool:
    # Sizes of one picture differ in the query or in the folder; its file name stays.
    return (
        bool(one and other)
        and str(one).split("?", 1)[0].rsplit("/", 1)[-1] == str(other).split("?", 1)[0].rsplit("/", 1)[-1]
    )


def videos(tree: HtmlElement, declared: Declared, base: str | None) -> list[Video]:
    """Videos that the page declares in JSON-LD or Open Graph, or embeds."""
    found: list[Video] = []
    for node in declared.nodes:
        if "VideoObject" in types(node):
            _add(found, _declared(node, base))
    for name in ("og:video:secure_url", "og:video:url", "og:video"):
        if address := web_address(declared.meta(name), base):
            _add(found, Video(url=address))
            break
    for figure in tree.xpath(f"//figure[not({_ASIDE})]")[:_MOST]:
        if (player := _player(figure)) is not None:
            _add(found, _captioned(figure, player, base))
    for frame in tree.xpath(f"//iframe[@src and not({_ASIDE})]")[:_MOST]:
        if _PLAYERS.search(frame.get("src") or ""):
            _add(
                found,
                Video(
                    title=text_cleaning.line(frame.get("title") or "") or None, url=web_address(frame.get("src"), base)
                ),
            )
    for element in tree.xpath(f"//video[not({_ASIDE})]")[:_MOST]:
        _add(found, Video(url=_address(element, base)))
    return found[:_MOST]


def _player(figure: HtmlElement) -> HtmlElement | None:
    for element in figure.iter("video", "iframe"):
        if element.tag == "video" or _PLAYERS.search(element.get("src") or ""):
            return element
    return None


def _captioned(figure: HtmlElement, player: HtmlElement, base: str | None) -> Video:
    """The video of a figure: its caption is its title, but for a credit and the day that stand in it."""
    caption = next(figure.iter("figcaption"), None)
    day = next((_day(element.get("datetime")) for element in figure.iter("time")), None)
    title = text_cleaning.line(player.get("title") or "")
    if caption is not None:
        words = caption.xpath("descendant::text()[not(ancestor::time)]")
        credit = _caption(figure)[1]
        printed = text_cleaning.line("".join(words))
        title = text_cleaning.line(printed.removesuffix(credit).strip(" |/-–—") if credit else printed) or title
    length = figure.get("data-duration") or player.get("data-duration") or ""
    duration = int(length) if WHOLE_SECONDS.fullmatch(length) else seconds(length)
    return Video(title=title or None, date=day, duration_seconds=duration, url=_address(player, base))


def _address(player: HtmlElement, base: str | None) -> str | None:
    address = player.get("src") or next((source.get("src") for source in player.iter("source")), None)
    return web_address(address, base)


def _declared(node: dict[str, object], base: str | None) -> Video:
    address = text(node.get("contentUrl")) or text(node.get("embedUrl")) or text(node.get("url"))
    uploaded = iso(text(node.get("uploadDate")) or "", "json-ld uploadDate")
    return Video(
        title=text(node.get("name")) or text(node.get("headline")),
        date=_day(text(node.get("uploadDate"))) if uploaded else None,
        duration_seconds=seconds(text(node.get("duration"))),
        url=web_address(address, base),
    )


def _day(printed: str | None) -> date | None:
    try:
        return date.fromisoformat((printed or "")[:10])
    except ValueError:
        return None


def seconds(duration: str | None) -> int | None:
    """The seconds of an ISO 8601 duration; None where it is none, or names months and years."""
    match = _DURATION.fullmatch((duration or "").strip().upper())
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, rest = (int(group or 0) for group in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def _add(found: list[Video], video: Video) -> None:
    known = any(
        (video.url and other.url == video.url) or (video.title and other.title == video.title) for other in found
    )
    if (video.url or video.title) and not known:
        found.append(video)
