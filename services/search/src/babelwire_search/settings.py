"""Settings of the search service."""

from typing import Final

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.http import HttpSettings
from babelwire_opensearch.settings import OpenSearchSettings

SERVICE: Final = "search"


class SearchHttpSettings(HttpSettings):
    """Where the API and the pages are served."""

    http_port: int = SERVICES["search"].port


class SearchSettings(BaseSettings):
    """Environment `BABELWIRE_SEARCH_…`; `timeout_seconds` bounds a request to OpenSearch, and a journey."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_SEARCH_", frozen=True)

    alias: str = "articles"
    timeout_seconds: float = 10.0
    watch_seconds: float = 2.0
    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    opensearch: OpenSearchSettings = Field(default_factory=OpenSearchSettings)
    http: HttpSettings = Field(default_factory=SearchHttpSettings)
