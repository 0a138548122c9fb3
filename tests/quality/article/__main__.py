"""`make quality-article`: how whole and how clean articles come out of pages, with the worst of them."""

import argparse
import time
from collections.abc import Callable, Iterable
from typing import Final

import trafilatura
from rich.console import Console
from rich.table import Table
from tests.quality.article.pages import Half, pages
from tests.quality.article.parsing import CAPTURED, content_of, text_of
from tests.quality.article.scoring import Body, Exact
from tests.quality.article.sets import RealPage, non_articles, real_pages, short_articles

from babelwire_contracts.content import Content

_WIDTH: Final = 140
_HALVES: Final[tuple[Half, ...]] = ("tuning", "held-out")
_CONSOLE: Final = Console(width=_WIDTH, highlight=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make quality-article", description=__doc__)
    parser.add_argument("--errors", type=int, default=10, help="of each sort, with their words (10)")
    parser.add_argument("--held-out", action="store_true", help="show errors of the held-out halves too")
    given = parser.parse_args()
    _show_real_pages(given.errors)
    for half in _HALVES:
        _show_written_pages(half, given.errors if half == "tuning" or given.held_out else 0)
    _show_refusals(given.errors)
    return 0


def _show_real_pages(errors: int) -> None:
    known = real_pages()
    if not known:
        _CONSOLE.print("the real pages are not beside the checkout (../shared/data/extraction)")
        return
    table = Table("body on real pages", "half", "precision", "recall", "F1", "pages per CPU second")
    ours: Body | None = None
    for name, extract in (("trafilatura alone", _library), ("babelwire, whole parse", _babelwire)):
        bodies, speed = _measured(known, extract)
        for half in (*_HALVES, "both"):
            score = Body({page.name: bodies.pairs[page.name] for page in known if half in (page.half, "both")})
            speed_said = f"{speed:.0f}" if half == "both" else ""
            table.add_row(name, half, f"{score.precision:.4f}", f"{score.recall:.4f}", f"{score.f1:.4f}", speed_said)
        ours = bodies
    _CONSOLE.print(table)
    assert ours is not None
    shown = Body({page.name: ours.pairs[page.name] for page in known if page.half == "tuning"})
    addresses = {page.name: page.url for page in known}
    for name in shown.worst(errors):
        precision, recall = shown.pairs[name]
        _CONSOLE.print(f"  {precision:.2f} / {recall:.2f}  {addresses[name]}", soft_wrap=True)


def _measured(known: Iterable[RealPage], extract: Callable[[RealPage], str]) -> tuple[Body, float]:
    bodies = Body()
    pages_ = list(known)
    extract(pages_[0])  # what is loaded at the first page is no cost of a page
    started = time.process_time()
    found = [extract(page) for page in pages_]
    seconds = time.process_time() - started
    for page, text in zip(pages_, found, strict=True):
        bodies.add(page.name, text, page.body)
    return bodies, len(pages_) / seconds


def _library(page: RealPage) -> str:
    return trafilatura.extract(page.html, include_comments=False) or ""


def _babelwire(page: RealPage) -> str:
    content = content_of(page.html, page.url)
    return text_of(content) if isinstance(content, Content) else ""


def _show_written_pages(half: Half, errors: int) -> None:
    bodies, leaks = Body(), Exact()
    fields = {name: Exact() for name in ("title", "date", "changed", "authors", "publisher", "structure", "alternates")}
    for page in pages(half):
        content = content_of(page.html, page.url)
        if not isinstance(content, Content):
            content = Content(
                revision="", generation=1, content_hash="", captured_at=CAPTURED, title=str(content), body=""
            )
        truth = page.truth
        bodies.add(page.name, text_of(content), "\n\n".join([*([truth.lead] if truth.lead else []), *truth.body]))
        text = text_of(content)
        leaks.add(page.name, [line for line in truth.boilerplate if line in text][:3], [])
        fields["title"].add(page.name, content.title, " ".join(truth.title.split()))
        fields["date"].add(page.name, content.published_at, truth.published_at)
        fields["changed"].add(page.name, content.modified_at, truth.modified_at)
        fields["authors"].add(page.name, tuple(content.authors), truth.authors)
        fields["publisher"].add(page.name, content.publisher.name, truth.publisher)
        fields["structure"].add(page.name, tuple(content.structure), truth.structure)
        fields["alternates"].add(page.name, tuple(content.alternates), truth.alternates)
    table = Table(f"{len(bodies.pairs)} written pages, {half}", "precision", "recall", "F1", "exact", "of")
    table.add_row("body", f"{bodies.precision:.4f}", f"{bodies.recall:.4f}", f"{bodies.f1:.4f}", "", "")
    table.add_row("without any boilerplate", "", "", "", f"{leaks.share:.3f}", str(leaks.of))
    for name, exact in fields.items():
        table.add_row(name, "", "", "", f"{exact.share:.3f}", str(exact.of))
    _CONSOLE.print(table)
    for name in bodies.worst(errors):
        _CONSOLE.print(f"  {bodies.pairs[name][0]:.2f} / {bodies.pairs[name][1]:.2f}  {name}")
    for exact in (leaks, *fields.values()):
        for line in exact.wrong[:errors]:
            _CONSOLE.print(f"  {line[:300]}", soft_wrap=True, markup=False)


def _nothing(why: str) -> Content:
    return Content(revision="", generation=1, content_hash="", captured_at=CAPTURED, title=why, body="")


def _show_refusals(errors: int) -> None:
    kept, certain = [], 0
    for page in non_articles():
        certain += page.certain
        if page.certain and isinstance(content_of(page.html, page.url), Content):
            kept.append(page.name)
    lost, bodies, titles = [], Body(), Exact()
    for page in short_articles():
        content = content_of(page.html, page.url)
        if isinstance(content, Content):
            bodies.add(page.name, text_of(content), "\n\n".join(page.body))
            titles.add(page.name, content.title, page.title)
        else:
            lost.append(f"{page.name}: {content}")
    refused = sum(not isinstance(content_of(page.html, page.url), Content) for page in real_pages())
    table = Table("refusals", "count", "of")
    table.add_row("non-articles refused, of those that are certain", str(certain - len(kept)), str(certain))
    table.add_row("articles that look like none, refused", str(len(lost)), str(len(lost) + len(bodies.pairs)))
    table.add_row("real pages refused", str(refused), str(len(real_pages())))
    _CONSOLE.print(table)
    _CONSOLE.print(f"bodies of articles that look like none: F1 {bodies.f1:.4f}; titles {titles.share:.3f}")
    for line in [*lost, *(f"{name} was taken for an article" for name in kept[:errors])]:
        _CONSOLE.print(f"  {line}", soft_wrap=True, markup=False)


if __name__ == "__main__":
    raise SystemExit(main())
