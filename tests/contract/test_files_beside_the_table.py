"""Files that cannot read the table of services list what it has, and nothing that it has not."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from babelwire_contracts.services import CONSOLE, CONSUMING_SERVICES, SERVICES, Service
from babelwire_contracts.topics import CATALOGUE

ROOT: Final = Path(__file__).parents[2]
PYPROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MODULES: Final = {service.module for service in SERVICES.values()}
EVERY_SERVICE: Final = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def linted(name: str) -> dict[str, Any]:
    """A contract of the import linter."""
    contracts: list[dict[str, Any]] = PYPROJECT["tool"]["importlinter"]["contracts"]
    (found,) = [one for one in contracts if one["name"] == name]
    return found


def test_each_row_has_its_folder_and_each_folder_its_row() -> None:
    folders = {path.parent.name for path in (ROOT / "services").glob("*/pyproject.toml")}
    assert folders == {*SERVICES, CONSOLE.name}


def test_every_service_is_installed_and_checked() -> None:
    packages = {f"babelwire-{service.program}" for service in SERVICES.values()}
    assert packages <= set(PYPROJECT["dependency-groups"]["check"])
    assert packages <= PYPROJECT["tool"]["uv"]["sources"].keys()
    assert {f"services/{name}/src" for name in SERVICES} <= set(PYPROJECT["tool"]["mypy"]["mypy_path"])


def test_the_import_linter_knows_every_service() -> None:
    assert set(PYPROJECT["tool"]["importlinter"]["root_packages"]) > MODULES
    assert set(linted("Services never import each other")["modules"]) > MODULES
    assert set(linted("Libs never import services")["forbidden_modules"]) > MODULES
    vendors = linted("Vendors of transport and storage stay in the libs made for them")
    assert set(vendors["source_modules"]) == MODULES
    adapters = {f"babelwire_{path.parents[2].name}.adapters" for path in (ROOT / "services").glob("*/src/*/adapters")}
    assert set(linted("The domain never imports an adapter")["protected_modules"]) == adapters


@EVERY_SERVICE
def test_ports_stand_where_people_look_for_them(service: Service) -> None:
    assert f"| `{service.instance()}` | http://127.0.0.1:{service.port} |" in text("deploy/local/README.md")
    assert f"`BABELWIRE_{service.name.upper()}_PORT`" in text("deploy/local/README.md")
    assert re.search(rf"\b{service.port}\b", text(f"services/{service.name}/README.md"))
    assert re.search(rf"\b{service.port}\b", text("README.md"))
    words = re.escape(service.name.replace("_", " ")).replace(r"\ ", r"\s+")
    assert re.search(rf"\b{words}\s+on\s+{service.port}\b", text("docs/contract.md"))


def test_the_contract_lists_every_topic() -> None:
    listed = set(re.findall(r"`([a-z-]+\.[a-z<>_-]+)`", text("docs/contract.md")))
    letters = {SERVICES[name].dead_letters for name in CONSUMING_SERVICES}
    assert CATALOGUE.keys() - letters <= listed
    assert "dead-letters.<service>" in listed
