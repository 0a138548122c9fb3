"""Puts the service together: the only place that sees all of it."""

import contextlib
import random
from collections.abc import AsyncIterator

from fastapi import FastAPI

from babelwire_contracts.captures import Capture
from babelwire_contracts.feeds import FeedSubscription
from babelwire_contracts.topics import FEEDS_SUBSCRIBED, PAGES_CAPTURED
from babelwire_fetching.fetcher import Fetcher, FetchLimits
from babelwire_ingest.adapters.parser_pool import ParserPool
from babelwire_ingest.api.application import build_api
from babelwire_ingest.capturing import now
from babelwire_ingest.feed_polling import FeedPoller, PollingLimits
from babelwire_ingest.feeds import FeedRegistry
from babelwire_ingest.handlers import accounted, parse_captures
from babelwire_ingest.settings import IngestSettings
from babelwire_lineage.unaccounted import Unaccounted
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.describing import describe
from babelwire_messaging.partitioning import partition_of
from babelwire_messaging.producer import Producer
from babelwire_messaging.stage import Input, Stage
from babelwire_messaging.table import Table
from babelwire_observability.http import Startup, operations_routes
from babelwire_observability.supervision import Supervisor

SERVICE = "ingest"


def build_app(settings: IngestSettings, clients: Clients = KAFKA) -> FastAPI:
    """The service as an ASGI application; its connections open in the lifespan."""
    supervisor = Supervisor(SERVICE)
    parser = ParserPool(settings.parser_workers, settings.parse_timeout, settings.parser_memory_bytes)
    unaccounted = Unaccounted(settings.kafka, lambda: stage.owned(PAGES_CAPTURED), supervisor, clients=clients)
    handler = accounted(parse_captures(parser, generation=settings.generation, clock=now), unaccounted.captures.begun)
    stage = Stage(
        service=SERVICE,
        inputs=[Input(PAGES_CAPTURED, Capture, handler)],
        kafka=settings.kafka,
        supervisor=supervisor,
        clients=clients,
    )
    # Of its own: behind the stage's, requests would wait for a topic of articles that is short of replicas.
    intake = Producer(SERVICE, settings.kafka, clients)
    registry = FeedRegistry()
    table = Table(
        FEEDS_SUBSCRIBED,
        FeedSubscription,
        settings.kafka,
        SERVICE,
        lambda url, subscription, _position: registry.apply(url, subscription),
        supervisor=supervisor,
        clients=clients,
    )
    limits = FetchLimits(
        max_bytes=settings.max_feed_bytes,
        seconds=settings.fetch_timeout,
        allow_private=settings.allow_private_networks,
    )
    poller = FeedPoller(
        registry=registry,
        fetcher=Fetcher(limits),
        producer=intake,
        supervisor=supervisor,
        responsible=lambda url: partition_of(url.encode(), PAGES_CAPTURED.partitions) in stage.owned(PAGES_CAPTURED),
        clock=now,
        source=random.Random(),  # noqa: S311 - jitter needs no secrecy
        limits=PollingLimits(
            at_once=settings.feeds_polled_at_once,
            seconds=settings.poll_timeout,
            longest_wait=settings.max_feed_interval_seconds,
            feed=settings.feed_limits,
            allow_private=settings.allow_private_networks,
        ),
    )

    @contextlib.asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with (
            parser.running(),
            stage.running(),
            intake.running(),
            table.following(),
            unaccounted.following(),
            supervisor.keeping("feed polling", poller.run),
        ):
            yield

    startup = Startup(running, supervisor)
    readiness = [startup.not_ready, stage.not_ready, table.not_ready, supervisor.not_ready]
    app = build_api(
        settings,
        producer=intake,
        registry=registry,
        catch_up=table.catch_up,
        clock=now,
        not_started=startup.not_ready,
        lifespan=startup.lifespan,
    )
    app.router.routes.extend(operations_routes(SERVICE, readiness, lambda: describe(SERVICE, settings.kafka)))
    return app
