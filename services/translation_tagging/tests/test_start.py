"""What an operator sets, before the service has begun."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from babelwire_translation_tagging.settings import TranslationTaggingSettings


def test_a_wrong_file_of_outlets_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('outlets = [{ name = "Lake", aliases = ["Le Monde"], languages = ["en"], kind = "paper" }]')
    done = subprocess.run(
        [sys.executable, "-m", "babelwire_translation_tagging"],
        env=os.environ | {"BABELWIRE_TRANSLATION_TAGGING_OUTLETS": str(path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f'babelwire_translation_tagging: {path}, "Lake" claims the name "Le Monde", which is that of "Le Monde" '
        '(europe.toml of the service); take it out, or, to replace that outlet whole, name the entry "Le Monde"\n'
    )


def test_a_variable_that_is_set_to_nothing_names_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Docker Compose passes one that its operator has not set."""
    monkeypatch.setenv("BABELWIRE_TRANSLATION_TAGGING_OUTLETS", "")
    assert TranslationTaggingSettings().outlets is None
