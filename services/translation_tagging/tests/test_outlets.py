"""The registry that comes with the service, and how it finds an outlet."""

from collections import Counter

import langcodes
import pytest

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_translation_tagging.outlets import Outlet, OutletRegistry, name_key, read_outlets

OUTLETS = read_outlets()
REGISTRY = OutletRegistry(OUTLETS)


def test_every_entry_is_well_formed() -> None:
    assert len(OUTLETS) >= 300
    assert max(Counter(outlet.name for outlet in OUTLETS).values()) == 1
    for outlet in OUTLETS:
        assert outlet.languages, outlet.name
        assert all(langcodes.tag_is_valid(language) for language in outlet.languages), outlet.name
        assert len(set(outlet.languages)) == len(outlet.languages), outlet.name
        assert outlet.country is None or (len(outlet.country) == 2 and outlet.country.isupper()), outlet.name
        for domain in outlet.domains:
            assert domain == domain.lower(), domain
            assert registrable_domain(domain), domain


def test_no_domain_has_two_owners_and_shared_names_are_few() -> None:
    domains = Counter(domain for outlet in OUTLETS for domain in outlet.domains)
    assert [domain for domain, owners in domains.items() if owners > 1] == []
    names = Counter(key for outlet in OUTLETS for key in {name_key(name) for name in (outlet.name, *outlet.aliases)})
    shared = {key for key, owners in names.items() if owners > 1}
    assert shared == {"lanacion", "eluniversal", "elcomercio"}


def test_a_name_is_found_however_it_is_printed() -> None:
    for printed in ("El País", "elpais", "EL PAIS", "El  País."):
        assert [outlet.name for outlet in REGISTRY.named(printed)] == ["El País"]
    assert REGISTRY.named("guardian") == REGISTRY.named("The Guardian")
    assert [outlet.name for outlet in REGISTRY.named("ТАСС")] == ["TASS"]
    assert REGISTRY.named("") == REGISTRY.named("...") == []


def test_a_host_belongs_to_the_nearest_domain() -> None:
    def name(host: str) -> str | None:
        outlet = REGISTRY.at(host)
        return outlet.name if outlet else None

    assert name("www.elpais.com") == "El País"
    assert name("english.elpais.com") == "El País in English"
    assert name("notelpais.com") is None
    assert name("") is None


def test_a_name_that_several_share_finds_them_all() -> None:
    assert {outlet.country for outlet in REGISTRY.named("La Nación")} == {"AR", "CR"}
    registry = OutletRegistry(
        [Outlet(name="One", languages=["en"]), Outlet(name="Two", aliases=["one"], languages=["fr"])]
    )
    assert len(registry.named("ONE")) == 2


@pytest.mark.parametrize(
    ("printed", "name"), [("spiegel", "Der Spiegel"), ("repubblica", "La Repubblica"), ("telemundo", "Telemundo")]
)
def test_the_first_part_of_an_address_names_its_outlet(printed: str, name: str) -> None:
    assert [outlet.name for outlet in REGISTRY.named(printed)] == [name]
