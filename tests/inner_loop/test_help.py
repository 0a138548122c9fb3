"""Whatever can be started from a command line says what it is for, and refuses what it does not know."""

from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from tests.inner_loop.starting import context_with, start

from babelwire_contracts.services import SERVICES

CHECKOUT = Path(__file__).parents[2]
RUNS = 'if __name__ == "__main__":\n'


def dotted(path: Path) -> str:
    """The name by which a module is imported."""
    parts = path.relative_to(CHECKOUT).with_suffix("").parts
    return ".".join(parts[parts.index("src") + 1 :] if "src" in parts else parts)


def modules() -> list[str]:
    """Every module of the tree that does something when it is run."""
    folders = ("libs/*/src", "services/*/src", "deploy/local/src", "samples/src", "tests")
    files = [path for folder in folders for root in CHECKOUT.glob(folder) for path in root.rglob("*.py")]
    return sorted(dotted(path) for path in files if path != Path(__file__) and RUNS in path.read_text())


MODULES = modules()
PROGRAMS = [*(name.removesuffix(".__main__") for name in MODULES), "deploy/local/bootstrap.py"]


@pytest.fixture(scope="module")
def processes() -> Iterator[ForkServerContext]:
    """Processes that have imported every module already."""
    with context_with(MODULES) as context:
        yield context


def test_the_tree_was_searched() -> None:
    assert {service.module for service in SERVICES.values()} < set(PROGRAMS)
    assert {"babelwire_samples.demo", "babelwire_console", "tests.chaos", "tests.benchmarks"} < set(PROGRAMS)


@pytest.mark.parametrize("program", PROGRAMS)
def test_help_says_how_to_use_it(processes: ForkServerContext, tmp_path: Path, program: str) -> None:
    ended = start(processes, [program, "--help"], tmp_path)
    assert (ended.code, ended.errors) == (0, "")
    assert "usage: " in ended.output.lower()


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_unknown_argument_is_refused(processes: ForkServerContext, tmp_path: Path, program: str) -> None:
    ended = start(processes, [program, "--no-such-argument"], tmp_path)
    assert (ended.code, ended.output) == (2, "")
    assert "error" in ended.errors.lower()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_lists_the_variables_that_set_it(processes: ForkServerContext, tmp_path: Path, service: str) -> None:
    output = start(processes, [SERVICES[service].module, "--help"], tmp_path).output
    for variable in ("BABELWIRE_KAFKA_BOOTSTRAP", "BABELWIRE_HTTP_PORT", f"BABELWIRE_{service.upper()}_"):
        assert f"  {variable}" in output
