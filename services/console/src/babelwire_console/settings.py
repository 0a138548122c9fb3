"""Where the console finds the system."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_messaging.settings import KafkaSettings
from babelwire_opensearch.settings import OpenSearchSettings


class Settings(BaseSettings):
    """Environment `BABELWIRE_OPENSEARCH_URL`, `BABELWIRE_INGEST_URL`, and the ports of the local stack."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_", frozen=True)

    opensearch_url: str = ""
    host: str = "127.0.0.1"
    kafka_port: int = 9092
    opensearch_port: int = 9200
    search_port: int = 8080
    ingest_port: int = 8081
    deduplication_port: int = 8082
    translation_tagging_port: int = 8083
    indexing_port: int = 8084
    ingest_url: str = ""
    kafka_bootstrap: str = ""
    allow_private_networks: bool = Field(default=False, description="let `capture URL` fetch from private addresses")

    @property
    def kafka(self) -> KafkaSettings:
        """How to reach Kafka; the console looks at the live topics, whatever prefix a service is given."""
        return KafkaSettings(kafka_bootstrap=self.kafka_bootstrap or f"{self.host}:{self.kafka_port}", topic_prefix="")

    @property
    def opensearch(self) -> OpenSearchSettings:
        """How to reach OpenSearch."""
        return OpenSearchSettings(url=self.opensearch_url or f"http://{self.host}:{self.opensearch_port}")

    @property
    def ingest(self) -> str:
        """Address of the ingest service."""
        return self.ingest_url or f"http://{self.host}:{self.ingest_port}"

    @property
    def services(self) -> dict[str, str]:
        """Address of the first instance of each service."""
        ports = {
            "ingest": self.ingest_port,
            "deduplication": self.deduplication_port,
            "translation_tagging": self.translation_tagging_port,
            "indexing": self.indexing_port,
            "search": self.search_port,
        }
        return {service: f"http://{self.host}:{port}" for service, port in ports.items()}
