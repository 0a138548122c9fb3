"""Who wrote an article, in the situations that the cases do not hold."""

from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Publisher
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.found_origin import FoundOrigin
from babelwire_translation_tagging.origin import find_origin, find_publisher
from babelwire_translation_tagging.outlets.loading import load_registry

REGISTRY = load_registry()


def origin_of(**fields: object) -> FoundOrigin:
    content = TaggedContent(revision="r", generation=1, title="t", **{"body": "b", **fields})  # type: ignore[arg-type]
    return find_origin(content, find_publisher(content, REGISTRY), REGISTRY)


def clue(kind: ClueKind, words: str) -> Clue:
    return Clue(kind=kind, where="text line 9", words=words)


def test_a_domain_outweighs_a_name_that_others_bear_too() -> None:
    found = origin_of(publisher=Publisher(name="The Guardian", domain="guardian.ng"))
    assert found.origin.registry_name == "The Guardian (Nigeria)"
    assert origin_of(publisher=Publisher(name="The Guardian", domain="guardian.example")).origin.registry_name is None


def test_a_part_of_a_larger_site_is_known_by_its_name() -> None:
    found = origin_of(publisher=Publisher(name="BBC News Mundo", domain="bbc.com"), url="https://www.bbc.com/mundo/x")
    assert found.origin.registry_name == "BBC News Mundo"


def test_a_name_that_several_share_claims_only_what_they_share() -> None:
    found = origin_of(clues=[clue(ClueKind.SOURCE_LINE, "Fuente: La Nación")])
    assert (found.origin.name, found.origin.registry_name, found.origin.domain) == ("La Nación", None, None)
    assert (found.origin.language, found.origin.country) == ("es", None)


def test_the_publisher_named_as_its_own_source_is_the_publisher() -> None:
    found = origin_of(publisher=Publisher(name="Le Monde"), clues=[clue(ClueKind.SOURCE_LINE, "Source : Le Monde")])
    assert found.own
    assert found.origin.registry_name == "Le Monde"


def test_what_is_declared_comes_before_what_is_printed() -> None:
    found = origin_of(
        declared_origin=DeclaredOrigin(name="Bládet", language="fo"), clues=[clue(ClueKind.SOURCE_LINE, "Le Monde")]
    )
    assert (found.origin.name, found.languages) == ("Bládet", ("fo",))


def test_a_person_is_no_agency_and_an_outlet_that_is_none_signs_nothing() -> None:
    for words in ("By Ilse Marrow", "By Mint", "Von Ada Stern"):
        assert origin_of(publisher=Publisher(name="X"), clues=[clue(ClueKind.BYLINE, words)]).own
    assert origin_of(publisher=Publisher(name="X"), authors=["Ada Stern (dpa)"]).origin.name == "dpa"


def test_a_dateline_in_the_body_names_its_agency() -> None:
    found = origin_of(publisher=Publisher(name="X"), body="TALLINN (AP) — The ferry will stay.")
    assert found.origin.registry_name == "The Associated Press"
    assert origin_of(publisher=Publisher(name="X"), body="The ferry (AP 3) — it will stay.").own


def test_names_with_separators_of_their_own_stay_whole() -> None:
    found = origin_of(clues=[clue(ClueKind.SOURCE_LINE, "Fuente: Página/12")])
    assert (found.origin.name, found.origin.country) == ("Página/12", "AR")
