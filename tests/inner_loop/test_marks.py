"""A test that needs the stack or a browser is left out of the quick ones, though nobody marked it."""

import subprocess
import sys
from pathlib import Path

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


MARKS = """
def pytest_collection_finish(session):
    for item in session.items:
        print("marks", item.name, *sorted(mark.name for mark in item.iter_markers()))
"""


def test_fixtures_mark_the_tests_that_ask_for_them(tmp_path: Path) -> None:
    (tmp_path / "test_unmarked.py").write_text(TESTS)
    (tmp_path / "conftest.py").write_text(MARKS)
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-c", "pyproject.toml", "--collect-only", "-q", "-s"]
    collected = subprocess.run(
        [*command, "-p", "no:cacheprovider", str(tmp_path)], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    marks = [line.split()[1:] for line in collected.stdout.splitlines() if line.startswith("marks ")]
    assert marks == [
        ["test_quick"],
        ["test_kafka", "stack"],
        ["test_kafka_behind_another", "stack"],
        ["test_opensearch", "stack"],
        ["test_pages", "browser"],
    ], collected.stdout + collected.stderr
