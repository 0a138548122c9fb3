"""Puts the translation tagging service together."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from starlette.applications import Starlette

from babelwire_contracts.topics import ARTICLES_DEDUPLICATED, PUBLISHERS_STANDING
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.describing import describe
from babelwire_messaging.marks import PartitionMarks
from babelwire_messaging.stage import Input, Stage, StagePort
from babelwire_messaging.turns import Turns
from babelwire_observability.http import operations_app
from babelwire_observability.supervision import Supervisor
from babelwire_translation_tagging.adapters.cld2 import Cld2Guesser
from babelwire_translation_tagging.adapters.eldc import EldcGuesser
from babelwire_translation_tagging.adapters.langid import LangidRanker
from babelwire_translation_tagging.adapters.past_articles import DeduplicatedLog
from babelwire_translation_tagging.adapters.publisher_tables import PublisherTables
from babelwire_translation_tagging.handlers import ArticleHandler, DeduplicatedRecord
from babelwire_translation_tagging.language.article import ArticleLanguage
from babelwire_translation_tagging.outlets.http import outlet_routes
from babelwire_translation_tagging.outlets.loading import load_registry
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.settings import TranslationTaggingSettings
from babelwire_translation_tagging.standings.amendments import Amendments
from babelwire_translation_tagging.standings.keeper import Keeper
from babelwire_translation_tagging.standings.publishers import Publishers
from babelwire_translation_tagging.tagger import Tagger

SERVICE: Final = "translation_tagging"


def build_tagger(generation: int, registry: OutletRegistry) -> Tagger:
    """The tagger with its real detectors."""
    language = ArticleLanguage(wide=Cld2Guesser(), sharp=EldcGuesser(), ranker=LangidRanker())
    return Tagger(language=language, registry=registry, generation=generation)


def build_app(settings: TranslationTaggingSettings, clients: Clients = KAFKA) -> Starlette:
    """The ASGI app; it tags while its lifespan runs. Raises `OutletsRefused` for a wrong file of the operator's."""
    registry = load_registry(settings.outlets)
    tagger = build_tagger(settings.generation, registry)
    publishers = Publishers()
    turns = Turns()
    handler = ArticleHandler(tagger, publishers, turns)
    supervisor = Supervisor(SERVICE)
    port = StagePort(ARTICLES_DEDUPLICATED)
    marks = PartitionMarks(settings.kafka, SERVICE, PUBLISHERS_STANDING, clients)

    def changed(domain: str, is_new: bool) -> None:
        keeper.changed(domain)
        if is_new:
            amendments.changed(domain)

    tables = PublisherTables(
        publishers, settings.kafka, SERVICE, changed=changed, supervisor=supervisor, clients=clients
    )
    keeper = Keeper(publishers, port, port, tables.catch_up, supervisor)
    amendments = Amendments(
        publishers,
        tagger,
        turns,
        past=DeduplicatedLog(settings.kafka, clients),
        marks=marks,
        read_to=tables.read_to,
        outbox=port,
        ownership=port,
        supervisor=supervisor,
    )

    async def take_over(partitions: Mapping[str, frozenset[int]]) -> None:
        """What was learnt before is known, and which of the articles have not heard of it."""
        keeper.give_up()
        owned = partitions.get(ARTICLES_DEDUPLICATED.name, frozenset())
        marked = {number: await marks.get(number) for number in sorted(owned)}
        await tables.catch_up()
        amendments.own(marked)
        keeper.own(owned)

    stage = Stage(
        service=SERVICE,
        inputs=[Input(ARTICLES_DEDUPLICATED, DeduplicatedRecord, handler.handle)],
        kafka=settings.kafka,
        supervisor=supervisor,
        on_assigned=take_over,
        clients=clients,
    )
    port.attach(stage)

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with tables.following(), stage.running(), keeper.running(), amendments.running():
            yield

    return operations_app(
        SERVICE,
        running,
        readiness=[tables.not_ready, stage.not_ready, keeper.not_ready, amendments.not_ready],
        describe=lambda: describe(SERVICE, settings.kafka),
        supervisor=supervisor,
        routes=outlet_routes(registry),
    )
