"""The names that a page's site goes by, and titles without them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_ingest.parsing.page_text.lines import unspaced
from babelwire_ingest.parsing.people.names import looks_like_name
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.declared_text import readable
from babelwire_ingest.parsing.web_page.declarations.json_ld import texts, types
from babelwire_ingest.parsing.web_page.declarations.references import resolved

_METAS: Final = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "twitter:site")
_SITE_TYPES: Final = frozenset({"WebSite", "NewsMediaOrganization"})
_HARD: Final = r"\s*[|｜│┃]+\s*|\s*::\s*|\s+[•»«›·/\\>~]+\s+"
_SOFT: Final = r"\s+(?:[–—―-]|--)\s+"
_WEAK: Final = r":\s+|\s+:\s+"
_UNSPACED: Final = r"\s*[_＿]+\s*|\s*[：－―–—-]\s*"
_SPACED_SPLIT: Final = re.compile(f"(?P<hard>{_HARD})|(?P<soft>{_SOFT})|(?P<weak>{_WEAK})")
_UNSPACED_SPLIT: Final = re.compile(f"(?P<hard>{_HARD})|(?P<soft>{_SOFT})|(?P<weak>{_WEAK}|{_UNSPACED})")
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_MAX_NAME_WORDS: Final = 5
_MAX_SECTION_WORDS: Final = 3
_MIN_TITLE_WORDS: Final = 3
_MIN_KEY: Final = 3
_MIN_INITIALS: Final = 2


def key(text: str) -> str:
    """Letters and digits alone, in one case: what two spellings of a name have in common."""
    return "".join(filter(str.isalnum, text.casefold()))


@dataclass(frozen=True)
class Site:
    """The names of the site that displays a page, the most trusted first, and its registrable domain."""

    names: tuple[str, ...]
    domain: str | None

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        label = self.domain.partition(".")[0] if self.domain else ""
        keys = [key(name) for name in (*self.names, self.domain or "", label)]
        return tuple(dict.fromkeys(found for found in keys if len(found) >= _MIN_KEY))

    @cached_property
    def _initials(self) -> frozenset[str]:
        initials = ("".join(word[0] for word in name.split()).upper() for name in self.names)
        return frozenset(found for found in initials if len(found) >= _MIN_INITIALS)

    def is_named(self, text: str) -> bool:
        """Whether a text is the site's name: whole, a part of it that stands for it, its initials or its domain."""
        if text in self._initials:
            return True
        said = key(text)
        return len(said) >= _MIN_KEY and any(_stands_for(said, known) for known in self._keys)

    def is_exactly(self, text: str) -> bool:
        """Whether a text is one of the site's names, or its domain, and nothing more or less."""
        return key(text) in self._keys


def _stands_for(said: str, known: str) -> bool:
    if said == known:
        return True
    shorter, longer = sorted((said, known), key=len)
    return (longer.startswith(shorter) or longer.endswith(shorter)) and 2 * len(shorter) >= len(longer)


def read_site(declared: Declared, url: str | None) -> Site:
    """The site's names as declared: the article's publisher, metas, then the site's own node."""
    said = [
        *texts(resolved(declared, declared.article.get("publisher"))),
        *declared.all(*_METAS),
        *(name for node in declared.nodes if _SITE_TYPES & set(types(node)) for name in texts(node.get("name"))),
        *(name for node in declared.nodes if "WebSite" in types(node) for name in texts(node.get("alternateName"))),
    ]
    names = [name.lstrip("@") for value in said if (name := readable(value)) and "://" not in name]
    return Site(tuple(dict.fromkeys(names)), _domain(url.split("/", 3)[2]) if url and url.count("/") > 1 else None)


_domain: Final = lru_cache(maxsize=4096)(registrable_domain)


def without_site(title: str, site: Site, sections: Iterable[str] = (), *, guess: bool = False) -> str:
    """A title without the names of site and sections at its ends.

    With `guess`, a last part that nobody declared goes too where it looks like a name.
    """
    pattern = _UNSPACED_SPLIT if unspaced(title) else _SPACED_SPLIT
    breaks = list(pattern.finditer(title))
    known = {key(section) for section in sections}
    start, end = 0, len(title)
    found = False
    while breaks:
        rest, last = title[start : breaks[-1].start()], title[breaks[-1].end() : end]
        if not _goes(breaks[-1], last, rest, site, known, named=found, guess=guess):
            break
        found, guess = True, False
        end = breaks.pop().start()
    while breaks:
        first, rest = title[start : breaks[0].start()], title[breaks[0].end() : end]
        if not (site.is_exactly(first) or _is_section_in_front(breaks[0], first, rest, known)):
            break
        start = breaks.pop(0).end()
    return title[start:end].strip() or title


def _goes(sign: re.Match[str], part: str, rest: str, site: Site, known: set[str], *, named: bool, guess: bool) -> bool:
    if site.is_named(part):
        return sign["weak"] is None or site.is_exactly(part) or unspaced(part)
    if sign["weak"] is not None:
        return named and sign[0].strip() in {"_", "＿"}
    if key(part) in known or _DATE.fullmatch(part):
        return True
    shorter = len(part) < len(rest)
    if named and shorter:
        return len(part.split()) <= _MAX_SECTION_WORDS and not part[:1].islower() and 2 * len(part) <= len(rest)
    if not guess or not shorter or len(part.split()) > _MAX_NAME_WORDS:
        return False
    return sign["hard"] is not None or (looks_like_name(part, _MAX_NAME_WORDS) and not part[:1].isdigit())


def _is_section_in_front(sign: re.Match[str], part: str, rest: str, known: set[str]) -> bool:
    if sign["hard"] is None:
        return False
    if key(part) in known:
        return True
    return len(part.split()) < _MIN_TITLE_WORDS <= len(rest.split()) and len(part) < len(rest)
