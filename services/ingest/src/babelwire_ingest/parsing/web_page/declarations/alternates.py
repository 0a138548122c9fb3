"""Where else the article stands, in other languages or for other countries, as the page declares it."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_contracts.content import Alternate
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import text
from babelwire_text.language_tags import primary, read_tag

_FRONT_PAGE: Final = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?", re.IGNORECASE)
_WORKS: Final = ("workTranslation", "translationOfWork")
_MOST: Final = 100
_SCRIPT: Final = 4
_REGION: Final = 2


def alternates(tree: HtmlElement, declared: Declared, base: str | None, own: list[str | None]) -> list[Alternate]:
    """The page's `hreflang` links and the translations of its JSON-LD, each address once.

    Front pages are left out, and so is the article itself, whose addresses are `own`.
    """
    seen = {_identity(address) for address in own if address}
    found: list[Alternate] = []
    for address, tag in _declared(tree, declared):
        url, language = web_address(address, base), _language(tag)
        if url is None or language is None or _FRONT_PAGE.fullmatch(urlsplit(url).path):
            continue
        identity = _identity(url)
        if identity not in seen:
            seen.add(identity)
            found.append(Alternate(url=url, language=language))
    return found[:_MOST]


def _declared(tree: HtmlElement, declared: Declared) -> Iterator[tuple[str | None, str | None]]:
    own = primary(read_tag(tree.get("lang")) or "")
    for link in tree.xpath("//@hreflang/parent::*[(self::link or self::a) and @href]"):
        # Links to other articles tell their language too: it is the page's own.
        elsewhere = own and primary(read_tag(link.get("hreflang")) or own) != own
        if elsewhere if link.tag == "a" else "alternate" in (link.get("rel") or "").lower().split():
            yield link.get("href"), link.get("hreflang")
    for name in _WORKS:
        value = declared.article.get(name)
        for work in value[:_MOST] if isinstance(value, list) else [value]:
            if isinstance(work, dict):
                yield _address(work), text(work.get("inLanguage"), "alternateName")


def _address(work: dict[str, Any]) -> str | None:
    return text(work.get("url"), "@id") or text(work.get("@id"))


def _language(tag: str | None) -> str | None:
    """A tag with the case that BCP 47 advises; None for `x-default`, which is no language."""
    parts = (read_tag(tag) or "").split("-")
    if not parts[0]:
        return None
    rest = [_with_case(part) for part in parts[1:]]
    return "-".join([parts[0].lower(), *rest])


def _with_case(part: str) -> str:
    if len(part) == _REGION:
        return part.upper()
    return part.title() if len(part) == _SCRIPT else part.lower()


def _identity(url: str) -> str:
    try:
        return canonical_url(url).split("://", 1)[-1].removeprefix("www.")
    except InvalidUrl:
        return url
