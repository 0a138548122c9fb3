"""How Kafka, OpenSearch and supervisord are configured."""

import configparser
import shlex
from pathlib import Path

import pytest
from pydantic import ValidationError

from babelwire_stack import Ports
from babelwire_stack.errors import InvalidSetting
from babelwire_stack.kafka import server_properties
from babelwire_stack.program import inherited_environment, read_programs
from babelwire_stack.settings import CHECKOUT, StackSettings, mebibytes
from babelwire_stack.supervisor import configuration, socket_path

from .conftest import MakeProgram

COMMITTED = (CHECKOUT / "deploy" / "kafka" / "server.properties").read_text()


def properties(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_kafka_listens_on_loopback_only() -> None:
    settings = properties(
        server_properties(COMMITTED, Path("/data"), Ports(kafka_port=19092, kafka_controller_port=19093))
    )
    assert settings["listeners"] == "PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093"
    assert settings["controller.quorum.voters"] == "1@127.0.0.1:19093"
    assert settings["log.dirs"] == "/data/kafka/logs"


def test_kafka_never_makes_a_topic_and_takes_the_largest_record() -> None:
    settings = properties(COMMITTED)
    assert settings["auto.create.topics.enable"] == "false"
    assert int(settings["message.max.bytes"]) == 16 << 20


def test_kafka_reads_a_path_in_any_script() -> None:
    settings = properties(server_properties(COMMITTED, Path("/ünal/新聞"), Ports()))
    assert settings["log.dirs"] == r"/\u00fcnal/\u65b0\u805e/kafka/logs"


def test_opensearch_makes_no_index_by_accident() -> None:
    lines = (CHECKOUT / "deploy" / "opensearch" / "opensearch.yml").read_text().splitlines()
    assert "action.auto_create_index: false" in lines
    assert "network.host: 127.0.0.1" in lines


def test_the_supervisor_restarts_for_ever_and_starts_nothing_by_itself(tmp_path: Path, a_program: MakeProgram) -> None:
    settings = StackSettings(data_dir=tmp_path)
    text = configuration(settings, [a_program("kafka", 1)], tmp_path / "socket")
    parsed = configparser.RawConfigParser()
    parsed.read_string(text)
    section = parsed["program:kafka"]
    assert section["autostart"] == "false"
    assert section["autorestart"] == "true"
    assert int(section["startretries"]) > 10**6
    assert shlex.split(section["command"])[-2] == "run/programs/kafka.json"


def test_the_supervisor_gets_percent_signs_doubled(tmp_path: Path, a_program: MakeProgram) -> None:
    text = configuration(StackSettings(data_dir=tmp_path), [a_program("kafka", 1)], Path("/tmp/100%(x)s"))
    assert "file=/tmp/100%%(x)s\n" in text


def test_a_path_that_the_supervisor_would_cut_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="rename"):
        configuration(StackSettings(data_dir=tmp_path), [], Path("/tmp/a #b/socket"))


def test_the_sockets_path_is_short_however_deep_the_checkout() -> None:
    shallow, deep = Path("/srv/babelwire/.data/run"), Path("/srv") / ("ü" * 100) / "run"
    assert socket_path(shallow) == shallow / "supervisor.sock"
    assert len(str(socket_path(deep)).encode()) < 60
    assert socket_path(deep) != socket_path(deep.parent / "other")


def test_a_written_program_is_read_back_and_only_its_owner_may(tmp_path: Path, a_program: MakeProgram) -> None:
    program = a_program("search-1", 18080, service="search")
    program.write(tmp_path)
    assert read_programs(tmp_path) == [program]
    assert program.path(tmp_path).stat().st_mode & 0o777 == 0o600


def test_programs_are_given_settings_and_nothing_else_of_the_caller() -> None:
    caller = {"BABELWIRE_X": "1", "OTEL_Y": "2", "https_proxy": "3", "PATH": "4", "PYTHONPATH": "5", "TERM": "6"}
    assert inherited_environment(caller) == {"BABELWIRE_X": "1", "OTEL_Y": "2", "https_proxy": "3", "PATH": "4"}


def test_heaps_are_sizes() -> None:
    assert (mebibytes("512m"), mebibytes("2g")) == (512, 2048)
    with pytest.raises(ValidationError):
        StackSettings(kafka_heap="plenty")


def test_a_relative_data_directory_is_in_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BABELWIRE_DATA_DIR", "elsewhere")
    assert StackSettings().data_dir == CHECKOUT / "elsewhere"
