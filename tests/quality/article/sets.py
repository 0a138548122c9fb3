"""The sets that articles are measured on: real pages with the text people marked, and written ones."""

import gzip
import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
DATA: Final = Path(__file__).parents[4] / "shared/data/extraction"


@dataclass(frozen=True)
class RealPage:
    """A page of scrapinghub/article-extraction-benchmark with the text that people marked in it."""

    name: str
    url: str
    html: bytes
    body: str

    @property
    def half(self) -> str:
        """Which half it is in, by a hash of its name: one to tune on, one to look at once an idea is done."""
        return "held-out" if hashlib.sha256(self.name.encode()).digest()[-1] % 2 else "tuning"


@dataclass(frozen=True)
class SmallPage:
    """A written page that holds no article, or one that is easily taken for none; `body` is empty in the former."""

    name: str
    url: str
    html: bytes
    certain: bool
    title: str
    body: tuple[str, ...]


def real_pages() -> list[RealPage]:
    """Those beside the checkout; none where they are not there."""
    if not DATA.exists():
        return []
    truth = json.loads((DATA / "ground-truth.json").read_text(encoding="utf8"))
    return [
        RealPage(name, told["url"], gzip.decompress((DATA / f"html/{name}.html.gz").read_bytes()), told["articleBody"])
        for name, told in sorted(truth.items())
    ]


def non_articles() -> Iterator[SmallPage]:
    """Front pages, listings, walls, errors and their like."""
    return _small("non_articles", "page")


def short_articles() -> Iterator[SmallPage]:
    """Briefs, lists, notices and their like."""
    return _small("short_articles", "article")


def _small(folder: str, table: str) -> Iterator[SmallPage]:
    for told in tomllib.loads((HERE / folder / "index.toml").read_text(encoding="utf8"))[table]:
        html = (HERE / folder / f"{told['name']}.html").read_bytes()
        body = tuple(told.get("body", ()))
        yield SmallPage(told["name"], told["url"], html, told.get("certain", False), told.get("title", ""), body)
