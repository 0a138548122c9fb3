"""Puts the embedding service together."""

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

from starlette.applications import Starlette

from babelwire_contracts.embeddings import EmbeddingTask
from babelwire_contracts.topics import ARTICLES_EMBEDDED, ARTICLES_TAGGED
from babelwire_embedding.adapters.embedded_table import EmbeddedTable
from babelwire_embedding.adapters.model_processes import model_processes
from babelwire_embedding.adapters.past_vectors import EmbeddedLog
from babelwire_embedding.embedding import Embedding
from babelwire_embedding.known import KnownVectors
from babelwire_embedding.ports import Model
from babelwire_embedding.routing import send_to_lanes
from babelwire_embedding.settings import EmbeddingSettings
from babelwire_embedding.tasks import TaggedRecord
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.describing import describe
from babelwire_messaging.slow.lanes import Lanes
from babelwire_messaging.stage import Input, Stage
from babelwire_observability.http import operations_app
from babelwire_observability.supervision import Supervisor

SERVICE: Final = "embedding"

_ROUTED_AT_ONCE: Final = 100
"""Making tasks of so many articles takes less than 20 ms of the event loop."""

OpenModel = Callable[[EmbeddingSettings], AbstractAsyncContextManager[Model]]


def build_app(
    settings: EmbeddingSettings, clients: Clients = KAFKA, open_model: OpenModel = model_processes
) -> Starlette:
    """The ASGI app; it embeds while its lifespan runs."""
    supervisor = Supervisor(SERVICE)
    service = _Service(settings, clients, open_model, supervisor)
    return operations_app(
        SERVICE,
        service.running,
        readiness=[service.not_ready],
        describe=lambda: describe(SERVICE, settings.kafka),
        supervisor=supervisor,
        details=service.details,
    )


class _Service:
    """What runs between a start and a stop; its parts are made anew at each start."""

    def __init__(
        self, settings: EmbeddingSettings, clients: Clients, open_model: OpenModel, supervisor: Supervisor
    ) -> None:
        self._settings = settings
        self._clients = clients
        self._open_model = open_model
        self._supervisor = supervisor
        self._stage: Stage | None = None
        self._parts: list[EmbeddedTable | Stage] = []

    def not_ready(self) -> str | None:
        return next((reason for part in self._parts if (reason := part.not_ready())), None)

    def details(self) -> dict[str, Any]:
        return {"backlog": self._stage.backlog()} if self._stage is not None else {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        kafka, clients = self._settings.kafka, self._clients
        lanes = Lanes.of(SERVICE)
        async with self._open_model(self._settings) as model:
            embedding = Embedding(model, KnownVectors(ARTICLES_EMBEDDED.name), EmbeddedLog(kafka, clients))
            table = EmbeddedTable(embedding, kafka, SERVICE, supervisor=self._supervisor, clients=clients)
            stage = Stage(
                service=SERVICE,
                inputs=[
                    Input(ARTICLES_TAGGED, TaggedRecord, send_to_lanes(lanes), batch_records=_ROUTED_AT_ONCE),
                    *lanes.inputs(EmbeddingTask, embedding.handle, at_once=self._settings.processes),
                ],
                kafka=kafka,
                supervisor=self._supervisor,
                on_assigned=table.own,
                clients=clients,
            )
            async with table.following(), stage.running():
                self._stage, self._parts = stage, [table, stage]
                yield
