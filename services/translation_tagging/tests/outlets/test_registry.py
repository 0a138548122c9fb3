"""How an outlet is found."""

import pytest

from babelwire_translation_tagging.outlets.loading import load_registry
from babelwire_translation_tagging.outlets.outlet import Kind, Outlet, SharedName
from babelwire_translation_tagging.outlets.registry import OutletRegistry, name_key

REGISTRY = load_registry()


def names(printed: str) -> list[str]:
    return [outlet.name for outlet in REGISTRY.named(printed)]


def outlet(name: str, *aliases: str, domains: tuple[str, ...] = ()) -> Outlet:
    return Outlet(name=name, aliases=[*aliases], domains=[*domains], languages=["en"], kind=Kind.PAPER)


def test_a_name_is_found_however_it_is_printed() -> None:
    for printed in ("El País", "elpais", "EL PAIS", "El  País.", "«El País»"):
        assert names(printed) == ["El País"]
    assert names("guardian") == names("The Guardian") == ["The Guardian"]
    assert names("ТАСС") == ["TASS"]
    assert names("") == names("...") == []


def test_likeness_is_not_enough() -> None:
    assert names("El País Semanal") == names("Guardia") == names("Le Mond") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("The Age", "AGE"), ("Página/12", "pagina 12"), ("L'Équipe", "L’Equipe"), ("朝日新聞", "朝日 新聞")],
)
def test_what_varies_in_print_makes_no_other_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_the_is_a_name_where_it_is_all() -> None:
    assert name_key("The") == "the"


def test_a_host_belongs_to_the_nearest_domain() -> None:
    def name(host: str) -> str | None:
        found = REGISTRY.at(host)
        return found.name if found else None

    assert name("www.elpais.com") == name("ELPAIS.com.") == "El País"
    assert name("english.elpais.com") == "El País in English"
    assert name("notelpais.com") is None
    assert name("com") is None
    assert name("") is None


def test_a_shared_name_finds_all_who_bear_it() -> None:
    assert {found.country for found in REGISTRY.named("la nacion")} >= {"AR", "CR"}


def test_a_name_without_its_place_is_shared_unless_it_is_an_outlets_own() -> None:
    day, morning, evening = outlet("The Day"), outlet("The Morning (Malta)"), outlet("The Morning (Ghana)")
    registry = OutletRegistry([day, outlet("The Day (Malta)"), morning, evening, outlet("Noon (Chad)")])
    assert registry.named("day") == [day]
    assert registry.named("The Morning") == [morning, evening]
    assert [found.matched for found in registry.matches_named("noon")] == ["Noon"]


@pytest.mark.parametrize(
    ("printed", "name"), [("spiegel", "Der Spiegel"), ("repubblica", "La Repubblica"), ("telemundo", "Telemundo")]
)
def test_the_first_part_of_an_address_names_its_outlet(printed: str, name: str) -> None:
    assert names(printed) == [name]


def test_a_name_outweighs_the_first_part_of_an_address() -> None:
    herald, other = outlet("The Herald"), outlet("Sunday Paper", domains=("herald.co.zw", "sunday.example"))
    registry = OutletRegistry([herald, other])
    assert registry.named("herald") == [herald]
    assert registry.named("sunday") == [other]


def test_what_matched_is_told_as_the_registry_has_it() -> None:
    one = outlet("The Day", "Le Jour", domains=("day.example", "day-paper.example", "live.noon.example"))
    other = outlet("The Day (Malta)", domains=("dayofmalta.example",))
    registry = OutletRegistry([one, other], [SharedName(name="Il-Jum", outlets=["The Day", "The Day (Malta)"])])

    def matched(name: str) -> list[tuple[str, str]]:
        return [(found.outlet.name, found.matched) for found in registry.matches_named(name)]

    assert matched("DAY") == [("The Day", "The Day")]
    assert matched("le-jour") == [("The Day", "Le Jour")]
    assert matched("day paper") == [("The Day", "day-paper.example")]
    assert matched("il jum") == [("The Day", "Il-Jum"), ("The Day (Malta)", "Il-Jum")]
    assert matched("nobody") == matched("-") == []
    assert registry.match_at("m.news.day-paper.example") == (one, "day-paper.example")
    assert registry.match_at("www.live.noon.example") == (one, "live.noon.example")
    assert registry.match_at("noon.example") is None
    assert registry.named("live") == registry.named("noon") == []


def test_an_everyday_word_is_nobodys_name_though_a_domain_begins_with_it() -> None:
    registry = OutletRegistry([outlet("Oggi", domains=("today.example",)), outlet("The Now")])
    assert registry.named("Today") == []
    assert registry.named("now") == [outlet("The Now")]
    assert registry.at("today.example") == outlet("Oggi", domains=("today.example",))


def test_an_edition_is_known_by_its_path_in_whole_segments() -> None:
    house = Outlet(name="House", domains=["house.example"], languages=["en"], kind=Kind.PAPER)
    edition = Outlet(
        name="House (es)", domains=["house.example/es", "house.example/es/a"], languages=["es"], kind=Kind.PAPER
    )
    registry = OutletRegistry([house, edition])
    for place, found in (
        ("www.house.example/es/1", edition),
        ("house.example/ES", edition),
        ("house.example/essay", house),
        ("house.example/world/es", house),
        ("house.example", house),
    ):
        assert registry.at(place) == found
    match = registry.match_at("house.example/es/a/1")
    assert match is not None
    assert match.matched == "house.example/es/a"


@pytest.mark.parametrize("place", ["Paper.example/es/sport/a", "www.paper.example/es/a", "paper.example", "a.example"])
def test_of_a_place_as_much_is_kept_as_finds_its_outlet(place: str) -> None:
    registry = OutletRegistry(
        [outlet("Paper", domains=("paper.example",)), outlet("Papel", domains=("paper.example/es",))]
    )
    kept = registry.edition(place)
    assert place.startswith(kept) and kept.count("/") <= 1
    assert registry.at(kept) == registry.at(place)


def test_letters_of_any_alphabet_make_a_key() -> None:
    assert name_key("The B.B.C. — News_24") == name_key("bbc news 24") == "bbcnews24"
    assert name_key("Élan’s") == name_key("elan's") == "elans"
