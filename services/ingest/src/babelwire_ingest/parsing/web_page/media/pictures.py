"""Pictures that accompany a page's article, in their largest form."""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement
from msgspec.structs import replace

from babelwire_contracts.content import Image
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import listed, text, texts
from babelwire_ingest.parsing.web_page.media.captions import read_figure_caption
from babelwire_ingest.parsing.web_page.media.players import player
from babelwire_ingest.parsing.web_page.times.places import Places

_LAZY: Final = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-full-src", "data-hi-res-src", "src")
_SETS: Final = ("data-srcset", "data-lazy-srcset", "srcset")
_CANDIDATE: Final = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)([wx]))?\s*(?:,|$)")
_SIGN: Final = re.compile(
    r"(?:^|[_\s-])(?:logo|favicon|icon|avatar|gravatar|sprite|pixel|spacer|blank|placeholder|default|1x1|emoji|badge|loading"
    r"|transparent|counter|beacon)s?(?=$|[_\s.-])",
    re.IGNORECASE,
)
_MAX_SIGN_WORDS: Final = 3
_WORDS: Final = re.compile(r"[^\W_]+")
_PLACEHOLDER: Final = re.compile(
    r"(?:^|[/_.-])(?:blank|placeholder|spacer|pixel|transparent|loading|1x1|lazy)", re.IGNORECASE
)
_ONE_PIXEL: Final = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*1px", re.IGNORECASE)
_SIZE: Final = re.compile(r"\d{1,5}(?:\.0+)?(?:px)?")
_SIZE_IN_NAME: Final = re.compile(r"(?:[-_]\d{2,4}x\d{2,4})+(?=\.\w+$)")
_PICTURE_FILE: Final = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|\?)", re.IGNORECASE)
_METAS: Final = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
_MIN_SIDE: Final = 100
_MAX_WIDTH: Final = 20_000
_MOST: Final = 50


def images(tree: HtmlElement, declared: Declared, base: str | None, places: Places) -> list[Image]:
    """The picture that the page puts first in its metadata, then figures and pictures of the article in order."""
    found: list[Image] = []
    for element in tree.xpath("//figure | //img | //amp-img | //noscript[not(*) and contains(., '<img')]"):
        if len(found) == _MOST:
            break
        if (image := _shown(element, base, places)) and not any(_same(image.url, other.url) for other in found):
            found.append(image)
    main = _main(declared, base)
    if main is None:
        return found
    at = next((number for number, image in enumerate(found) if _same(main.url, image.url)), None)
    if at is not None:
        main = _joined(main, found.pop(at))
    return [main, *found][:_MOST]


def _shown(element: HtmlElement, base: str | None, places: Places) -> Image | None:
    figure = element.tag == "figure"
    if not figure and (
        _is_small(element)
        or _is_sign(element)
        or next(element.iterancestors("figure"), None) is not None
        or not _in_article(element)
    ):
        return None
    if places.elsewhere(element) is not None or _is_teaser(element):
        return None
    if not figure:
        return _source(element, base)
    if player(element) is not None:
        return None
    source = next((found for each in _pictures(element) if (found := _source(each, base))), None)
    caption, credit = read_figure_caption(element)
    if source is None and not caption:
        return None
    return replace(source or Image(), caption=caption, credit=credit)


def _pictures(figure: HtmlElement) -> Iterator[HtmlElement]:
    for element in figure.iter("img", "amp-img", "noscript"):
        if element.tag != "noscript":
            if not _is_small(element) and not _is_sign(element):
                yield element
        elif not len(element) and "<img" in (element.text or ""):
            yield element


def _source(element: HtmlElement, base: str | None) -> Image | None:
    """The largest form of a picture that a page offers: of a set the widest, else what a browser is to load later."""
    if element.tag == "noscript":
        written = _written(element.text or "")
        return _source(written, base) if written is not None else None
    width, height = _number(element.get("width")), _number(element.get("height"))
    sets = [value for name in _SETS if (value := element.get(name))]
    # libxml2 takes a `source` for an element that has an end: the picture may stand inside it.
    if (around := next(element.iterancestors("picture"), None)) is not None:
        sets += [value for source in around.iter("source") for name in _SETS if (value := source.get(name))]
    if widest := _widest(sets, base):
        address, wide = widest
        return Image(url=address, width=wide or None, height=height if wide == width and wide else None)
    for name in _LAZY:
        value = element.get(name)
        if value and not _PLACEHOLDER.search(value) and (found := web_address(value, base)):
            return Image(url=found, width=width, height=height)
    return None


def _written(markup: str) -> HtmlElement | None:
    try:
        return next(html.fragment_fromstring(markup[:5000], create_parent="div").iter("img"), None)
    except (ParserError, ValueError):
        return None


def _widest(sets: list[str], base: str | None) -> tuple[str, int] | None:
    best: tuple[float, int, str] | None = None
    for value in sets:
        for number, match in enumerate(_CANDIDATE.finditer(value[:5000])):
            size = float(match[2] or 1) * (1 if match[3] == "w" else 0.001)
            if (best is None or size > best[0]) and (address := web_address(match[1], base)):
                best = (size, number, address)
    if best is None:
        return None
    width = int(best[0]) if best[0] >= 1 else 0
    return best[2], min(width, _MAX_WIDTH)


def _in_article(element: HtmlElement) -> bool:
    if next(element.iterancestors("article", "main"), None) is not None:
        return True
    return any(above.get("itemprop") == "articleBody" for above in element.iterancestors())


def _is_small(element: HtmlElement) -> bool:
    sides = [side for name in ("width", "height") if (side := _number(element.get(name))) is not None]
    return any(side < _MIN_SIDE for side in sides) or _ONE_PIXEL.search(element.get("style") or "") is not None


def _is_sign(element: HtmlElement) -> bool:
    """Whether a picture is the sign of a site or a person, a counter or nothing, by its names."""
    named = " ".join(element.get(name) or "" for name in ("class", "id"))
    address = element.get("data-src") or element.get("src") or ""
    return _SIGN.search(named) is not None or _is_sign_file(address if not _PLACEHOLDER.search(address) else "")


def _is_sign_file(address: str) -> bool:
    """Whether a file's name is that of a sign: a few words, one of which says so. A long one tells of a picture."""
    folder, _, name = address.split("?", 1)[0].rpartition("/")
    stem = name.partition(".")[0]
    sign = _SIGN.search(name) is not None and len(_WORDS.findall(stem)) <= _MAX_SIGN_WORDS
    return sign or _SIGN.fullmatch(folder.rsplit("/", 1)[-1]) is not None


def _is_teaser(element: HtmlElement) -> bool:
    link = next(element.iterancestors("a"), None)
    address = (link.get("href") or "") if link is not None else ""
    return bool(address) and not address.startswith("#") and not _PICTURE_FILE.search(address)


def _number(value: Any) -> int | None:
    printed = str(value or "").strip()
    number = int(float(printed.removesuffix("px"))) if _SIZE.fullmatch(printed) else 0
    return number if 0 < number <= _MAX_WIDTH else None


def _main(declared: Declared, base: str | None) -> Image | None:
    node = next(iter(listed(declared.article.get("image"))), {})
    for address in (*texts(declared.article.get("image"), "url"), *texts(node.get("contentUrl"))):
        if (found := web_address(address, base)) and not _is_sign_file(found):
            return Image(
                url=found,
                caption=text(node.get("caption")) or text(node.get("description")),
                credit=text(node.get("creditText")) or text(node.get("creator")),
                width=_number(text(node.get("width"), "value") or node.get("width")),
                height=_number(text(node.get("height"), "value") or node.get("height")),
            )
    for address in declared.all(*_METAS):
        if (found := web_address(address, base)) and not _is_sign_file(found):
            return Image(
                url=found,
                caption=declared.meta("og:image:alt"),
                width=_number(declared.meta("og:image:width")),
                height=_number(declared.meta("og:image:height")),
            )
    return None


def _joined(main: Image, shown: Image) -> Image:
    return replace(main, caption=shown.caption or main.caption, credit=shown.credit or main.credit)


def _same(one: str | None, other: str | None) -> bool:
    # Sizes of one picture differ in the query, in the folder or at the end of the name; the rest of the name stays.
    return bool(one and other) and _bare_name(str(one)) == _bare_name(str(other))


def _bare_name(address: str) -> str:
    return _SIZE_IN_NAME.sub("", address.split("?", 1)[0].rsplit("/", 1)[-1])
