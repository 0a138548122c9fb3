"""Puts the registry together: what comes with the service, with an operator's own entries over it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from babelwire_translation_tagging.errors import OutletsRefused
from babelwire_translation_tagging.outlets.files import RegistryFile, bundled_files, own_files
from babelwire_translation_tagging.outlets.outlet import Outlet, SharedName
from babelwire_translation_tagging.outlets.registry import OutletRegistry, name_key


class _Entry(NamedTuple):
    """An outlet or a shared name, and the file that it stands in."""

    file: RegistryFile
    says: Outlet | SharedName

    def __str__(self) -> str:
        return f'{self.file.where}, "{self.says.name}"'

    @property
    def names(self) -> list[str]:
        return [self.says.name, *(self.says.aliases if isinstance(self.says, Outlet) else [])]

    @property
    def domains(self) -> list[str]:
        return self.says.domains if isinstance(self.says, Outlet) else []

    @property
    def replaces(self) -> str:
        """Equal for an entry of the service's and one of the operator's that stands in its place."""
        return self.says.name if isinstance(self.says, Outlet) else f"shared {name_key(self.says.name)}"


def load_registry(own: Path | None = None) -> OutletRegistry:
    """The registry of the service, with the operator's file or folder of files where there is one.

    Raises `OutletsRefused`, which says which file and entry, what is wrong, and what to do.
    """
    return assemble([*bundled_files(), *(own_files(own) if own is not None else [])])


def assemble(files: Sequence[RegistryFile]) -> OutletRegistry:
    """The registry of these files. An entry of the operator's replaces one of the service's with its name whole.

    Raises `OutletsRefused` where a name or a domain has two owners, and where the bearer of a shared name is no outlet.
    """
    all_entries = [_Entry(file, says) for file in files for says in file.entries]
    replaced = {entry.replaces for entry in all_entries if entry.file.own}
    entries = [entry for entry in all_entries if entry.file.own or entry.replaces not in replaced]
    _check_owners(entries)
    outlets = [entry.says for entry in entries if isinstance(entry.says, Outlet)]
    _check_bearers(entries, {outlet.name for outlet in outlets})
    return OutletRegistry(outlets, [entry.says for entry in entries if isinstance(entry.says, SharedName)])


def _check_owners(entries: Iterable[_Entry]) -> None:
    """Of two that claim one thing the later one is to blame: the operator's files come after the service's."""
    named: dict[str, _Entry] = {}
    at: dict[str, _Entry] = {}
    for entry in entries:
        for name in entry.names:
            if (owner := named.setdefault(name_key(name), entry)) is not entry:
                raise OutletsRefused(_two_owners(entry, f'the name "{name}"', owner))
        for domain in entry.domains:
            if (owner := at.setdefault(domain, entry)) is not entry:
                raise OutletsRefused(_two_owners(entry, f"the domain {domain}", owner))


def _two_owners(entry: _Entry, claimed: str, owner: _Entry) -> str:
    said = f"{entry} claims {claimed}, which "
    where = f'"{owner.says.name}" ({owner.file.where})'
    if isinstance(owner.says, SharedName):
        bearers = ", ".join(f'"{one}"' for one in owner.says.outlets)
        return said + (
            f"{bearers} share ({owner.file.where}); take it out, or list in a file of your own who bears it: "
            f'names = [{{ name = "{owner.says.name}", outlets = [ … ] }}]'
        )
    if owner.file.own or not entry.file.own:
        return f"{said}{where} claims too; take it out of one of them"
    if isinstance(entry.says, SharedName):
        return f"{said}is that of {where} alone; take it out"
    return (
        f'{said}is that of {where}; take it out, or, to replace that outlet whole, name the entry "{owner.says.name}"'
    )


def _check_bearers(entries: Iterable[_Entry], outlets: set[str]) -> None:
    for entry in entries:
        bearers = entry.says.outlets if isinstance(entry.says, SharedName) else []
        if unknown := next((bearer for bearer in bearers if bearer not in outlets), None):
            raise OutletsRefused(
                f'{entry} is said to be borne by "{unknown}", but no outlet has that name; write the name of an entry'
            )
