"""The index template of the articles: what `template.json` says, and the same fields for every analyzed language."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from babelwire_indexing.languages import ANALYZERS, QUERY_ANALYZERS

TEMPLATE: Final = "articles"

MAPPING_VERSION: Final = 5
"""Raised with every change of the mapping or the analyzers; it is also the number in the index's name."""


@dataclass(frozen=True, slots=True)
class IndexNames:
    """The alias to read and write through, and the index made for it where there is none.

    An index that is `beside` the live one is made whole by itself and leaves the template, which is the live one's.
    """

    alias: str = "articles"
    index: str = f"articles-v{MAPPING_VERSION}"
    beside: bool = False


ARTICLES: Final = IndexNames()

SHADOW_PREFIX: Final = "articles-shadow-"


def shadow(index: str) -> IndexNames:
    """The names of an index beside the live one."""
    return IndexNames(alias=f"{index}-alias", index=index, beside=True)


ALIAS_SETTINGS: Final[dict[str, Any]] = {"is_write_index": True, "filter": {"exists": {"field": "revision"}}}
"""The filter keeps documents that wait for their content out of sight."""


def index_template(replicas: int) -> dict[str, Any]:
    """The body of `PUT _index_template`. The alias is not in it: a new index joins only when it is swapped in."""
    template: dict[str, Any] = json.loads(files(__package__).joinpath("template.json").read_bytes())
    template["version"] = MAPPING_VERSION
    inner = template["template"]
    inner["settings"]["index"]["number_of_replicas"] = replicas
    mappings = inner["mappings"]
    mappings["_meta"] = {"mapping_version": MAPPING_VERSION}
    fields = mappings["properties"]
    fields["localized"]["properties"] = {
        language: {"properties": _words(analyzer)} for language, analyzer in ANALYZERS.items()
    }
    fields["translations"]["properties"] = {
        language: {"dynamic": False, "properties": _words(analyzer) | _about()}
        for language, analyzer in ANALYZERS.items()
    }
    return template


def _words(analyzer: str) -> dict[str, Any]:
    field = {"type": "text", "analyzer": analyzer}
    if (for_words := QUERY_ANALYZERS.get(analyzer)) is not None:
        field |= {"search_analyzer": for_words, "search_quote_analyzer": analyzer}
    return dict.fromkeys(("title", "lead", "body"), field)


def _about() -> dict[str, Any]:
    return {"status": {"type": "keyword", "ignore_above": 8191}, "engine": {"type": "keyword", "ignore_above": 8191}}
