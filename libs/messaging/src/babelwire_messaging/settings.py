"""How a service reaches Kafka and how much it takes at once."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PARTITION_FETCH_BYTES = 2 * 1024 * 1024
"""What one partition gives a consumer at once; a record that is larger comes alone."""


class KafkaSettings(BaseSettings):
    """Environment `BABELWIRE_KAFKA_BOOTSTRAP`, `BABELWIRE_INSTANCE`, `BABELWIRE_BATCH_RECORDS` and so on.

    Times are in seconds, sizes in bytes.
    """

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_", frozen=True)

    kafka_bootstrap: str = "127.0.0.1:9092"
    instance: str = ""
    topic_prefix: str = Field(
        default="", description="before every topic and group, so that a pipeline can run beside another on one broker"
    )
    topic_replication: int = Field(default=1, ge=1)
    batch_records: int = Field(default=1000, ge=1)
    batch_bytes: int = Field(default=32 * 1024 * 1024, ge=1, description="of records handled and published at once")
    batches_in_flight: int = Field(default=2, ge=1)
    dead_letters_per_second: float = Field(default=100.0, gt=0, description="after a burst of five seconds' worth")
    session_timeout: float = 10.0
    rebalance_grace: float = Field(default=10.0, description="how long a revoked partition waits for the batch in hand")
    publish_timeout: float = Field(default=15.0, description="how long one attempt to publish may take")
    drain_timeout: float = Field(default=20.0, description="how long a shutdown waits for the batches in hand")

    def on_wire(self, name: str) -> str:
        """What a topic or a consumer group of this pipeline is called on the broker."""
        return self.topic_prefix + name
