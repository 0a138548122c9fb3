"""The cases of cases.toml: what must be said of the language of a text, through the whole tagger."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from babelwire_contracts.sections import TagsSection
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.tagger import Tagger

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]


def content_of(case: dict[str, Any]) -> TaggedContent:
    fields: dict[str, Any] = {
        "revision": "r",
        "generation": 1,
        "title": case["title"],
        "lead": case.get("lead"),
        "body": case["body"].strip("\n"),
        "images": [{"caption": caption} for caption in case.get("captions", [])],
        "structure": [{"paragraph": number, "kind": "quote"} for number in case.get("quotes", [])],
        "declared_language": case.get("declared"),
        "publisher": case.get("publisher", {}),
    }
    return msgspec.convert(fields, TaggedContent)


def differences(case: dict[str, Any], tags: TagsSection) -> list[str]:
    """Each expectation that the tags do not meet, in words."""
    wrong = []
    if tags.language not in case["language"].split("|"):
        wrong.append(f"language {tags.language!r}, not {case['language']!r}")
    told = [one.language for one in tags.languages]
    expected = case.get("languages", [] if tags.language == "und" else [tags.language])
    if sorted(told) != sorted(expected):
        wrong.append(f"languages {told}, not {expected}")
    if [one.share for one in tags.languages] != sorted((one.share for one in tags.languages), reverse=True):
        wrong.append(f"languages not by share: {tags.languages}")
    if told and told[0] != tags.language:
        wrong.append(f"{told[0]!r} is the largest, and the main language {tags.language!r}")
    for one in tags.languages:
        least, most = case.get("shares", {}).get(one.language, (0.0, 1.0))
        if not least <= one.share <= most:
            wrong.append(f"{one.language} has {one.share}, not {least} to {most}")
    reasons = case["reason"].split("|") if "reason" in case else [tags.language_reason]
    if tags.language_reason not in reasons or (tags.language_reason is None) != (tags.language != "und"):
        wrong.append(f"reason {tags.language_reason!r}, not {case.get('reason')!r}")
    return wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_languages_are_right(case: dict[str, Any], tagger: Tagger) -> None:
    assert differences(case, tagger.tag(content_of(case))) == []
