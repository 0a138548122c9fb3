"""Ingest's settings."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_contracts.topics import MAX_CAPTURE_BYTES
from babelwire_ingest.feed_splitting import FeedLimits
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.http import HttpSettings


class IngestHttpSettings(HttpSettings):
    """Ingest listens on its port of the catalogue unless set otherwise."""

    http_port: int = SERVICES["ingest"].port


class IngestSettings(BaseSettings):
    """Environment `BABELWIRE_INGEST_GENERATION` and so on. Times are in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_INGEST_", frozen=True)

    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    http: IngestHttpSettings = Field(default_factory=IngestHttpSettings)

    generation: int = Field(default=1, ge=1, description="raise it and replay, to override what was parsed before")
    allow_private_networks: bool = Field(default=False, description="take URLs inside private networks, and fetch them")

    max_page_bytes: int = Field(default=MAX_CAPTURE_BYTES, ge=1, le=MAX_CAPTURE_BYTES)
    max_request_bytes: int = Field(default=32 * 1024 * 1024, ge=1, description="of one POST /articles, decompressed")
    max_request_articles: int = Field(default=20_000, ge=1)
    max_feed_bytes: int = Field(
        default=4 * 1024 * 1024, ge=1, description="of a feed that is polled, as sent and decompressed"
    )
    max_feed_entries: int = Field(default=5000, ge=1, description="of one feed document")
    max_split_bytes: int = Field(
        default=64 * 1024 * 1024, ge=1, description="of all captures that one feed document makes"
    )
    split_timeout: float = Field(default=10.0, gt=0, description="longest one feed document may take to be split")
    max_bytes_in_flight: int = Field(default=96 * 1024 * 1024, ge=1, description="of all requests being answered")

    body_timeout: float = Field(default=30.0, gt=0, description="for each next quarter of a MiB of a body, or its end")

    parser_workers: int = Field(default=2, ge=1, description="processes that parse pages")
    parser_memory_bytes: int = Field(
        default=512 * 1024 * 1024, ge=128 * 1024 * 1024, description="of one parser process"
    )
    parse_timeout: float = Field(default=20.0, gt=0, description="longest one page may take to parse")

    feed_interval_seconds: int = Field(default=900, ge=1, description="between two polls where a feed does not say")
    min_feed_interval_seconds: int = Field(default=60, ge=1)
    max_feed_interval_seconds: int = Field(default=86_400, ge=1, description="also the longest wait after failures")
    feeds_polled_at_once: int = Field(default=8, ge=1)
    poll_timeout: float = Field(
        default=120.0, gt=0, description="longest one poll may take, with all that it publishes"
    )
    fetch_timeout: float = Field(default=20.0, gt=0, description="longest one fetch of a feed may take")

    @property
    def feed_limits(self) -> FeedLimits:
        """The bounds of one feed document, polled or sent."""
        return FeedLimits(self.max_feed_entries, self.max_page_bytes, self.max_split_bytes, self.split_timeout)
