"""The OpenSearch node: its configuration, and whether it answers."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import httpx

from babelwire_stack.errors import StackError
from babelwire_stack.jars import java_command
from babelwire_stack.ports import Ports
from babelwire_stack.program import Program, http_address
from babelwire_stack.settings import CHECKOUT, StackSettings

NAME: Final = "opensearch"
_CONFIG_DIR: Final = CHECKOUT / "deploy" / "opensearch"
_MAIN_CLASS: Final = "org.codelibs.opensearch.runner.OpenSearchRunner"
_PLUGINS: Final = "org.opensearch.knn.plugin.KNNPlugin"
_ANSWER_SECONDS: Final = 5.0
_HEALTHY: Final = ("yellow", "green")


def program(settings: StackSettings, ports: Ports, cluster_name: str, environment: Mapping[str, str]) -> Program:
    """How to run the node. Raises `JarsUnavailable`."""
    heap = settings.opensearch_heap
    options = [f"-Xms{heap}", f"-Xmx{heap}", "--enable-native-access=ALL-UNNAMED", "-Djava.locale.providers=SPI,CLDR"]
    arguments = [_MAIN_CLASS, "-basePath", str(_config(settings).parent), "-confPath", str(_config(settings))]
    # The runner adds the number of the node to the base port.
    arguments += ["-numOfNode", "1", "-clusterName", cluster_name, "-baseHttpPort", str(ports.opensearch_port - 1)]
    arguments += ["-pluginTypes", _PLUGINS]
    return Program(
        name=NAME,
        service=None,
        command=java_command(NAME, settings, options, arguments),
        environment=dict(environment),
        ports=[ports.opensearch_port],
        address=http_address(ports.opensearch_port),
    )


def prepare(settings: StackSettings) -> None:
    """Copies the configuration to where the node reads it."""
    config = _config(settings)
    config.mkdir(parents=True, exist_ok=True)
    for name in ("opensearch.yml", "log4j2.properties"):
        shutil.copyfile(_CONFIG_DIR / name, config / name)


def is_ready(port: int, cluster_name: str) -> bool:
    """True when every primary shard is there. Raises `StackError` when another cluster answers."""
    with httpx.Client(base_url=http_address(port), timeout=_ANSWER_SECONDS, trust_env=False) as client:
        health = _json(client, "/_cluster/health")
    if health is None:
        return False
    found_name = health.get("cluster_name")
    if found_name != cluster_name:
        raise StackError(
            f"port {port} is answered by another OpenSearch (cluster {found_name}): "
            "stop it, or set BABELWIRE_OPENSEARCH_PORT"
        )
    return health.get("status") in _HEALTHY


def _json(client: httpx.Client, path: str) -> dict[str, Any] | None:
    try:
        response = client.get(path)
        body = response.json()
    except (httpx.HTTPError, ValueError):
        return None
    return body if response.is_success and isinstance(body, dict) else None


def _config(settings: StackSettings) -> Path:
    return settings.data_dir / NAME / "config"
