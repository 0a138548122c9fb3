"""The settings of the deduplication service."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.http import HttpSettings


class DeduplicationHttpSettings(HttpSettings):
    """Deduplication listens on its port of the catalogue unless set otherwise."""

    http_port: int = SERVICES["deduplication"].port


class DeduplicationSettings(BaseSettings):
    """Environment `BABELWIRE_DEDUPLICATION_*`; Kafka's and HTTP's as everywhere.

    `generation` is raised by the operator so that a replay overrides what was decided before.
    """

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_DEDUPLICATION_", frozen=True)

    generation: int = Field(default=1, ge=1)
    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    http: DeduplicationHttpSettings = Field(default_factory=DeduplicationHttpSettings)
