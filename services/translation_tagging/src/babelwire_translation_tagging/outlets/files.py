"""Reads registry files: those that come with the service, and an operator's own."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from babelwire_translation_tagging.errors import OutletsRefused
from babelwire_translation_tagging.outlets.checks import flaws
from babelwire_translation_tagging.outlets.outlet import Kind, Outlet, OutletFile, SharedName, Translates

T = TypeVar("T", Outlet, SharedName)

VARIABLE: Final = "BABELWIRE_TRANSLATION_TAGGING_OUTLETS"

_AN_OUTLET: Final = (
    "an outlet has name, languages and kind, and where they are known aliases, domains, country and translates; "
    f"kind is one of {', '.join(Kind)}; translates is {' or '.join(Translates)}"
)
_A_NAME: Final = "a name that several bear has name and outlets, a list of names of outlets"
_TO_NAME: Final = f"{VARIABLE} names a TOML file or a folder of them"
_A_FILE: Final = "a file holds outlets = [{ … }, …] and, for names that several bear, names = [{ … }, …]"


class RegistryFile(NamedTuple):
    """A file as read. `where` is what errors call it; `own` is true of an operator's."""

    where: str
    own: bool
    content: OutletFile

    @property
    def entries(self) -> list[Outlet | SharedName]:
        """All that it says, outlets first."""
        return [*self.content.outlets, *self.content.names]


def bundled_files() -> list[RegistryFile]:
    """The files that come with the service (`data/outlets/*.toml`), in the order of their names."""
    folder = files("babelwire_translation_tagging").joinpath("data", "outlets")
    found = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return [_read(f"{path.name} of the service", path.read_bytes(), own=False) for path in found]


def own_files(path: Path) -> list[RegistryFile]:
    """An operator's file, or those of a folder that end in `.toml`, in the order of their names.

    Raises `OutletsRefused`, which says which file and entry, what is wrong, and what to do.
    """
    path = path.absolute()  # for the errors: a service is seldom started where its operator is
    try:
        found = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        read = [_read(str(each), each.read_bytes(), own=True) for each in found]
    except OSError as error:
        raise OutletsRefused(f"{error.filename or path} cannot be read ({error.strerror}); {_TO_NAME}") from error
    if not read:
        raise OutletsRefused(f"{path} holds no file that ends in .toml; {_TO_NAME}")
    return read


def _read(where: str, value: bytes, *, own: bool) -> RegistryFile:
    try:
        raw = tomllib.loads(value.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise OutletsRefused(f"{where} is not in UTF-8 ({error}); save it so") from error
    except tomllib.TOMLDecodeError as error:
        raise OutletsRefused(f"{where} is no TOML: {error}; mend it there") from error
    if unknown := ", ".join(sorted(raw.keys() - {"outlets", "names"})):
        raise OutletsRefused(f"{where} has the unknown field {unknown}; {_A_FILE}")
    outlets = list(_entries(where, raw, "outlets", Outlet, _AN_OUTLET, own=own))
    names = list(_entries(where, raw, "names", SharedName, _A_NAME, own=own))
    return RegistryFile(where, own, OutletFile(outlets=outlets, names=names))


def _entries(where: str, raw: dict[str, Any], field: str, kind: type[T], form: str, *, own: bool) -> Iterator[T]:
    """The entries of a list, each by itself of the right form, and an operator's without a flaw."""
    listed = raw.get(field, [])
    if not isinstance(listed, list):
        raise OutletsRefused(f"{where}: {field} is no list; {_A_FILE}")
    for number, each in enumerate(listed, 1):
        called = each.get("name") if isinstance(each, dict) else None
        entry = f'{where}, {field}, entry {number} ("{called}")' if called else f"{where}, {field}, entry {number}"
        try:
            found = msgspec.convert(each, kind)
        except msgspec.ValidationError as error:
            raise OutletsRefused(f"{entry}: {error}; {form}") from error
        # Ours are looked at by a test, an operator's at each start.
        if own and (flaw := next(flaws(found), None)):
            raise OutletsRefused(f"{entry}: {flaw}")
        yield found
