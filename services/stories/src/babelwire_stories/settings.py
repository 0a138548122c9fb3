"""The settings of the stories service."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.http import HttpSettings


class StoriesHttpSettings(HttpSettings):
    """Stories listens on its port of the catalogue unless set otherwise."""

    http_port: int = SERVICES["stories"].port


class StoriesSettings(BaseSettings):
    """Environment `BABELWIRE_STORIES_*`; Kafka's and HTTP's as everywhere.

    `generation` is raised by the operator so that a replay decides anew on texts that are known. `days` is how far
    apart two articles of one event may be dated, `remembered` how many articles are compared with new ones.
    """

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_STORIES_", frozen=True)

    generation: int = Field(default=1, ge=1)
    days: float = Field(default=30, gt=0)
    remembered: int = Field(default=500_000, ge=1_000)
    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    http: StoriesHttpSettings = Field(default_factory=StoriesHttpSettings)
