from typing import Any

import msgspec
import pytest

from babelwire_contracts.content import Audio, Image, Publisher, Video
from babelwire_contracts.document import Document
from babelwire_contracts.sections import LanguageShare, Origin, ShownDuplicate
from babelwire_indexing.languages import ANALYZERS
from babelwire_indexing.template import ARTICLES, MAPPING_VERSION, index_template


def fields() -> dict[str, Any]:
    mappings = index_template(0)["template"]["mappings"]
    assert mappings["dynamic"] == "strict"
    properties: dict[str, Any] = mappings["properties"]
    return properties


def test_the_mapping_has_the_fields_of_a_document_and_no_others() -> None:
    assert fields().keys() == set(Document.__struct_fields__)


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("images", Image),
        ("videos", Video),
        ("audio", Audio),
        ("languages", LanguageShare),
        ("publisher", Publisher),
        ("origin", Origin),
        ("duplicate", ShownDuplicate),
    ],
)
def test_a_part_of_the_mapping_has_the_fields_of_its_model(name: str, model: type[msgspec.Struct]) -> None:
    assert fields()[name]["properties"].keys() == set(model.__struct_fields__)


@pytest.mark.parametrize("name", ["related", "structure", "embeds", "live_entries", "alternates", "revised"])
def test_what_stands_beside_the_text_is_kept_and_not_searched(name: str) -> None:
    assert fields()[name] == {"type": "object", "enabled": False}


def test_every_analyzed_language_has_its_analyzer() -> None:
    for language, analyzer in ANALYZERS.items():
        assert fields()["localized"]["properties"][language]["properties"]["body"]["analyzer"] == analyzer
        assert fields()["translations"]["properties"][language]["properties"]["body"]["analyzer"] == analyzer


def test_replicas_are_the_operators_choice() -> None:
    assert index_template(2)["template"]["settings"]["index"]["number_of_replicas"] == 2


def test_the_mapping_version_is_told_in_every_place() -> None:
    template = index_template(0)
    assert template["version"] == MAPPING_VERSION
    assert template["template"]["mappings"]["_meta"] == {"mapping_version": MAPPING_VERSION}
    assert ARTICLES.index == f"articles-v{MAPPING_VERSION}"


def test_no_alias_is_in_the_template() -> None:
    assert "aliases" not in index_template(0)["template"]
