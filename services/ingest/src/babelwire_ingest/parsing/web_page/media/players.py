"""Videos and recordings that accompany a page's article."""

import re
from datetime import date
from typing import Final, TypeVar

from lxml.html import HtmlElement

from babelwire_contracts.content import Audio, Video
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dating.dates import iso
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import Node, text, types
from babelwire_ingest.parsing.web_page.media.captions import read_figure_caption
from babelwire_ingest.parsing.web_page.times.places import Places

_DURATION: Final = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})(?:\.\d+)?S)?)?")
_VIDEO_FRAMES: Final = re.compile(
    r"//(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com|(?:www\.|geo\.)?dailymotion\.com/(?:embed|player)"
    r"|rutube\.ru/play|players\.brightcove\.net|(?:cdn|content)\.jwplatform\.com|player\.twitch\.tv|ok\.ru/videoembed"
    r"|vk\.com/video_ext|vkvideo\.ru/video_ext|streamable\.com/e/|rumble\.com/embed|player\.bilibili\.com|tv\.naver\.com/embed)"
    r"|/(?:embed|player|video)s?/",
    re.IGNORECASE,
)
_AUDIO_FRAMES: Final = re.compile(
    r"//(?:w\.soundcloud\.com/player|open\.spotify\.com/embed|embed\.podcasts\.apple\.com|(?:www\.)?podbean\.com"
    r"|embed\.acast\.com|player\.megaphone\.fm|playlist\.megaphone\.fm|omny\.fm|(?:www\.)?buzzsprout\.com|art19\.com/shows"
    r"|(?:html5-player|play)\.libsyn\.com|player\.simplecast\.com|anchor\.fm|(?:www\.)?ivoox\.com/player|widget\.deezer\.com"
    r"|(?:www\.)?mixcloud\.com/widget|player\.captivate\.fm|share\.transistor\.fm|player\.ausha\.co|(?:www\.)?npr\.org/player"
    r"|embed\.podcast|podcasts?\.)",
    re.IGNORECASE,
)
_VIDEO_TYPES: Final = frozenset({"VideoObject", "Clip"})
_AUDIO_TYPES: Final = frozenset({"AudioObject", "PodcastEpisode", "RadioEpisode", "RadioClip", "Audiobook"})
WHOLE_SECONDS: Final = re.compile("[0-9]{1,7}")
_MOST: Final = 50

_Recording = TypeVar("_Recording", Video, Audio)


def videos(tree: HtmlElement, declared: Declared, base: str | None, places: Places) -> list[Video]:
    """Videos that the page declares in JSON-LD or Open Graph, or embeds in its article."""
    found = [_declared(Video, node, base) for node in declared.nodes if _VIDEO_TYPES & set(types(node))]
    for name in ("og:video:secure_url", "og:video:url", "og:video"):
        if address := web_address(declared.meta(name), base):
            found.append(Video(url=address))
            break
    own = [element for element in tree.iter("figure", "iframe", "video") if places.elsewhere(element) is None]
    found += [
        _captioned(figure, playing, base)
        for figure in own
        if figure.tag == "figure" and (playing := player(figure)) is not None
    ]
    for element in own:
        if element.tag == "iframe" and _is_video(element):
            title = text_cleaning.line(element.get("title") or "") or None
            found.append(Video(title=title, url=web_address(_frame(element), base)))
    found += [Video(url=_address(element, base)) for element in own if element.tag == "video"]
    return _distinct(found)


def audio(tree: HtmlElement, declared: Declared, base: str | None, places: Places) -> list[Audio]:
    """Recordings that the page declares in JSON-LD or Open Graph, or embeds in its article."""
    found = [_declared(Audio, node, base) for node in declared.nodes if _AUDIO_TYPES & set(types(node))]
    for name in ("og:audio:secure_url", "og:audio:url", "og:audio"):
        if address := web_address(declared.meta(name), base):
            found.append(Audio(url=address))
            break
    for element in tree.iter("iframe"):
        if _AUDIO_FRAMES.search(_frame(element)) and places.elsewhere(element) is None:
            title = text_cleaning.line(element.get("title") or "") or None
            found.append(Audio(title=title, url=web_address(_frame(element), base)))
    found += [Audio(url=_address(element, base)) for element in tree.iter("audio") if places.elsewhere(element) is None]
    return _distinct(found)


def player(figure: HtmlElement) -> HtmlElement | None:
    """What plays a video in a figure."""
    for element in figure.iter("video", "iframe"):
        if element.tag == "video" or _is_video(element):
            return element
    return None


def seconds(duration: str | None) -> int | None:
    """The seconds of an ISO 8601 duration; None where it is none, or names months and years."""
    match = _DURATION.fullmatch((duration or "").strip().upper())
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, rest = (int(group or 0) for group in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def _is_video(frame: HtmlElement) -> bool:
    source = _frame(frame)
    return _VIDEO_FRAMES.search(source) is not None and _AUDIO_FRAMES.search(source) is None


def _frame(element: HtmlElement) -> str:
    return str(element.get("src") or element.get("data-src") or element.get("data-lazy-src") or "")


def _captioned(figure: HtmlElement, playing: HtmlElement, base: str | None) -> Video:
    """The video of a figure: its caption is its title, but for a credit and the day that stand in it."""
    caption = next(figure.iter("figcaption"), None)
    day = next((_day(element.get("datetime")) for element in figure.iter("time")), None)
    title = text_cleaning.line(playing.get("title") or "")
    if caption is not None:
        words = caption.xpath("descendant::text()[not(ancestor::time)]")
        credit = read_figure_caption(figure)[1]
        printed = text_cleaning.line("".join(words))
        title = text_cleaning.line(printed.removesuffix(credit).strip(" |/-–—") if credit else printed) or title
    length = figure.get("data-duration") or playing.get("data-duration") or ""
    duration = int(length) if WHOLE_SECONDS.fullmatch(length) else seconds(length)
    return Video(title=title or None, date=day, duration_seconds=duration, url=_address(playing, base))


def _address(element: HtmlElement, base: str | None) -> str | None:
    address = _frame(element) or next((source.get("src") for source in element.iter("source")), None)
    return web_address(address, base)


def _declared(kind: type[_Recording], node: Node, base: str | None) -> _Recording:
    media = node.get("associatedMedia")
    within = media if isinstance(media, dict) else {}
    address = next(
        (
            found
            for name in ("contentUrl", "embedUrl", "url")
            if (found := text(node.get(name)) or text(within.get(name)))
        ),
        None,
    )
    published = text(node.get("uploadDate")) or text(node.get("datePublished"))
    return kind(
        title=text(node.get("name")) or text(node.get("headline")),
        date=_day(published) if iso(published or "", "json-ld uploadDate") else None,
        duration_seconds=seconds(text(node.get("duration"))),
        url=web_address(address, base),
    )


def _day(printed: str | None) -> date | None:
    try:
        return date.fromisoformat((printed or "")[:10])
    except ValueError:
        return None


def _distinct(recordings: list[_Recording]) -> list[_Recording]:
    found: list[_Recording] = []
    for one in recordings:
        known = any((one.url and other.url == one.url) or (one.title and other.title == one.title) for other in found)
        if (one.url or one.title) and not known:
            found.append(one)
    return found[:_MOST]
