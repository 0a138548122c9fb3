"""Which model turns texts into vectors, and where it runs."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_directory() -> Path:
    """Beside what else set-up downloads, for all checkouts of a user."""
    given = os.environ.get("BABELWIRE_CACHE_DIR")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "babelwire"
    return (Path(given).expanduser() if given else cache) / "models"


class VectorSettings(BaseSettings):
    """Environment `BABELWIRE_VECTORS_ENGINE` and so on."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_VECTORS_", frozen=True)

    engine: Literal["ctranslate2", "openai"] = Field(
        default="ctranslate2", description="the model in this process, or a server of the OpenAI embeddings API"
    )
    threads: int = Field(default=1, ge=1, description="of the model in this process")
    directory: Path = Field(default_factory=_default_directory, description="where set-up keeps converted models")
    centring: Path | None = Field(default=None, description="a file of the centring of another model than the default")
    url: str = Field(default="http://127.0.0.1:8000/v1", description="of a server, up to and without /embeddings")
    model: str = Field(default="multilingual-e5-small", description="what a server calls the model")
    api_key: SecretStr | None = None
    timeout: float = Field(default=30, gt=0, description="of one request, in seconds")
    input_type: bool = Field(
        default=False, description="the server puts 'query: ' and 'passage: ' before texts itself, told by input_type"
    )

    @model_validator(mode="after")
    def _url_is_one(self) -> "VectorSettings":
        if not self.url.startswith(("http://", "https://")):
            raise ValueError("BABELWIRE_VECTORS_URL begins with http:// or https://")
        return self
