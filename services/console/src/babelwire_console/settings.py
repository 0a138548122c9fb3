"""Where the console finds the system."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.ports import ServicePorts, service_ports
from babelwire_opensearch.settings import OpenSearchSettings


class Settings(BaseSettings):
    """Environment `BABELWIRE_OPENSEARCH_URL`, `BABELWIRE_INGEST_URL`, and the ports of the local stack."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_", frozen=True)

    opensearch_url: str = ""
    host: str = "127.0.0.1"
    kafka_port: int = 9092
    opensearch_port: int = 9200
    service_ports: ServicePorts = Field(default_factory=service_ports)
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
        return self.ingest_url or self.services["ingest"]

    @property
    def services(self) -> dict[str, str]:
        """Address of the first instance of each service."""
        return {service: f"http://{self.host}:{self.service_ports.of(service)}" for service in SERVICES}
