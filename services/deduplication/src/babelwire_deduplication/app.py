"""Puts the deduplication service together."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

import structlog
from starlette.applications import Starlette

from babelwire_contracts.corrections import Verdict
from babelwire_contracts.topics import ARTICLES_INGESTED, TOMBSTONES_KEPT
from babelwire_deduplication.adapters.allocator import give_back
from babelwire_deduplication.adapters.correction_table import CorrectionTable
from babelwire_deduplication.adapters.fingerprint_table import FingerprintTable
from babelwire_deduplication.adapters.proposal_table import ProposalTable
from babelwire_deduplication.adapters.share_marks import ShareMarks
from babelwire_deduplication.adapters.state_store import SqliteStateStore
from babelwire_deduplication.amendments import Amendments
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.handlers import ArticleHandler, IngestedView
from babelwire_deduplication.saving import FORM
from babelwire_deduplication.settings import DeduplicationSettings
from babelwire_deduplication.translations import Proposal
from babelwire_deduplication.upkeep import Upkeep
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.describing import describe
from babelwire_messaging.stage import Input, Stage, StagePort
from babelwire_messaging.topics import cluster_id
from babelwire_messaging.turns import Turns
from babelwire_observability.http import operations_app
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

SERVICE: Final = "deduplication"


def _folder(settings: DeduplicationSettings) -> Path | None:
    """Where this instance keeps its state, beside those of other instances and other pipelines."""
    return settings.state_dir and settings.state_dir / settings.kafka.on_wire(settings.kafka.instance or SERVICE)


def build_app(settings: DeduplicationSettings, clients: Clients = KAFKA) -> Starlette:
    """The ASGI app; it reads and decides while its lifespan runs."""
    store = SqliteStateStore(_folder(settings), FORM, TOMBSTONES_KEPT)
    deduplicator = Deduplicator(settings.generation, store, settings.window)
    port = StagePort(ARTICLES_INGESTED)
    turns = Turns()
    supervisor = Supervisor(SERVICE)
    amendments = Amendments(deduplicator, turns, port, port, supervisor)
    table = FingerprintTable(
        settings.kafka, SERVICE, deduplicator, turns, after=amendments.wake, supervisor=supervisor, clients=clients
    )

    def proposed(article: bytes, proposal: Proposal | None) -> None:
        deduplicator.propose(article, proposal)
        amendments.wake()

    def corrected(one: bytes, other: bytes, verdict: Verdict | None) -> None:
        deduplicator.correct(one, other, verdict)
        amendments.wake()

    marks = ShareMarks(settings.kafka, SERVICE, clients)
    corrections = CorrectionTable(settings.kafka, SERVICE, corrected, supervisor=supervisor, clients=clients)
    proposals = ProposalTable(settings.kafka, SERVICE, proposed, supervisor=supervisor, clients=clients)
    handler = ArticleHandler(deduplicator, turns, port, amendments.wake)

    async def take_over(partitions: Mapping[str, frozenset[int]]) -> None:
        """What the former owners wrote is read to its end; what they left undone is amended."""
        owned = partitions.get(ARTICLES_INGESTED.name, frozenset())
        await corrections.catch_up()
        await proposals.catch_up()
        gained = await turns.take(partial(deduplicator.share.own, owned), long=True)
        await table.load(gained, await marks.get(gained))
        await turns.take(deduplicator.begin_anew, long=True)
        await asyncio.to_thread(give_back)
        amendments.wake()
        log.info("fingerprints_ready", articles=len(deduplicator), partitions=sorted(owned))

    stage = Stage(
        service=SERVICE,
        inputs=[Input(ARTICLES_INGESTED, IngestedView, handler.handle)],
        kafka=settings.kafka,
        supervisor=supervisor,
        on_assigned=take_over,
        clients=clients,
    )
    port.attach(stage)
    upkeep = Upkeep(deduplicator, turns, amendments, progress=table, marks=marks, outbox=port, supervisor=supervisor)

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        with ExitStack() as stack:
            # Checking a large file takes half a second.
            await asyncio.to_thread(stack.enter_context, store.opened(await cluster_id(settings.kafka, clients)))
            # An attempt before this one may have begun to remember.
            deduplicator.clear()
            saved = store.saved()
            if saved is not None and not await table.reaches(saved.positions):
                log.warning("state_discarded", reason="it is of topics that are no longer there")
                store.discard()
                saved = None
            if saved is not None:
                await turns.take(partial(deduplicator.restore, saved), long=True)
                await asyncio.to_thread(give_back)
            async with (
                upkeep.running(),
                corrections.following(),
                proposals.following(),
                table.following(saved.positions if saved else None),
                stage.running(),
                amendments.running(),
            ):
                yield

    return operations_app(
        SERVICE,
        running,
        readiness=[
            corrections.not_ready,
            proposals.not_ready,
            table.not_ready,
            stage.not_ready,
            amendments.not_ready,
            upkeep.not_ready,
        ],
        describe=lambda: describe(SERVICE, settings.kafka),
        supervisor=supervisor,
    )
