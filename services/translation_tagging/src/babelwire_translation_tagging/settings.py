"""The settings of the translation tagging service."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.http import HttpSettings


class TranslationTaggingHttpSettings(HttpSettings):
    """Translation tagging listens on its port of the catalogue unless set otherwise."""

    http_port: int = SERVICES["translation_tagging"].port


class TranslationTaggingSettings(BaseSettings):
    """Environment `BABELWIRE_TRANSLATION_TAGGING_*`; Kafka's and HTTP's as everywhere.

    `generation` is raised by the operator so that a replay overrides the tags made before. `outlets` is the operator's
    own registry file, or a folder of such files, read at start.
    """

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_TRANSLATION_TAGGING_", frozen=True, env_ignore_empty=True)

    generation: int = Field(default=1, ge=1)
    outlets: Path | None = None
    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    http: TranslationTaggingHttpSettings = Field(default_factory=TranslationTaggingHttpSettings)
