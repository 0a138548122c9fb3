"""A second broker beside a stack's own: a topic that lies on both is short of replicas while it is away.

One broker alone never is: Kafka takes `min.insync.replicas` for no more than the replicas that a topic has.
"""

import asyncio
import contextlib
import subprocess
import time
from collections.abc import Iterable, Iterator
from typing import Final

from aiokafka.admin import NewTopic
from aiokafka.errors import KafkaError

from babelwire_contracts.topics import Topic
from babelwire_messaging.clients import admin
from babelwire_messaging.settings import KafkaSettings
from babelwire_stack import Stack, kafka
from babelwire_stack.jars import java_command
from babelwire_stack.ports import HOST
from babelwire_stack.settings import stack_id

_FIRST: Final = 1
_SECOND: Final = 2
_SPARE_PORT: Final = 19
"""Of the ports that a stack keeps for further instances of services."""

_SECONDS: Final = 180.0
"""Much more than an idle machine takes (5 s), for one that is busy with something else."""
_LOOK_SECONDS: Final = 0.2
_OPTIONS: Final = ("-Xms192m", "-Xmx192m", "-Dlog4j2.level=error")


class SecondBroker:
    """Node 2 of a stack's cluster: a broker only, the controller stays with node 1."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._settings = KafkaSettings(kafka_bootstrap=stack.kafka_bootstrap)
        self._process: subprocess.Popen[bytes] | None = None

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Started on entering, and killed on leaving unless it is away already. Groups stay with the first broker."""
        asyncio.run(self._keep_groups_on_the_first())
        try:
            self.start()
            yield
        finally:
            self.kill()

    def start(self) -> None:
        """Returns when the cluster counts it in. Raises AssertionError where it does not in time."""
        config = self._configured()
        log = (self._stack.settings.log_dir / "kafka-second.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                java_command(kafka.NAME, self._stack.settings, list(_OPTIONS), ["kafka.Kafka", config]),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + _SECONDS
        while _SECOND not in asyncio.run(self._brokers()):
            assert self._process.poll() is None, "the second broker ended; its log says why"
            assert time.monotonic() < deadline, f"no second broker within {_SECONDS:.0f} s"
            time.sleep(_LOOK_SECONDS)

    def kill(self) -> None:
        """SIGKILL; does nothing where it does not run."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def create(self, topics: Iterable[Topic], *, on_both: Iterable[str]) -> None:
        """Makes topics: those named lie on both brokers and want both for a write, the others on the first alone."""
        asyncio.run(self._create(list(topics), set(on_both)))

    def _configured(self) -> str:
        folder = self._stack.settings.data_dir / "kafka-second"
        config = folder / "server.properties"
        if config.exists():
            return str(config)
        folder.mkdir()
        first = (self._stack.settings.data_dir / kafka.NAME / "server.properties").read_text()
        port = self._stack.ports.scale_port_base + _SPARE_PORT
        own = [
            "process.roles=broker",
            f"node.id={_SECOND}",
            f"listeners=PLAINTEXT://{HOST}:{port}",
            f"advertised.listeners=PLAINTEXT://{HOST}:{port}",
            f"log.dirs={folder / 'logs'}",
        ]
        config.write_text("\n".join([first, "# The second broker", *own, ""]))
        identity = stack_id(self._stack.settings.data_dir)
        arguments = ["kafka.tools.StorageTool", "format", "-t", identity, "-c", str(config)]
        command = java_command(kafka.NAME, self._stack.settings, ["-Xmx128m", "-Dlog4j2.level=error"], arguments)
        subprocess.run(command, check=True, capture_output=True)
        return str(config)

    async def _keep_groups_on_the_first(self) -> None:
        """Kafka lays the topic of the groups on whatever brokers there are when the first group is asked for."""
        async with admin(self._settings) as client, asyncio.timeout(_SECONDS):
            while True:
                with contextlib.suppress(KafkaError):
                    await client.list_consumer_group_offsets("first")
                    return
                await asyncio.sleep(_LOOK_SECONDS)

    async def _brokers(self) -> set[int]:
        """Those that answer for the cluster; none where it was the second that was asked, and is not there yet."""
        try:
            async with admin(self._settings) as client:
                described = await client.describe_cluster()
        except KafkaError:
            return set()
        return {broker["node_id"] for broker in described["brokers"]}

    async def _create(self, topics: list[Topic], on_both: set[str]) -> None:
        async with admin(self._settings) as client:
            made = await client.create_topics([_placed(topic, on_both) for topic in topics])
        failed = [answer for answer in made.topic_errors if answer[1]]
        assert not failed, failed


def _placed(topic: Topic, on_both: set[str]) -> NewTopic:
    replicas = [_FIRST, _SECOND] if topic.name in on_both else [_FIRST]
    return NewTopic(
        name=topic.name,
        num_partitions=-1,
        replication_factor=-1,
        replica_assignments=dict.fromkeys(range(topic.partitions), replicas),
        topic_configs=topic.config() | {"min.insync.replicas": str(len(replicas))},
    )
