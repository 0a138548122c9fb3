"""A test that needs the stack or a browser is left out of the quick ones, though nobody marked it."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
TESTS = """
import pytest

@pytest.fixture
def table(kafka_bootstrap):
    return kafka_bootstrap

@pytest.fixture
def browser():
    pass

def test_quick(): pass
def test_kafka(kafka_bootstrap): pass
def test_kafka_behind_another(table): pass
def test_opensearch(opensearch_url): pass
def test_pages(browser): pass
"""


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ("not stack and not browser", ["test_quick"]),
        ("stack", ["test_kafka", "test_kafka_behind_another", "test_opensearch"]),
        ("browser", ["test_pages"]),
    ],
)
def test_fixtures_mark_the_tests_that_ask_for_them(tmp_path: Path, chosen: str, names: list[str]) -> None:
    (tmp_path / "test_unmarked.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-c", "pyproject.toml", "--collect-only", "-q"]
    collected = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-m", chosen, str(tmp_path)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line.rpartition("::")[2] for line in collected.stdout.splitlines() if "::" in line] == names
