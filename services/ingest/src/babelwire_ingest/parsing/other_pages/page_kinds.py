"""The kinds of pages that are no articles; their words in many languages are data beside this module."""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, Final

_FILE: Final = "page_names.toml"

GATES: Final = ("not_found", "failure", "challenge", "login", "search", "notice")
"""Kinds that stand in the way of a page: no article has the name of one for its title."""

WALLS: Final = (*GATES, "consent", "subscription")

WORDY: Final = frozenset(
    "author about policy imprint advertising subscription consent jobs shop newsletter help".split()
)
"""Kinds that have paragraphs of prose as an article has."""

KINDS: Final = {
    "home": "a front page",
    "section": "a section of a site",
    "latest": "a list of headlines",
    "search": "a page of search results",
    "topic": "a list of articles",
    "author": "a page of a writer",
    "not_found": "an error page",
    "failure": "an error page",
    "challenge": "a page on the way to another",
    "login": "a door to log in or register",
    "consent": "a consent wall",
    "notice": "a consent wall",
    "subscription": "a wall or an offer to subscribe",
    "newsletter": "a page to sign up for a newsletter",
    "contact": "a contact page",
    "about": "a page about the site",
    "policy": "a page of terms",
    "imprint": "an imprint",
    "advertising": "a page for advertisers",
    "jobs": "a page of jobs",
    "archive": "an archive",
    "feeds": "a list of feeds",
    "forum": "a forum",
    "weather": "a weather page",
    "markets": "a page of prices",
    "programme": "a programme of broadcasts",
    "scores": "a page of results",
    "quiz": "a puzzle or a game",
    "poll": "a poll",
    "epaper": "a viewer of the printed paper",
    "classifieds": "advertisements",
    "shop": "a page of a shop",
    "calendar": "a calendar of events",
    "media": "a page of recordings or pictures",
    "comments": "comments alone",
    "help": "a page of help",
}


@cache
def words_of_kinds() -> dict[str, Any]:
    """The words by table, kind and language."""
    return tomllib.loads(files("babelwire_ingest.parsing.other_pages").joinpath(_FILE).read_text(encoding="utf-8"))


def folded(text: str) -> str:
    """A text for comparison: in small letters, its marks and spaces all of one sort."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("’", "'").replace("“", '"').split())
