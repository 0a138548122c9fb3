"""What tagging finds, and the sentence that lineage makes of it, agree on what pieces of evidence say."""

import msgspec
import pytest
from tests.quality.provenance.cases import Case, Truth
from tests.quality.provenance.judging import said_of

from babelwire_lineage.provenance.telling import Provenance, tell
from babelwire_translation_tagging.evidence import EvidenceKind

_PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferries sail again</title></head><body><main><article>
<h1>Ferries sail again in Port Calder</h1>{notice}
<p>The ferries of Port Calder sail again on Friday morning, the mayor said on Tuesday after nine years of delay.</p>
<p>Two hundred and twelve passengers, a school band and the harbour master were on board of the first boat.</p>
<p>The crossing takes fifty minutes, and the boat is so quiet that the gulls can be heard again, a sailor said.</p>
<p class="source">Source: {source}</p></article></main></body></html>"""
_NO_TRUTH = Truth(
    language="en",
    translated=False,
    original_language="en",
    method="",
    engine="",
    origin=[],
    authors=[],
    translator="",
)


def told_of(url: str, source: str, notice: str = "") -> Provenance:
    """The sentence of a page."""
    page = _PAGE.format(source=source, notice=f"<p>{notice}</p>" if notice else "")
    case = Case(why="", kind="", url=url, content_type="text/html", item="", page=page, truth=_NO_TRUTH)
    said = said_of(case)
    assert said is not None
    return tell(msgspec.to_builtins(said.content) | msgspec.to_builtins(said.tags))


@pytest.mark.parametrize(
    ("kind", "side"),
    [(kind, "translated_by_publisher") for kind in EvidenceKind] + [(EvidenceKind.ORIGIN_LANGUAGE, "original")],
)
def test_every_kind_of_evidence_has_words_of_its_own(kind: EvidenceKind, side: str) -> None:
    piece = {"kind": kind, "where": "somewhere", "words": "…", "for": side}
    (reason,) = tell({"translation": {"status": side, "confidence": 1.0, "evidence": [piece]}}).reasons
    assert "another mark" not in reason


def test_a_site_that_only_translates_is_told_as_the_issue_tells_it() -> None:
    told = told_of("https://newsrnd.com/news/2021-06-19-ferries.html", "telemundo").sentence
    assert told.startswith("Written in Spanish by Telemundo; shown in English by ")
    assert told.endswith(" by machine: the page names its source, and every article of this site is a translation.")


def test_a_source_line_of_ten_thousand_characters_names_nobody_and_the_reason_is_given() -> None:
    told = told_of("https://harbour.example/ferries", "Telemundo and others " * 500)
    assert told.whole == "Published in English by harbour.example. Nothing tells whether it is a translation."


def test_a_notice_is_told_for_what_it_says() -> None:
    notice = "This article was translated from Spanish by DeepL."
    told = told_of("https://harbour.example/ferries", "El Vigía", notice).sentence
    assert told.startswith("Written in Spanish by El Vigía; shown in English by harbour.example, ")
    assert told.endswith(" machine-translated by DeepL: the page says that it was translated.")
