"""The registry that comes with the service: what it holds, and in which order."""

from itertools import pairwise

import pytest

from babelwire_translation_tagging.found_origin import place_in
from babelwire_translation_tagging.outlets.checks import flaws
from babelwire_translation_tagging.outlets.files import RegistryFile, bundled_files
from babelwire_translation_tagging.outlets.loading import load_registry
from babelwire_translation_tagging.outlets.outlet import Kind, Outlet, Translates
from babelwire_translation_tagging.outlets.registry import name_key

FILES = bundled_files()
OUTLETS = [outlet for file in FILES for outlet in file.content.outlets]
EVERY_FILE = pytest.mark.parametrize("file", FILES, ids=lambda file: file.where.partition(".")[0])


def test_it_has_outlets_of_many_countries_and_of_every_kind() -> None:
    assert len(OUTLETS) >= 6000
    assert len({outlet.country for outlet in OUTLETS} - {None}) >= 200
    assert {outlet.kind for outlet in OUTLETS} == set(Kind)
    assert {outlet.translates for outlet in OUTLETS} == {None, *Translates}


def test_it_can_be_loaded_so_that_no_name_and_no_domain_has_two_owners() -> None:
    registry = load_registry()
    for outlet in OUTLETS:
        assert registry.named(outlet.name) == [outlet]
        assert [registry.at(domain) for domain in outlet.domains] == [outlet] * len(outlet.domains)


@EVERY_FILE
def test_no_entry_has_a_flaw(file: RegistryFile) -> None:
    assert [(entry.name, flaw) for entry in file.entries for flaw in flaws(entry)] == []


@EVERY_FILE
def test_outlets_stand_by_country_and_name(file: RegistryFile) -> None:
    keys = [(outlet.country or "", name_key(outlet.name)) for outlet in file.content.outlets]
    assert [pair for pair in pairwise(keys) if pair[0] >= pair[1]] == []


@EVERY_FILE
def test_only_outlets_for_the_world_have_no_country(file: RegistryFile) -> None:
    homeless = [outlet.name for outlet in file.content.outlets if outlet.country is None]
    assert homeless == [] or file.where.startswith("international.toml")


def test_shared_names_stand_in_a_file_of_their_own_in_order_and_have_several_bearers() -> None:
    (file,) = [file for file in FILES if file.content.names]
    assert file.where.startswith("shared.toml")
    assert file.content.outlets == []
    keys = [name_key(name.name) for name in file.content.names]
    assert keys == sorted(keys)
    assert all(len(set(name.outlets)) == len(name.outlets) > 1 for name in file.content.names)


def test_editions_by_path_write_in_their_own_language() -> None:
    registry = load_registry()
    for address, language in (
        ("https://www.bbc.com/mundo/articles/c1", "es"),
        ("https://www.dw.com/pt-br/brasil/a-1", "pt-BR"),
        ("https://www.swissinfo.ch/fre/a/1", "fr"),
        ("https://www.rfi.fr/cn/1", "zh"),
        ("https://www.haaretz.com/1", "en"),
        ("https://www.haaretz.co.il/1", "he"),
        ("https://www.france24.com/es/1", "es"),
        ("https://ara.reuters.com/article/1", "ar"),
        ("https://ar.reuters.com/article/1", "es"),
        ("https://cn.nhandan.vn/1", "zh"),
        ("https://www.vice.com/en/article/1", "en"),
    ):
        place = place_in(address)
        assert place is not None
        outlet = registry.at(place)
        assert outlet is not None
        assert outlet.languages == [language]
    assert sum("/" in domain for outlet in OUTLETS for domain in outlet.domains) >= 200


def test_a_name_without_its_brackets_means_the_paper_not_an_edition_at_its_own_address() -> None:
    registry = load_registry()
    taken = []
    for outlet in OUTLETS:
        bare = _bare(outlet)
        for domain in outlet.domains:
            host, slash, _ = domain.partition("/")
            above = registry.at(host if slash else host.partition(".")[2])
            if above not in (None, outlet) and _bare(above) == bare and outlet in registry.called(bare[0]):
                taken.append(outlet.name)
    assert taken == []


def _bare(outlet: Outlet) -> tuple[str, str | None]:
    """The key of its name without the brackets, and its country: a paper of another country bears its own."""
    return name_key(outlet.name.partition(" (")[0]), outlet.country


def test_outlets_are_known_by_what_others_call_them() -> None:
    registry = load_registry()
    unknown = [
        printed
        for printed, name in (
            ("アルジャジーラ", "Al Jazeera English"),
            ("イタルタス通信", "TASS"),
            ("ザ・ガーディアン", "The Guardian"),
            ("마이니치", "Mainichi Shimbun"),
            ("디 애틀랜틱", "The Atlantic"),
            ("太陽報", "The Sun (UK)"),
            ("ليزيكو", "Les Échos"),
            ("وكالة الأنباء الألمانية", "dpa"),
            ("Юманите", "L'Humanité"),
            ("Міллієт", "Milliyet"),
            ("הטיימס", "The Times"),
            ("डॉयचे वेले", "Deutsche Welle"),
            ("APA", "Austria Presse Agentur"),
            ("ABC News", "ABC News (US)"),
            ("Vice", "VICE"),
        )
        if name not in [outlet.name for outlet in registry.called(printed)]
    ]
    assert unknown == []


def test_words_of_a_language_and_names_that_two_papers_bear_are_no_one_paper() -> None:
    registry = load_registry()
    for word in ("Экономист", "Економіст", "Публику", "プブリコ"):
        assert registry.called(word) == []
