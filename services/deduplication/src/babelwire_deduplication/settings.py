"""The settings of the deduplication service."""

from datetime import timedelta
from pathlib import Path

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

    `generation` is raised by the operator so that a replay overrides what was decided before. Articles are compared
    whose times are no more than `window_days` apart, and forgotten when they have not come for so long. In `state_dir`
    each instance has a folder of its own for what it remembers, two and a half kilobytes an article; without it that
    is where the system has temporary files, and gone with the run.
    """

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_DEDUPLICATION_", frozen=True)

    generation: int = Field(default=1, ge=1)
    window_days: float = Field(default=45, gt=0)
    state_dir: Path | None = None
    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    http: DeduplicationHttpSettings = Field(default_factory=DeduplicationHttpSettings)

    @property
    def window(self) -> timedelta:
        """How far apart in time two articles are still compared."""
        return timedelta(days=self.window_days)
