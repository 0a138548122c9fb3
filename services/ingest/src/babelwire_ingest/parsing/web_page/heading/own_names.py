"""What a page is called: its own title and headings, without the name of the site."""

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.other_pages.page_names import same_name
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import text, types

_PART: Final = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*[|｜_—]\s*|\s*::\s*")
_PUBLISHERS: Final = frozenset({"WebSite", "Organization", "NewsMediaOrganization", "Newspaper", "Corporation"})
_MAX_HEADINGS: Final = 3
_MAX_SITE: Final = 60


class OwnNames(NamedTuple):
    """The names of a page: `title` and `heading` are without the site's name, and empty where nothing else is there.

    `only_site` says that all of them name nothing but the site.
    """

    title: str
    heading: str
    only_site: bool


def own_names(tree: HtmlElement, declared: Declared, url: str | None) -> OwnNames:
    """What a page calls itself in its title, or its metadata where it has none, and in its first heading."""
    sites = _sites(tree, declared, url)
    element = next(tree.iter("title"), None)
    whole = text_cleaning.line(element.text_content()) if element is not None else ""
    said = whole or declared.meta("og:title", "twitter:title") or ""
    title = _without_site(said, sites)
    headings = [
        text_cleaning.line(heading.text_content()) for heading in tree.xpath(f"(//h1)[position() <= {_MAX_HEADINGS}]")
    ]
    heading = next((shown for heading in headings if (shown := _without_site(heading, sites))), "")
    return OwnNames(title, heading, bool(said) and not title and not heading)


def _without_site(title: str, sites: list[str]) -> str:
    """A title's parts that are no name of the site, parted as they were by bars."""
    if any(same_name(title, site) for site in sites):
        return ""
    parts = [part for part in _PART.split(title) if part.strip()]
    kept = [part for part in parts if not any(same_name(part, site) for site in sites)]
    return _without_edge(title if len(kept) == len(parts) else " | ".join(kept), sites)


def _without_edge(title: str, sites: list[str]) -> str:
    """A title without the site's name that it begins or ends with, if something else is left."""
    folded = title.casefold()
    for site in sites:
        name = site.casefold()
        if folded.startswith(f"{name} "):
            return title[len(name) :].strip()
        if folded.endswith(f" {name}"):
            return title[: -len(name)].strip()
    return title


def _sites(tree: HtmlElement, declared: Declared, url: str | None) -> list[str]:
    """The names by which a page calls its site: declared, on the links to its front page, and in its address."""
    names = [declared.meta("og:site_name"), declared.meta("application-name")]
    names += [text(node.get("name")) for node in declared.nodes if _PUBLISHERS & set(types(node))]
    host = urlsplit(url or "").netloc.casefold()
    names += [label for label in host.split(".")[:-1] if len(label) > len("www")] + [host.removeprefix("www.")]
    schemes = (f"http://{host}", f"https://{host}")
    roots = {"/", f"//{host}/", *schemes, *(f"{root}/" for root in schemes)}
    for link in tree.iter("a"):
        if link.get("href") not in roots:
            continue
        names.append(text_cleaning.line(link.text_content()))
        names += [image.get("alt") for image in link.iter("img")]
    return [name for name in dict.fromkeys(names) if name and len(name) <= _MAX_SITE]
