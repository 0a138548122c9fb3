"""The Kafka broker: its configuration, its storage, and whether it answers."""

import asyncio
import json
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from babelwire_stack.errors import StackError
from babelwire_stack.jars import java_command
from babelwire_stack.ports import HOST, Ports, is_free
from babelwire_stack.program import Program
from babelwire_stack.settings import CHECKOUT, StackSettings

NAME: Final = "kafka"
_CONFIG_DIR: Final = CHECKOUT / "deploy" / "kafka"
_ANSWER_MS: Final = 3000


def bootstrap(ports: Ports) -> str:
    return f"{HOST}:{ports.kafka_port}"


def server_properties(committed: str, data_dir: Path, ports: Ports) -> str:
    """The committed configuration, followed by what differs from stack to stack."""
    logs = json.dumps(str(data_dir / NAME / "logs"))[1:-1]  # Java reads properties as Latin-1 with the escapes of JSON
    return committed + "\n".join(
        [
            "",
            "# This stack",
            f"listeners=PLAINTEXT://{HOST}:{ports.kafka_port},CONTROLLER://{HOST}:{ports.kafka_controller_port}",
            f"advertised.listeners=PLAINTEXT://{HOST}:{ports.kafka_port}",
            f"controller.quorum.voters=1@{HOST}:{ports.kafka_controller_port}",
            f"log.dirs={logs}",
            "",
        ]
    )


def program(settings: StackSettings, ports: Ports, environment: Mapping[str, str]) -> Program:
    """How to run the broker. Raises `JarsUnavailable`."""
    heap = settings.kafka_heap
    options = [f"-Xms{heap}", f"-Xmx{heap}", f"-Dlog4j2.configurationFile={_CONFIG_DIR / 'log4j2.properties'}"]
    arguments = ["kafka.Kafka", str(_config(settings))]
    return Program(
        name=NAME,
        service=None,
        command=java_command(NAME, settings, options, arguments),
        environment=dict(environment),
        ports=[ports.kafka_port, ports.kafka_controller_port],
        address=bootstrap(ports),
    )


def prepare(settings: StackSettings, ports: Ports, cluster_id: str, environment: Mapping[str, str]) -> None:
    """Writes the configuration, and formats the storage when it is new. Raises `StackError`."""
    config = _config(settings)
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(server_properties((_CONFIG_DIR / "server.properties").read_text(), settings.data_dir, ports))
    if (config.parent / "logs" / "meta.properties").exists():
        return
    arguments = ["kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(config), "--ignore-formatted"]
    command = java_command(NAME, settings, ["-Xmx128m", "-Dlog4j2.level=error"], arguments)
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise StackError(f"Kafka cannot format {config.parent / 'logs'}: {' '.join(last)}")


def is_ready(port: int, cluster_id: str) -> bool:
    """True when the broker answers requests. Raises `StackError` when another cluster does."""
    if is_free(port):
        return False
    # A thread of its own, so that callers may have a running event loop.
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(asyncio.run, _describe(f"{HOST}:{port}")).result()
    if answer is None:
        return False
    found_id, brokers = answer
    if found_id != cluster_id:
        raise StackError(
            f"port {port} is answered by another Kafka (cluster {found_id}): stop it, or set BABELWIRE_KAFKA_PORT"
        )
    return brokers > 0


async def _describe(servers: str) -> tuple[str, int] | None:
    client = AIOKafkaAdminClient(bootstrap_servers=servers, request_timeout_ms=_ANSWER_MS)
    try:
        await client.start()
        answer = await client.describe_cluster()
    except (TimeoutError, KafkaError, OSError):
        return None
    finally:
        await client.close()
    return answer["cluster_id"], len(answer["brokers"])


def _config(settings: StackSettings) -> Path:
    return settings.data_dir / NAME / "server.properties"
