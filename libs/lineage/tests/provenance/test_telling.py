"""Documents in words, and the sentences they give."""

import re
import tomllib
from itertools import product
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from babelwire_contracts.document import public
from babelwire_lineage.provenance.telling import Piece, tell

TABLE: Final = tomllib.loads((Path(__file__).parent / "documents.toml").read_text("utf-8"))["documents"]
SIDES: Final = {"translation": "translated_by_publisher"}


METHODS: Final = ((None, None), ("unknown", "DeepL"), ("human", None), ("human", "DeepL"), ("machine", "DeepL"))


def outlet(given: str | dict[str, str] | None) -> dict[str, str]:
    return {"name": given} if isinstance(given, str) else given or {}


def evidence(kind: str, where: str, side: str, words: str = "…") -> dict[str, str]:
    return {"kind": kind, "where": where, "words": words, "for": SIDES.get(side, side)}


def document(row: dict[str, Any]) -> dict[str, Any]:
    """The document that a row of the table stands for."""
    made: dict[str, Any] = {name: row[name] for name in ("language", "original_language", "authors") if name in row}
    made["languages"] = [{"language": tag, "share": share} for tag, share in row.get("languages", [])]
    made["origin"] = outlet(row.get("origin"))
    made["translation"] = {name: row[name] for name in ("status", "method", "engine", "confidence") if name in row}
    made["translation"]["evidence"] = [evidence(*piece) for piece in row.get("evidence", [])]
    return made if row.get("no_publisher") else made | {"publisher": outlet(row.get("publisher"))}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["what"])
def test_a_document_is_told_in_a_sentence(row: dict[str, Any]) -> None:
    told = tell(document(row))
    assert told.sentence == row["sentence"]
    if "reasons" in row:
        assert told.reasons == row["reasons"]
    if row["status"] != "unknown" or "whole" in row:
        assert told.whole == row.get("whole", told.sentence)


def test_the_names_of_outlets_are_pieces_of_their_own() -> None:
    (row,) = [row for row in TABLE if row["what"] == "the registry's name before the one printed"]
    assert tell(document(row)).pieces == (
        Piece("Written in Spanish by "),
        Piece("Telemundo", outlet="origin"),
        Piece("; shown in English by "),
        Piece("The Limited Times", outlet="publisher"),
        Piece(", translated by machine."),
    )


def test_every_combination_is_a_sentence() -> None:
    piece = evidence("translation_note", "lead", "translation")
    against = evidence("origin_language", "lead", "original")
    statuses: list[dict[str, Any]] = [
        {"status": "original"},
        {"status": "unknown"},
        *({"status": "translated_by_publisher", "method": method, "engine": engine} for method, engine in METHODS),
    ]
    combinations = product(
        statuses,
        (None, 0.7, 1.0),
        ({}, {"name": "The Star"}, {"name": "Clarín"}),
        (None, {}, {"name": "The Star"}),
        ((None, None), ("und", "und"), ("und", "es"), ("en", "und"), ("en", "en"), ("en", "sr-Latn")),
        ([], [piece], [piece, against]),
    )
    for status, confidence, origin, publisher, (language, original), pieces in combinations:
        tag = status | {"confidence": confidence, "evidence": pieces}
        languages = {"language": language, "original_language": original}
        provenance = tell(languages | {"origin": origin, "publisher": publisher, "translation": tag})
        told = provenance.whole
        assert re.fullmatch(r"(Written|Shown|Published) [^\n]+\.", told), told
        assert not re.search(r"  | [,;:.]|[,;:.]{2}|None|und\b|\b(\w+) \1\b", told), told
        claim = re.split(": |, although ", provenance.sentence)[0]
        assert ("translated" in claim) == (tag["status"] == "translated_by_publisher"), told
        assert ("as first written" in claim) == (tag["status"] == "original"), told


def test_a_document_of_the_index_is_told_as_it_is() -> None:
    bare = public({"article_id": "a"})
    assert tell(bare).sentence == "Shown by a site that is not named."


def test_a_name_of_ten_thousand_characters_is_cut() -> None:
    told = tell({"language": "en", "origin": {"name": "x" * 10_000}, "publisher": {"name": "The Star"}})
    assert told.sentence == f"Written by {'x' * 99}…; shown in English by The Star."


def test_what_is_no_document_is_refused() -> None:
    odds: list[dict[str, Any]] = [
        {"language": 7},
        {"translation": {"status": "half"}},
        {"translation": {"evidence": [{}]}},
    ]
    for odd in odds:
        with pytest.raises(msgspec.ValidationError):
            tell(odd)
