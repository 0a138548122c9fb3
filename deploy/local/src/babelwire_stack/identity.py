"""Who a stack is. Its data directory carries an id of its own, so that no other stack is taken for it."""

import base64
import uuid
from pathlib import Path


def stack_id(data_dir: Path) -> str:
    """Kafka's cluster id: 16 random bytes as 22 URL-safe characters, made once per data directory."""
    path = data_dir / "stack-id"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.write_text(_random_id())
    return path.read_text().strip()


def cluster_name(data_dir: Path) -> str:
    """OpenSearch's cluster name."""
    return f"babelwire-{stack_id(data_dir)}"


def _random_id() -> str:
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):  # Kafka's tools would take it for an option
            return text
