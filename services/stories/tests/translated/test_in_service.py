"""The whole service on a broker in memory proposes translations, and knows them after a restart."""

from babelwire_contracts.codec import decode
from babelwire_contracts.topics import STORIES_ARRIVALS, TRANSLATIONS_PROPOSED, dead_letters
from babelwire_contracts.translated import TranslationProposal

from ..test_in_service import Service, until
from .articles import article, digest


def proposed(service: Service) -> list[tuple[str, str | None]]:
    """What was written of each article, in order: the name of the original, or None where it is withdrawn."""
    names = {digest(name): name for name in ("german", "turkish", "original")}
    found = []
    for record in service.on(TRANSLATIONS_PROPOSED):
        of = None if record.value is None else names[decode(record.value, TranslationProposal).of]
        found.append((names[record.key.decode()], of))
    return found


async def test_a_late_original_takes_over_after_a_restart_and_nothing_is_said_twice() -> None:
    service = Service()
    async with service.running():
        await service.arrive(article("german", "flood", "de", 4), article("turkish", "flood", "tr", 6))
        await until(lambda: proposed(service) == [("turkish", "german")])
    async with service.running():
        await service.arrive(article("turkish", "flood", "tr", 6), article("original", "flood", "en", 0))
        await until(lambda: len(service.on(STORIES_ARRIVALS)) == 4 and len(proposed(service)) == 3)
        await service.arrive(article("turkish", "strike", "tr", 6))
        await until(lambda: ("turkish", None) in proposed(service))
    said = [of for name, of in proposed(service) if name == "turkish"]
    assert said == ["german", "original", None]
    assert ("german", "original") in proposed(service)
    assert service.on(dead_letters("stories")) == []
