"""One line that names what is wrong and the way out, before anything is started."""

import socket
from pathlib import Path

import pytest

from babelwire_stack import preflight
from babelwire_stack.errors import InvalidSetting, MachineTooSmall, PortTaken
from babelwire_stack.ports import HOST
from babelwire_stack.settings import StackSettings

from .conftest import MakeProgram


def test_a_taken_port_is_named_with_its_setting(a_program: MakeProgram) -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(PortTaken) as refusal:
            preflight.check_ports([a_program("opensearch", port)])
        preflight.check_ports([a_program("opensearch", port)], kept={port})
    assert f"port {port}" in str(refusal.value)
    assert "set BABELWIRE_OPENSEARCH_PORT" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_port_meant_twice_is_refused(a_program: MakeProgram) -> None:
    programs = [a_program("search-1", 18080, service="search"), a_program("ingest-1", 18080, service="ingest")]
    with pytest.raises(InvalidSetting, match="18080 is meant for search-1 and ingest-1: set BABELWIRE_INGEST_PORT"):
        preflight.check_ports(programs)


@pytest.mark.parametrize(
    ("name", "service", "port", "setting"),
    [
        ("kafka", None, 1, "BABELWIRE_KAFKA_PORT"),
        ("kafka", None, 2, "BABELWIRE_KAFKA_CONTROLLER_PORT"),
        ("translation-tagging-1", "translation_tagging", 1, "BABELWIRE_TRANSLATION_TAGGING_PORT"),
        ("indexing-2", "indexing", 1, "BABELWIRE_SCALE_PORT_BASE"),
    ],
)
def test_each_port_has_its_setting(
    a_program: MakeProgram, name: str, service: str | None, port: int, setting: str
) -> None:
    assert preflight.port_setting(a_program(name, 1, 2, service=service), port) == setting


def test_short_memory_is_named(tmp_path: Path, a_program: MakeProgram) -> None:
    settings = StackSettings(data_dir=tmp_path, opensearch_heap="9999g")
    with pytest.raises(MachineTooSmall, match=r"memory is short: \d+ MiB are needed and \d+ MiB available"):
        preflight.check_memory(settings, [a_program("opensearch", 1)])


def test_services_and_heaps_add_up(tmp_path: Path, a_program: MakeProgram) -> None:
    settings = StackSettings(data_dir=tmp_path, kafka_heap="512m", opensearch_heap="1g")
    stores = [a_program("kafka", 1), a_program("opensearch", 2)]
    alone = preflight.needed_memory_mib(settings, stores)
    assert alone > 512 + 1024
    assert preflight.needed_memory_mib(settings, [*stores, a_program("search-1", 3, service="search")]) > alone


def test_a_containers_limit_counts(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text(f"{300 << 20}\n")
    (tmp_path / "memory.current").write_text(f"{100 << 20}\n")
    assert preflight.available_memory_mib(tmp_path) == 200


@pytest.mark.parametrize("limit", ["max\n", None])
def test_without_a_limit_the_machine_counts(tmp_path: Path, limit: str | None) -> None:
    if limit is not None:
        (tmp_path / "memory.max").write_text(limit)
        (tmp_path / "memory.current").write_text("1\n")
    assert preflight.available_memory_mib(tmp_path) > 200


def test_a_short_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "_DISK_MIB", 1 << 40)
    with pytest.raises(MachineTooSmall, match=r"disk is short: .* or set BABELWIRE_DATA_DIR"):
        preflight.check_disk(tmp_path / "not" / "there" / "yet")
