"""Where OpenSearch is, and how it lets us in."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class OpenSearchSettings(BaseSettings):
    """Environment `BABELWIRE_OPENSEARCH_URL`, `…_USER`, `…_PASSWORD`, `…_CA`. Several nodes are separated by commas."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_OPENSEARCH_", frozen=True)

    url: str = "http://127.0.0.1:9200"
    user: str | None = None
    password: SecretStr | None = None
    ca: Path | None = Field(default=None, description="PEM file of the authority that signed the nodes' certificates")
