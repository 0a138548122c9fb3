"""What the domain needs from outside: guesses at the language of a text, and, once it translates, a translator."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from babelwire_messaging.handling import Publish


class Guess(NamedTuple):
    """One detector's answer.

    `language` is a BCP 47 primary subtag, or None where the detector would not say. `score` is the detector's own
    measure of how much the text looks like that language, in 0..1; `reliable` is its own verdict.
    """

    language: str | None
    score: float
    reliable: bool


class LanguageGuesser(Protocol):
    """A language detector. `languages` are those it can answer with; empty where it does not tell."""

    languages: frozenset[str]

    def guess(self, text: str) -> Guess:
        """The language of `text`, which may be anything at all; never raises."""
        ...


class SharpGuesser(LanguageGuesser, Protocol):
    """A detector that costs a microsecond or two for a few words, where nothing but the language is asked for."""

    def languages_of(self, texts: Sequence[str]) -> list[str | None]:
        """The languages that `guess` would answer with, in the order of `texts`."""
        ...


class LanguageRanker(Protocol):
    """A detector that gives each of its `languages` a probability, and knows what is no language at all."""

    languages: frozenset[str]

    def rank(self, text: str) -> Sequence[tuple[str, float]]:
        """The likeliest languages of `text` with their probabilities, the likeliest first; never raises.

        Probabilities of what is no language are left out, so that those of code or numbers are all small.
        """
        ...


class Outbox(Protocol):
    """Where messages go that answer no record."""

    async def publish(self, messages: Sequence[Publish]) -> None:
        """Returns once all in-sync replicas have them. Raises `TransientError`."""
        ...


class Ownership(Protocol):
    """Which articles are this instance's."""

    def owned(self) -> frozenset[int]:
        """The partitions of articles that it reads now."""
        ...


class PastArticles(Protocol):
    """Articles that went by, as long as the topic keeps them."""

    def read(self, partitions: Collection[int]) -> AsyncGenerator[tuple[int, Sequence[bytes]], None]:
        """Some values of one partition after another, up to the ends of now. Raises `TransientError`."""
        ...


class StandingMarks(Protocol):
    """How far the articles of each partition have been brought, as positions in the standings, for its next owner."""

    async def set(self, partition: int, offsets: Mapping[int, int]) -> None:
        """Keeps positions by partition of the standings. Raises `TransientError`."""
        ...


class Translator(Protocol):
    """A translation engine, as this service will call one: whole articles in, the same number of texts out.

    `engine` and `engine_version` go into the tag of what it makes.
    """

    engine: str
    engine_version: str

    async def translate(self, texts: Sequence[str], source: str, target: str) -> Sequence[str]:
        """Each text of language `source` in language `target` (BCP 47). Raises `TransientError` when not now."""
        ...
