"""An operator's own outlets beside those of the service: added, in their place, or refused as a whole."""

from pathlib import Path

import pytest

from babelwire_translation_tagging.errors import OutletsRefused
from babelwire_translation_tagging.outlets.files import RegistryFile
from babelwire_translation_tagging.outlets.loading import assemble, load_registry
from babelwire_translation_tagging.outlets.outlet import Kind, Outlet, OutletFile, SharedName


def outlet(name: str, *aliases: str, domain: str | None = None) -> Outlet:
    return Outlet(name=name, aliases=[*aliases], domains=[domain] if domain else [], languages=["en"], kind=Kind.PAPER)


def shared(name: str, *outlets: str) -> SharedName:
    return SharedName(name=name, outlets=[*outlets])


def file(*says: Outlet | SharedName, own: bool = False) -> RegistryFile:
    content = OutletFile(
        outlets=[one for one in says if isinstance(one, Outlet)],
        names=[one for one in says if isinstance(one, SharedName)],
    )
    return RegistryFile("/etc/own.toml" if own else "africa.toml of the service", own, content)


def refusal(*files: RegistryFile) -> str:
    with pytest.raises(OutletsRefused) as refused:
        assemble(files)
    return str(refused.value)


THEIRS = "africa.toml of the service"
REPLACE = f'which is that of "Ghana Courier" ({THEIRS}); take it out, or, to replace that outlet whole, name the entry '

BUNDLED = file(
    outlet("The Herald (Zimbabwe)", "Zimbabwe Herald", domain="herald.co.zw"),
    outlet("The Herald (Ghana)", domain="theheraldghana.example"),
    outlet("Ghana Courier", "Courier", domain="courier.example"),
    shared("The Herald", "The Herald (Ghana)", "The Herald (Zimbabwe)"),
)


def test_an_operators_outlet_is_found_beside_those_of_the_service() -> None:
    mine = outlet("The Lake Courier", "Seekurier", domain="lake.example")
    registry = assemble([BUNDLED, file(mine, own=True)])
    assert registry.named("seekurier") == registry.named("lake courier") == [mine]
    assert registry.at("www.lake.example") is mine
    assert [found.name for found in registry.named("herald")] == ["The Herald (Ghana)", "The Herald (Zimbabwe)"]


def test_an_entry_with_the_name_of_one_of_the_service_replaces_it_whole() -> None:
    mine = outlet("Ghana Courier", "GC", domain="ghana-courier.example")
    registry = assemble([BUNDLED, file(mine, own=True)])
    assert registry.named("GC") == registry.named("Ghana Courier") == [mine]
    assert registry.named("Zimbabwe Herald") != []
    assert registry.at("courier.example") is None
    assert registry.named("courier") == []


def test_what_a_replaced_outlet_leaves_may_be_anothers() -> None:
    other = outlet("Courier", domain="courier.example")
    registry = assemble([BUNDLED, file(outlet("Ghana Courier"), other, own=True)])
    assert registry.named("courier") == [other]
    assert registry.at("courier.example") is other


def test_a_replaced_outlet_keeps_its_part_in_a_shared_name() -> None:
    mine = outlet("The Herald (Ghana)", domain="herald.example")
    registry = assemble([BUNDLED, file(mine, own=True)])
    assert mine in registry.named("The Herald")


def test_an_operator_says_who_bears_a_shared_name() -> None:
    mine = outlet("The Herald (Malta)")
    names = ["The Herald (Malta)", "The Herald (Ghana)"]
    registry = assemble([BUNDLED, file(mine, shared("herald", *names), own=True)])
    assert [found.name for found in registry.named("THE HERALD")] == names


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (outlet("Courier of Accra", "COURIER"), f'claims the name "COURIER", {REPLACE}"Ghana Courier"'),
        (outlet("the ghana courier"), f'claims the name "the ghana courier", {REPLACE}"Ghana Courier"'),
        (outlet("Accra", domain="courier.example"), f'claims the domain courier.example, {REPLACE}"Ghana Courier"'),
        (
            outlet("HERALD"),
            f'claims the name "HERALD", which "The Herald (Ghana)", "The Herald (Zimbabwe)" share ({THEIRS}); take it '
            'out, or list in a file of your own who bears it: names = [{ name = "The Herald", outlets = [ … ] }]',
        ),
        (
            shared("Courier", "Ghana Courier", "The Herald (Ghana)"),
            f'claims the name "Courier", which is that of "Ghana Courier" ({THEIRS}) alone; take it out',
        ),
        (
            shared("Lake", "The Lake Courier"),
            'is said to be borne by "The Lake Courier", but no outlet has that name; write the name of an entry',
        ),
    ],
    ids=["alias", "nearly the name", "domain", "shared name", "shared, but not free", "unknown bearer"],
)
def test_what_is_anothers_is_refused(own: Outlet | SharedName, said: str) -> None:
    assert refusal(BUNDLED, file(own, own=True)) == f'/etc/own.toml, "{own.name}" {said}'


def test_two_entries_of_one_side_are_told_apart_by_the_operator() -> None:
    said = '{0}, "B" claims the name "a", which "A" ({0}) claims too; take it out of one of them'
    for own, where in ((True, "/etc/own.toml"), (False, "africa.toml of the service")):
        assert refusal(file(outlet("A"), outlet("B", "a"), own=own)) == said.format(where)
    twice = file(outlet("A", domain="a.example"), outlet("A", domain="b.example"), own=True)
    assert '"A" claims the name "A", which "A" (/etc/own.toml) claims too' in refusal(BUNDLED, twice)


def test_an_entry_may_print_its_own_name_in_two_ways() -> None:
    assert assemble([file(outlet("The Day", "DAY"))]).named("day") != []


def test_the_operators_file_is_read_over_the_registry_of_the_service(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('outlets = [{ name = "El País", aliases = ["Lake"], languages = ["es"], kind = "portal" }]')
    (found,) = load_registry(path).named("lake")
    assert found.kind is Kind.PORTAL
    assert load_registry(path).at("elpais.com") is None
    assert load_registry().at("elpais.com") is not None
    path.write_text('outlets = [{ name = "Lake", domains = ["elpais.com"], languages = ["es"], kind = "portal" }]')
    with pytest.raises(OutletsRefused, match=r'claims the domain elpais\.com, which is that of "El País" \(europe'):
        load_registry(path)
