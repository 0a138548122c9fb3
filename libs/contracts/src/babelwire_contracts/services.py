"""The services, a row each: where it answers, what it reads and what it writes. All else that lists services derives.

A new stage is one row here, and a `Topic` in `topics.py` where it writes one of its own: docs/adding-a-stage.md.
"""

from typing import Final

import msgspec

DEAD_LETTERS: Final = "dead-letters."
"""What the name of a dead-letter topic begins with; the service's follows."""

_RECEIPTS: Final = "articles.indexed"
_PAUSES: Final = "services.paused"
_CORRECTIONS: Final = "articles.corrections"
_EMBEDDING_LANES: Final = ("embedding.fresh", "embedding.backfill", "embedding.replay")


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever reads or writes topics. `looks_up` are topics read by position, without a consumer group."""

    name: str
    looks_up: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()

    @property
    def reads_from(self) -> tuple[str, ...]:
        """The names of all topics that it reads, in whatever way."""
        return self.looks_up

    @property
    def writes_to(self) -> tuple[str, ...]:
        """The names of all topics that it writes."""
        return self.writes


class Service(Party, frozen=True, kw_only=True):
    """A program that the stack runs: `python -m babelwire_NAME`.

    `port` is that of its first instance on one machine. It reads the topics it `consumes` as the group of its name;
    those that it `keeps` are compacted, and each instance reads them whole at its start; so it does with those that it
    `follows`, which others write. `has_api`: it answers clients over HTTP, beside the operations side that every
    service has. `is_slow`: it works behind the pipeline at its own pace, and no capture's receipt waits for it.
    """

    port: int
    consumes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    has_api: bool = False
    is_slow: bool = False

    @property
    def is_stage(self) -> bool:
        """Whether records pass it. A stage has dead letters, writes receipts, and can pause itself."""
        return bool(self.consumes)

    @property
    def lanes(self) -> tuple[str, ...]:
        """The names of the topics in which a slow service's own tasks wait for it: it writes them for itself."""
        return tuple(topic for topic in self.consumes if self.is_slow and topic in self.writes)

    @property
    def dead_letters(self) -> str:
        """The name of the topic for what it cannot handle."""
        return DEAD_LETTERS + self.name

    @property
    def module(self) -> str:
        """The module that Python runs (`python -m`)."""
        return f"babelwire_{self.name}"

    @property
    def reads_from(self) -> tuple[str, ...]:
        """The names of all topics that it reads, in whatever way."""
        return (*self.looks_up, *self.consumes, *self.keeps, *self.follows, *([_PAUSES] if self.is_stage else []))

    @property
    def writes_to(self) -> tuple[str, ...]:
        """The names of all topics that it writes."""
        beside = [_RECEIPTS, _PAUSES, self.dead_letters] if self.is_stage else []
        return (*self.writes, *self.keeps, *beside)

    @property
    def program(self) -> str:
        """What its instances are called, each with a number after it."""
        return self.name.replace("_", "-")

    def instance(self, number: int = 1) -> str:
        """What one of its instances is called; the first has the number 1."""
        return f"{self.program}-{number}"


SERVICES: Final[dict[str, Service]] = {
    service.name: service
    for service in (
        Service(
            name="ingest",
            port=8081,
            consumes=("pages.captured",),
            keeps=("feeds.subscribed",),
            writes=("pages.captured", "articles.ingested", "articles.traced"),
            has_api=True,
        ),
        Service(
            name="deduplication",
            port=8082,
            consumes=("articles.ingested",),
            keeps=("articles.fingerprints",),
            follows=(_CORRECTIONS,),
            writes=("articles.deduplicated",),
        ),
        Service(
            name="translation_tagging",
            port=8083,
            consumes=("articles.deduplicated",),
            keeps=("publishers.observed", "publishers.standing"),
            writes=("articles.tagged",),
        ),
        Service(
            name="embedding",
            port=8085,
            consumes=("articles.tagged", *_EMBEDDING_LANES),
            keeps=("articles.embedded",),
            writes=_EMBEDDING_LANES,
            is_slow=True,
        ),
        Service(
            name="indexing",
            port=8084,
            consumes=("articles.tagged", "articles.embedded"),
            writes=("articles.traced",),
        ),
        Service(
            name="stories",
            port=8086,
            consumes=("articles.embedded", "stories.arrivals"),
            keeps=("articles.stories",),
            writes=("stories.arrivals", "articles.tagged"),
            is_slow=True,
        ),
        Service(
            name="search",
            port=8080,
            looks_up=("articles.traced",),
            has_api=True,
        ),
    )
}
"""By name. Stages stand in the order of the flow: after those that write what they consume."""

CONSUMING_SERVICES: Final = tuple(service.name for service in SERVICES.values() if service.is_stage)
"""The names of the stages, in the order of the flow."""

PIPELINE: Final = tuple(name for name in CONSUMING_SERVICES if not SERVICES[name].is_slow)
"""The names of the stages that a capture passes on its way to its receipt, in the order of the flow."""

CONSOLE: Final = Party(
    name="console",
    looks_up=(
        _RECEIPTS,
        _CORRECTIONS,
        "articles.traced",
        *(SERVICES[name].dead_letters for name in CONSUMING_SERVICES),
    ),
    writes=(_PAUSES, _CORRECTIONS),
)
"""The `babelwire` command; no stack starts it."""

PARTIES: Final[tuple[Party, ...]] = (*SERVICES.values(), CONSOLE)
