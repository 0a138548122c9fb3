"""The settings of the embedding service."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.http import HttpSettings
from babelwire_vectors import VectorSettings


class EmbeddingHttpSettings(HttpSettings):
    """Embedding listens on its port of the catalogue unless set otherwise."""

    http_port: int = SERVICES["embedding"].port


class EmbeddingSettings(BaseSettings):
    """Environment `BABELWIRE_EMBEDDING_*`; the model's, Kafka's and HTTP's as everywhere. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_EMBEDDING_", frozen=True)

    processes: int = Field(default=1, ge=1, description="that run the model, each with a model of its own")
    text_timeout: float = Field(
        default=20.0, gt=0, description="processor time that one text may take; waiting for a processor does not count"
    )
    stall_timeout: float = Field(
        default=600.0,
        gt=0,
        description="longest that a batch of texts may take by the clock, on however busy a machine",
    )
    vectors: VectorSettings = Field(default_factory=VectorSettings)
    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    http: EmbeddingHttpSettings = Field(default_factory=EmbeddingHttpSettings)
