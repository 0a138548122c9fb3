"""The outlet that a printed line names, by the registry that comes with the service or by the line alone."""

import pytest

from babelwire_contracts.content import Clue, ClueKind
from babelwire_translation_tagging.outlets.loading import load_registry
from babelwire_translation_tagging.printed_outlets import mentioned_in, outlet_name
from babelwire_translation_tagging.source_lines import in_link, in_source_line

REGISTRY = load_registry()


@pytest.mark.parametrize(
    ("line", "name", "registered", "languages"),
    [
        ("Source: telemundo", "telemundo", "Telemundo", ("es",)),
        ("出处：x", "出处：x", None, ()),
        ("Fuente: El Tiempo (Bogotá)", "El Tiempo", "El Tiempo (Colombia)", ("es",)),
        ("Izvor: Corriere della Sera (na italijanskom)", "Corriere della Sera", "Corriere della Sera", ("it",)),
        ("출처: 朝日新聞 (일본어)", "朝日新聞", "Asahi Shimbun", ("ja",)),
        ("Kaynak: הארץ", "הארץ", "Haaretz", ("he",)),
        ("Source: Haaretz", "Haaretz", "Haaretz", ("he", "en")),
        ("Bron: Η Καθημερινή", "Η Καθημερινή", "Kathimerini", ("el",)),
        ("Source: Kestrel Bay Gazette (in Welsh)", "Kestrel Bay Gazette", None, ("cy",)),
        ("Source: Northern Le Monde", "Northern Le Monde", None, ()),
        ("منبع: روزنامه لوموند", "روزنامه لوموند", "Le Monde", ("fr",)),
        ("Source: Le Monde, El País", "Le Monde", "Le Monde", ("fr",)),
    ],
)
def test_a_source_line_names_an_outlet(
    line: str, name: str, registered: str | None, languages: tuple[str, ...]
) -> None:
    found = in_source_line(line, "line", REGISTRY)
    assert found is not None
    assert (found.origin.name, found.origin.registry_name, found.languages) == (name, registered, languages)


@pytest.mark.parametrize("line", ["", "Source:", "Source: ( )", "x" * 100_000])
def test_a_line_without_a_name_names_nobody_and_a_long_one_is_cut(line: str) -> None:
    found = in_source_line(line, "line", REGISTRY)
    assert found is None or len(found.words) <= 400


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Clara Vand (Le Phare), translated from French by Ada Holt", "Le Phare"),
        ("Words by Agnes Borow for Kurier Wisla. Translated from the Polish", "Kurier Wisla"),
        ("Translated from the French (2024)", None),
        ("Traduit (anglais)", None),
        ("Translation by Ada Holt", None),
    ],
)
def test_a_note_has_the_outlet_in_brackets_or_after_for(line: str, name: str | None) -> None:
    assert outlet_name(line, ["Clara Vand"]) == name


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Text vyšel v deníku La Repubblica 23. června", ["La Repubblica"]),
        ("First printed in Le Courrier des Salines", []),
        ("First printed in Northern Le Monde", []),
        ("in the local news", []),
    ],
)
def test_a_name_that_goes_on_is_anothers(line: str, names: list[str]) -> None:
    assert [name for name, _ in mentioned_in(line, REGISTRY)] == names


def test_a_link_within_the_site_leads_to_no_other_outlet() -> None:
    link = Clue(kind=ClueKind.ORIGINAL_LINK, where="link", words="Original", address="https://day.example/pt/1")
    assert in_link(link, REGISTRY, frozenset({"day.example"})) is None
    found = in_link(link, REGISTRY, frozenset({"night.example"}))
    assert found is not None
    assert found.origin.domain == "day.example"
