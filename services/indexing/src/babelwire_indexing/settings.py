"""How indexing reaches OpenSearch and how much it sends at once."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_indexing.template import ARTICLES, SHADOW_PREFIX, IndexNames, shadow
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.http import HttpSettings
from babelwire_opensearch.settings import OpenSearchSettings


class IndexingHttpSettings(HttpSettings):
    """The operations side of indexing over HTTP."""

    http_port: int = SERVICES["indexing"].port


class IndexingSettings(BaseSettings):
    """Environment `BABELWIRE_INDEXING_*`. Times are in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_INDEXING_", frozen=True)

    bulk_documents: int = Field(default=500, ge=1, description="documents in a bulk request, at most")
    bulk_bytes: int = Field(default=5_000_000, ge=1, description="a larger document goes alone")
    bulks_in_flight: int = Field(default=2, ge=1, description="of this instance, over all batches")
    request_timeout: float = Field(default=30.0, gt=0)
    replicas: int = Field(default=0, ge=0, description="of the index, when it is made")
    reindex_at_start: int = Field(
        default=20_000, ge=0, description="an index of an older mapping with no more documents is replaced at the start"
    )
    shadow: str = Field(
        default="", pattern=f"^({SHADOW_PREFIX}.+)?$", description="the index to write instead of the live one"
    )
    check_seconds: float = Field(default=5.0, gt=0, description="between two looks at alias and cluster for /readyz")
    opensearch: OpenSearchSettings = Field(default_factory=OpenSearchSettings)
    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    http: IndexingHttpSettings = Field(default_factory=IndexingHttpSettings)

    @property
    def names(self) -> IndexNames:
        """The index that is written, and its alias."""
        return shadow(self.shadow) if self.shadow else ARTICLES
