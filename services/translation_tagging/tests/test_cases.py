"""The cases of cases.toml: what the tags of an article must be."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from babelwire_contracts.sections import TagsSection
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.tagger import Tagger

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))


def content_of(case: dict[str, Any]) -> TaggedContent:
    fields: dict[str, Any] = {"revision": "r", "generation": 1, "title": case.get("title", "")}
    fields["body"] = case.get("body") or CASES["texts"][case["text"]]
    for name in ("publisher", "declared_origin", "declared_language", "clues"):
        if name in case:
            fields[name] = case[name]
    return msgspec.convert(fields, TaggedContent)


def differences(expect: dict[str, Any], tags: TagsSection) -> list[str]:
    """Each expectation that the tags do not meet, in words."""
    kinds = [evidence.kind for evidence in tags.translation.evidence]
    got: dict[str, Any] = {
        "language": tags.language,
        "original_language": tags.original_language,
        "status": tags.translation.status,
        "method": tags.translation.method,
        "engine": tags.translation.engine,
    }
    wrong = [
        f"{name}: {got[name]!r}, not {expect[name]!r}" for name in got if name in expect and got[name] != expect[name]
    ]
    for name, value in expect.get("origin", {}).items():
        found = getattr(tags.origin, name) or ""
        if found != value:
            wrong.append(f"origin.{name}: {found!r}, not {value!r}")
    wrong += [f"no evidence {kind}" for kind in expect.get("evidence", []) if kind not in kinds]
    wrong += [f"evidence {kind}" for kind in expect.get("no_evidence", []) if kind in kinds]
    if len(kinds) < expect.get("min_evidence", 0):
        wrong.append(f"{len(kinds)} pieces of evidence, fewer than {expect['min_evidence']}")
    return wrong


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_tags_are_right(case: dict[str, Any], tagger: Tagger) -> None:
    assert differences(case["expect"], tagger.tag(content_of(case))) == []
