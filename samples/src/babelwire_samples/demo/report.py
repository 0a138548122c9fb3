"""What the demo prints."""

import sys
from collections import Counter
from typing import Final

import httpx
from rich.console import Console
from rich.table import Table
from rich.text import Text

from babelwire_samples.demo.accounting import Ended, changed_nothing
from babelwire_samples.demo.findings import Found
from babelwire_samples.demo.local_stack import Addresses
from babelwire_samples.demo.meaning import QUERY as MEANT
from babelwire_samples.demo.meaning import Meant
from babelwire_samples.demo.reading import QUERY, Document
from babelwire_samples.manifest import Kind

_WIDE: Final = 120
_SHOWN: Final = 3
_LISTED: Final = 6

console = Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False)


def print_outcomes(ended: list[Ended]) -> None:
    """A row for each kind of capture: how many there were and how they ended."""
    table = Table("kind", "captures", "what became of them", box=None, header_style="bold", pad_edge=False)
    for kind in Kind:
        mine = [one for one in ended if one.capture.kind is kind]
        counted = Counter(one.outcome or "unknown" for one in mine)
        words = ", ".join(f"{count} {outcome}" for outcome, count in counted.most_common())
        table.add_row(kind.replace("_", " "), str(len(mine)), words)
    console.print(table)
    console.print()
    if changed_nothing(ended):
        console.print("Nothing changed: every document is what it was before.\n", style="bold")
    for one in ended:
        if not one.as_expected:
            text = f"{one.capture.id} ended as {one.outcome or 'unknown'}"
            right = " or ".join(one.capture.expected_outcomes)
            console.print(Text(f"{text}, expected {right}{': ' + one.reason if one.reason else ''}", style="yellow"))


def print_findings(findings: dict[str, Found]) -> None:
    """What the services found out about the articles: how much of it is right."""
    table = Table("found out", "right", box=None, header_style="bold", pad_edge=False)
    for what, found in findings.items():
        table.add_row(what, f"{found.right} of {found.whole}")
    console.print(table)
    console.print()


def print_query(items: list[Document], addresses: Addresses) -> None:
    """The query as a command, and the first articles that it finds."""
    console.print("English words find an article that was written in Spanish:", style="bold")
    console.print(f"  curl '{addresses.search}/api/search?{httpx.QueryParams(QUERY)}'", soft_wrap=True, markup=False)
    table = Table("title", "shown in", "written in", "origin", box=None, header_style="bold", padding=(0, 2))
    for item in items[:_SHOWN]:
        origin = item.get("origin") or {}
        table.add_row(
            Text(item.get("title") or ""),
            item.get("language") or "",
            item.get("original_language") or "",
            Text(origin.get("registry_name") or origin.get("name") or ""),
        )
    console.print(table)
    console.print()


def print_meant(meant: Meant, addresses: Addresses) -> None:
    """The story told in the most languages, and what English words find in others."""
    if meant.in_stories < meant.articles:
        text = f"{meant.articles - meant.in_stories} of {meant.articles} articles are in no story yet"
        console.print(f"{text}; ./babelwire status says which service is behind\n", style="yellow")
    if meant.story is not None:
        languages = ", ".join(language["name"] for language in meant.story["languages"])
        console.print(
            f"One event in {languages}: {addresses.search}/stories/{meant.story['story_id']}",
            style="bold",
            soft_wrap=True,
        )
        _print_articles(meant.story["members"])
    console.print("English words find what no article tells in English:", style="bold")
    console.print(f"  curl '{addresses.search}/api/search?{httpx.QueryParams(MEANT)}'", soft_wrap=True, markup=False)
    _print_articles(meant.found)


def _print_articles(articles: list[Document]) -> None:
    table = Table("title", "language", "outlet", box=None, header_style="bold", padding=(0, 2))
    for item in articles[:_LISTED]:
        outlet = (item.get("publisher") or {}).get("name")
        table.add_row(Text(item.get("title") or ""), item.get("language") or "", Text(outlet or ""))
    console.print(table)
    console.print()


def print_where_to_look(article_id: str, addresses: Addresses) -> None:
    """The pages to open and the commands to paste."""
    console.print("Open", style="bold")
    for page in ("/", "/stories", f"/articles/{article_id}", f"/search?{httpx.QueryParams(QUERY)}"):
        console.print(f"  {addresses.search}{page}", soft_wrap=True, markup=False)
    console.print()
    console.print("Try", style="bold")
    for command in (
        f"./babelwire journey {article_id}",
        "./babelwire status",
        "./babelwire topics",
        "./babelwire dead-letters list",
        f"curl '{addresses.search}/api/search?q=octopus'",
        "make down    # stops the stack and keeps the data",
    ):
        console.print(f"  {command}", soft_wrap=True, markup=False)
