"""Whether a page says that its article is for those who pay."""

from typing import Any, Final

from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import listed

_FREE: Final = "isAccessibleForFree"
_TIERS: Final = {"free": False, "locked": True, "metered": True, "premium": True, "paid": True, "subscriber": True}
_TIER_METAS: Final = ("article:content_tier", "og:content_tier", "og:article:content_tier", "content_tier")


def paywalled(declared: Declared) -> bool | None:
    """What the page says of itself; None where it says nothing. A wall before a part of the text is one."""
    free = _truth(declared.article.get(_FREE))
    if free is False or any(_truth(part.get(_FREE)) is False for part in listed(declared.article.get("hasPart"))):
        return True
    if free is not None:
        return False
    return _TIERS.get((declared.meta(*_TIER_METAS) or "").strip().lower())


def _truth(value: Any) -> bool | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    said = str(value).rsplit("/", 1)[-1].strip().lower()
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(said)
