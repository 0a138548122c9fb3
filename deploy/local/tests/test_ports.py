"""Ports are settable, free ones are found, and no two stacks are given the same."""

import socket
import subprocess
import sys

import pytest
from pydantic import ValidationError

from babelwire_stack import Ports, free_ports
from babelwire_stack.ports import HOST, OPENSEARCH_PORT_MAX, is_free

PRINT_FREE_PORTS = "from babelwire_stack import free_ports; print(*free_ports().by_name().values())"


def test_the_defaults_are_those_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Ports().by_name():
        monkeypatch.delenv(f"BABELWIRE_{name.upper()}", raising=False)
    ports = Ports()
    assert (ports.kafka_port, ports.opensearch_port) == (9092, 9200)
    assert (ports.of("search"), ports.of("ingest")) == (8080, 8081)
    assert (ports.of("deduplication"), ports.of("translation_tagging"), ports.of("indexing")) == (8082, 8083, 8084)


def test_each_port_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BABELWIRE_TRANSLATION_TAGGING_PORT", "18999")
    assert Ports().of("translation_tagging") == 18999


def test_opensearch_is_kept_where_its_runner_can_start_it() -> None:
    with pytest.raises(ValidationError):
        Ports(opensearch_port=OPENSEARCH_PORT_MAX + 1)


def test_a_listening_port_is_not_free() -> None:
    with socket.create_server((HOST, 0)) as server:
        assert not is_free(server.getsockname()[1])


def test_two_stacks_share_no_port_in_one_process_or_in_two() -> None:
    first, second = (set(free_ports().by_name().values()) for _ in range(2))
    other_process = subprocess.run([sys.executable, "-c", PRINT_FREE_PORTS], capture_output=True, text=True, check=True)
    third = set(map(int, other_process.stdout.split()))
    assert not first & second
    assert not third & (first | second)


def test_found_ports_are_free_and_in_the_range_for_tests() -> None:
    ports = free_ports()
    assert 9210 <= ports.opensearch_port <= OPENSEARCH_PORT_MAX
    assert all(is_free(port) for port in ports.by_name().values())
