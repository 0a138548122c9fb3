"""What `babelwire reembed` says, and what becomes of a program that a command runs."""

from pathlib import Path
from typing import Any

import pytest

from babelwire_console.errors import CommandFailed
from babelwire_console.settings import Settings
from babelwire_console.upkeep.reembed import in_words
from babelwire_console.upkeep.service_program import service_program

FOUND: dict[str, Any] = {
    "model": "e5-00000000",
    "articles": 12_000,
    "gaps": 1_300,
    "missing": 1_200,
    "outdated": 100,
    "waiting": 40,
    "by_language": {"tr": 900, "ja": 400},
}
DRY: dict[str, Any] = FOUND | {"done": False, "processes": 2, "articles_per_second": 30.5, "seconds": 43}


def test_a_dry_run_says_how_many_and_how_long_and_how_that_is_known() -> None:
    lines = list(in_words(DRY | {"speed": "measured on 48 of the gaps"}))
    assert lines == [
        "1,300 of 12,000 articles lack their vector of e5-00000000: 1,200 have none, 100 one of another text.",
        "By language: tr 900, ja 400",
        "40 of them wait for embedding already. Nothing was written.",
        "To embed them takes some 0:00:43, at 30.5 articles/s by 2 processes, where nothing fresh comes before "
        "(measured on 48 of the gaps).",
    ]
    unknown = {"seconds": None, "articles_per_second": None, "speed": "not measured: no model here"}
    assert list(in_words(DRY | unknown))[-1] == "How long it takes is not known (not measured: no model here)."


def test_a_run_says_what_it_wrote_and_one_without_gaps_that_there_are_none() -> None:
    assert list(in_words(FOUND | {"done": True, "published": 1_260}))[-1] == (
        "1,260 tasks were written to embedding.backfill; 40 waited already. "
        "`babelwire status` says how many still wait."
    )
    whole = FOUND | {"gaps": 0, "missing": 0, "outdated": 0, "done": True, "published": 0}
    assert list(in_words(whole)) == ["All 12,000 articles have their vectors of e5-00000000: nothing to do."]


PROGRAM = """
import json, os, sys
print(json.dumps({"step": "looking", "read": 1, "total": 2}), flush=True)
match sys.argv[1]:
    case "fails":
        print(json.dumps({"error": "there is no index yet"}), flush=True)
        sys.exit(1)
    case "breaks":
        sys.exit("Traceback\\nValueError: 7")
print(json.dumps({"done": True, "kafka": os.environ["BABELWIRE_KAFKA_BOOTSTRAP"], "given": sys.argv[1:]}), flush=True)
"""


async def test_the_program_of_a_service_gives_its_last_word_or_its_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_program.py").write_text(PROGRAM)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    settings = Settings(kafka_bootstrap="kafka.example:9")
    assert await service_program(settings, "a_program", ["--rate", "7"]) == {
        "done": True,
        "kafka": "kafka.example:9",
        "given": ["--rate", "7"],
    }
    with pytest.raises(CommandFailed, match=r"^there is no index yet$"):
        await service_program(settings, "a_program", ["fails"])
    with pytest.raises(CommandFailed, match=r"^a_program ended with code 1: ValueError: 7$"):
        await service_program(settings, "a_program", ["breaks"])
