"""Names that operators, clients and outside checks rely on are those of `public_names.json`, whatever moves inside.

A name is added there, and to docs/contract.md, by the commit that adds it. One is never taken away or renamed.
"""

import json
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
import typer
from prometheus_client import REGISTRY
from pydantic_settings import BaseSettings

from babelwire_console.__main__ import app
from babelwire_contracts.content import ClueKind
from babelwire_contracts.document import Document
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.services import SERVICES
from babelwire_contracts.topics import CATALOGUE
from babelwire_messaging import headers
from babelwire_messaging.errors import PermanentError
from babelwire_search.http.schemas import ArticleAnswer, Provenance

PACKAGES = (
    *(
        "contracts",
        "messaging",
        "observability",
        "fetching",
        "lineage",
        "opensearch",
        "text",
        "comparison",
        "vectors",
        "stack",
    ),
    *SERVICES,
    "console",
)
PROGRAMS = ("__main__", "babelwire_stack.launch")
"""Modules that begin to work when they are imported."""

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent


def everything_imported() -> None:
    for name in PACKAGES:
        package = import_module(f"babelwire_{name}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith(PROGRAMS):
                import_module(module.name)


def below(base: type[Any]) -> Iterable[type[Any]]:
    for each in base.__subclasses__():
        yield each
        yield from below(each)


def ours(base: type[Any]) -> list[type[Any]]:
    return [each for each in below(base) if each.__module__.startswith("babelwire_")]


def variables() -> set[str]:
    """The environment variables of every settings class."""
    named = set()
    for each in ours(BaseSettings):
        prefix = str(each.model_config.get("env_prefix", ""))
        for name, field in each.model_fields.items():
            annotation = field.annotation
            if not (isinstance(annotation, type) and issubclass(annotation, BaseSettings)):
                named.add(f"{prefix}{name}".upper())
    return named


def metrics() -> set[str]:
    """Each metric with its labels, as `name{label,label}`."""
    found: set[Any] = {each for each in REGISTRY._collector_to_names if hasattr(each, "_labelnames")}
    named = {f"{each._name}{{{','.join(each._labelnames)}}}" for each in found}
    return {name for name in named if name.startswith("babelwire_")}


def commands() -> set[str]:
    """Every command and option of `babelwire`."""
    root: Any = typer.main.get_command(app)
    named = {option for parameter in root.params for option in parameter.opts}
    waiting = [("babelwire", root)]
    while waiting:
        path, command = waiting.pop()
        if (inner := getattr(command, "commands", None)) is not None:
            waiting += [(f"{path} {name}", each) for name, each in inner.items()]
        else:
            named |= {path, *(f"{path} {option}" for parameter in command.params for option in parameter.opts)}
    return named


def now() -> dict[str, list[str]]:
    """The names as this tree has them."""
    everything_imported()
    makefile = (ROOT / "Makefile").read_text("utf-8")
    found: dict[str, Iterable[str]] = {
        "topics": CATALOGUE,
        "groups": {service for topic in CATALOGUE.values() for service in topic.consumers},
        "headers": {value for name, value in vars(headers).items() if name.isupper() and isinstance(value, str)},
        "document": Document.__struct_fields__,
        "article of the API": {*ArticleAnswer.model_fields} - {*Document.__struct_fields__},
        "provenance": Provenance.model_fields,
        "outcomes": list(Outcome),
        "clues": list(ClueKind),
        "errors in dead letters": {each.__name__ for each in ours(PermanentError)},
        "variables": variables(),
        "metrics": metrics(),
        "commands": commands(),
        "targets": re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE),
    }
    return {kind: sorted(map(str, names)) for kind, names in found.items()}


KINDS = json.loads((FOLDER / "public_names.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def names() -> dict[str, list[str]]:
    return now()


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_those_of_the_list(kind: str, names: dict[str, list[str]]) -> None:
    assert names[kind] == KINDS[kind]


def test_every_kind_is_listed(names: dict[str, list[str]]) -> None:
    assert names.keys() == KINDS.keys()
