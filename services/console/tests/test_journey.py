"""What `babelwire journey` prints of a step."""

import pytest

from babelwire_console.inspection.journey import _show_step
from babelwire_lineage.steps import Step


def step(**evidence: str) -> Step:
    return Step(
        position="articles.ingested/0/1",
        at="2026-03-14T18:30:01.000Z",
        topic="articles.ingested",
        offset=1,
        stage="ingest",
        capture_id="c",
        decision="parsed by html 3: Ferry",
        evidence=[dict(evidence)],
    )


def test_a_rejected_date_is_told_with_its_place_words_and_reason(capsys: pytest.CaptureFixture[str]) -> None:
    _show_step(step(kind="rejected_date", where="text of footer", words="© 2019", reason="a copyright line"))
    assert "· not the date, in text of footer: “© 2019”: a copyright line" in capsys.readouterr().out


def test_a_piece_of_evidence_is_told_with_what_it_speaks_for(capsys: pytest.CaptureFixture[str]) -> None:
    _show_step(step(**{"kind": "tagline", "where": "text line 2", "words": "(AFP)", "for": "original"}))
    assert "· tagline in text line 2: “(AFP)” speaks for original" in capsys.readouterr().out
