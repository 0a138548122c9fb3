"""The OpenSearch node: its configuration, and whether it answers."""

import shutil
from collections.abc import Mapping
from typing import Any, Final

import httpx

from babelwire_stack.errors import StackError
from babelwire_stack.java import java_command
from babelwire_stack.ports import Ports
from babelwire_stack.program import Program, http_address
from babelwire_stack.settings import CHECKOUT, StackSettings

NAME: Final = "opensearch"
_CONFIG_DIR: Final = CHECKOUT / "deploy" / "opensearch"
_MAIN_CLASS: Final = "org.codelibs.opensearch.runner.OpenSearchRunner"
_ANSWER_SECONDS: Final = 5.0
_HEALTHY: Final = ("yellow", "green")


def prepare(settings: StackSettings, ports: Ports, cluster_name: str, environment: Mapping[str, str]) -> Program:
    """Copies the configuration and says how to run the node."""
    home = settings.data_dir / NAME
    config = home / "config"
    config.mkdir(parents=True, exist_ok=True)
    for name in ("opensearch.yml", "log4j2.properties"):
        shutil.copyfile(_CONFIG_DIR / name, config / name)
    heap = settings.opensearch_heap
    options = [f"-Xms{heap}", f"-Xmx{heap}", "--enable-native-access=ALL-UNNAMED", "-Djava.locale.providers=SPI,CLDR"]
    arguments = [_MAIN_CLASS, "-basePath", str(home), "-confPath", str(config), "-numOfNode", "1"]
    # The runner adds the number of the node to the base port.
    arguments += ["-clusterName", cluster_name, "-baseHttpPort", str(ports.opensearch_port - 1)]
    return Program(
        name=NAME,
        service=None,
        command=java_command(NAME, settings.cache_dir, options, arguments),
        environment=dict(environment),
        ports=[ports.opensearch_port],
        address=http_address(ports.opensearch_port),
    )


def is_ready(ports: Ports, cluster_name: str) -> bool:
    """True when every primary shard is there. Raises `StackError` when another cluster answers."""
    with httpx.Client(base_url=http_address(ports.opensearch_port), timeout=_ANSWER_SECONDS, trust_env=False) as client:
        health = _json(client, "/_cluster/health")
    if health is None:
        return False
    found = health.get("cluster_name")
    if found != cluster_name:
        raise StackError(
            f"port {ports.opensearch_port} is answered by another OpenSearch (cluster {found}): "
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
