"""Settings of the search service."""

from typing import Final

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.http import HttpSettings
from babelwire_opensearch.settings import OpenSearchSettings
from babelwire_vectors import VectorSettings

SERVICE: Final = "search"


class SearchHttpSettings(HttpSettings):
    """Where the API and the pages are served."""

    http_port: int = SERVICES["search"].port


class SearchSettings(BaseSettings):
    """Environment `BABELWIRE_SEARCH_…`; `timeout_seconds` bounds a request to OpenSearch, and a journey.

    `vectors`: the model that reads queries, which must be that of the articles' vectors.
    """

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_SEARCH_", frozen=True)

    alias: str = "articles"
    timeout_seconds: float = 10.0
    watch_seconds: float = 2.0
    meaning: bool = Field(default=True, description="whether articles are looked for by their meaning too")
    vectors_alias: str = "vectors"
    queries_kept: int = Field(default=10_000, ge=0, description="queries whose vectors are kept")
    embedding_seconds: float = Field(default=1.0, gt=0, description="how long a query waits for its vector, at most")
    vectors: VectorSettings = Field(default_factory=VectorSettings)
    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    opensearch: OpenSearchSettings = Field(default_factory=OpenSearchSettings)
    http: HttpSettings = Field(default_factory=SearchHttpSettings)
