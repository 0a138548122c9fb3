"""Puts the stories service together."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from starlette.applications import Starlette

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.topics import ARTICLES_EMBEDDED, STORIES_ARRIVALS
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.describing import describe
from babelwire_messaging.stage import Input, Stage, StagePort
from babelwire_observability.http import operations_app
from babelwire_observability.supervision import Supervisor
from babelwire_stories.adapters.member_table import MemberTable
from babelwire_stories.adapters.translation_tables import TranslationTables
from babelwire_stories.handlers import ArrivalHandler, EmbeddedHandler
from babelwire_stories.likeness import fitted
from babelwire_stories.memory import Memory
from babelwire_stories.settings import StoriesSettings
from babelwire_stories.teller import Teller
from babelwire_stories.translated.finder import Finder

SERVICE: Final = "stories"


def build_app(settings: StoriesSettings, clients: Clients = KAFKA) -> Starlette:
    """The ASGI app; it tells stories while its lifespan runs."""
    supervisor = Supervisor(SERVICE)
    memory = Memory()
    teller = Teller(memory, fitted(), days=settings.days, most=settings.remembered, generation=settings.generation)
    port = StagePort(STORIES_ARRIVALS)
    finder = Finder(settings.remembered)
    arrivals = ArrivalHandler(teller, finder, memory, port)
    table = MemberTable(
        memory, settings.kafka, SERVICE, most=settings.remembered, supervisor=supervisor, clients=clients
    )

    translations = TranslationTables(finder, settings.kafka, SERVICE, supervisor=supervisor, clients=clients)

    async def take_over(partitions: Mapping[str, frozenset[int]]) -> None:
        """What others decided before is known to whoever decides now."""
        if partitions.get(STORIES_ARRIVALS.name):
            await table.take_over()
            await translations.take_over()
        elif STORIES_ARRIVALS.name in partitions:
            table.give_up()
            translations.give_up(doubtful=arrivals.give_up())

    stage = Stage(
        service=SERVICE,
        inputs=[
            Input(ARTICLES_EMBEDDED, EmbeddedArticle, EmbeddedHandler().handle),
            Input(STORIES_ARRIVALS, EmbeddedArticle, arrivals.handle),
        ],
        kafka=settings.kafka,
        supervisor=supervisor,
        on_assigned=take_over,
        clients=clients,
    )
    port.attach(stage)

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with table.following(), translations.following(), stage.running():
            yield

    return operations_app(
        SERVICE,
        running,
        readiness=[table.not_ready, translations.not_ready, stage.not_ready],
        describe=lambda: describe(SERVICE, settings.kafka),
        supervisor=supervisor,
    )
