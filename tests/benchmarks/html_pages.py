"""HTML pages through the parser that ingest runs, beside a text extractor alone on the same pages."""

import time
from collections.abc import Callable, Sequence
from typing import Final

import trafilatura
from tests.benchmarks.figures import PageFigures
from tests.quality.article.pages import WrittenPage, pages
from tests.quality.article.parsing import content_of

_TIMES: Final = 5


def measure() -> PageFigures:
    """Pages per second of CPU time, of one process; the two take turns, so that both see the same machine."""
    known = [*pages("tuning"), *pages("held-out")]
    for extract in (_ours, _library):
        extract(known[0])
    ours = library = 0.0
    for _ in range(_TIMES):
        ours += _seconds(_ours, known)
        library += _seconds(_library, known)
    return PageFigures(
        pages=len(known),
        page_bytes=sum(len(page.html) for page in known) / len(known),
        pages_per_cpu_second=_TIMES * len(known) / ours,
        extractor_pages_per_cpu_second=_TIMES * len(known) / library,
    )


def _seconds(extract: Callable[[WrittenPage], object], known: Sequence[WrittenPage]) -> float:
    started = time.process_time()
    for page in known:
        extract(page)
    return time.process_time() - started


def _ours(page: WrittenPage) -> object:
    return content_of(page.html, page.url)


def _library(page: WrittenPage) -> object:
    return trafilatura.extract(page.html, include_comments=False)
