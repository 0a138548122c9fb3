"""Which instances there are, on which ports, with which settings, and what SCALE may say."""

from pathlib import Path

import pytest

from babelwire_contracts.services import SERVICES
from babelwire_observability.ports import service_ports
from babelwire_stack import Ports
from babelwire_stack.errors import InvalidSetting
from babelwire_stack.plan import parse_scale, plan_services, stack_environment
from babelwire_stack.settings import StackSettings


@pytest.fixture
def settings(tmp_path: Path) -> StackSettings:
    return StackSettings(data_dir=tmp_path)


def test_each_service_runs_once_on_its_own_port(settings: StackSettings) -> None:
    ports = Ports()
    programs = plan_services(settings, ports, {}, SERVICES, {})
    assert [(program.name, program.ports) for program in programs] == [
        ("ingest-1", [ports.of("ingest")]),
        ("deduplication-1", [ports.of("deduplication")]),
        ("translation-tagging-1", [ports.of("translation_tagging")]),
        ("embedding-1", [ports.of("embedding")]),
        ("indexing-1", [ports.of("indexing")]),
        ("stories-1", [ports.of("stories")]),
        ("search-1", [ports.of("search")]),
    ]


def test_further_instances_count_up_from_the_scale_port_base(settings: StackSettings) -> None:
    ports = Ports(scale_port_base=18500)
    programs = plan_services(settings, ports, {}, ["indexing", "deduplication"], {"indexing": 3, "deduplication": 2})
    assert {program.name: program.ports for program in programs} == {
        "deduplication-1": [ports.of("deduplication")],
        "deduplication-2": [18500],
        "indexing-1": [ports.of("indexing")],
        "indexing-2": [18501],
        "indexing-3": [18502],
    }


def test_an_instance_is_told_where_everything_is_and_who_it_is(settings: StackSettings) -> None:
    given = {"BABELWIRE_BATCH_RECORDS": "7", "BABELWIRE_KAFKA_BOOTSTRAP": "elsewhere:9092"}
    ports = Ports(kafka_port=19092, opensearch_port=9215)
    (program,) = plan_services(settings, ports, given, ["indexing"], {})
    expected = {
        "BABELWIRE_KAFKA_BOOTSTRAP": "127.0.0.1:19092",
        "BABELWIRE_OPENSEARCH_URL": "http://127.0.0.1:9215",
        "BABELWIRE_HTTP_HOST": "127.0.0.1",
        "BABELWIRE_HTTP_PORT": str(ports.of("indexing")),
        "BABELWIRE_INSTANCE": "indexing-1",
        "BABELWIRE_LOG_FORMAT": "json",
        "BABELWIRE_BATCH_RECORDS": "7",
    }
    assert expected.items() <= program.environment.items()
    assert program.command[1:] == ["-m", "babelwire_indexing"]


def test_a_changed_setting_changes_what_the_supervisor_compares(settings: StackSettings) -> None:
    (before,) = plan_services(settings, Ports(), {}, ["search"], {})
    (after,) = plan_services(settings, Ports(), {"BABELWIRE_ANYTHING": "new"}, ["search"], {})
    assert before.launch_command(Path("run")) != after.launch_command(Path("run"))


def test_clients_find_a_stack_that_was_moved(settings: StackSettings) -> None:
    environment = stack_environment(settings, Ports(services=service_ports(ingest=18081)))
    assert environment["BABELWIRE_INGEST_PORT"] == "18081"
    assert environment["BABELWIRE_DATA_DIR"] == str(settings.data_dir)


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("", {}),
        ("indexing=3", {"indexing": 3}),
        ("indexing=3, deduplication=2", {"indexing": 3, "deduplication": 2}),
        ("translation-tagging=2", {"translation_tagging": 2}),
        ("deduplication=6,search=12", {"deduplication": 6, "search": 12}),
    ],
)
def test_scale_names_services_and_numbers(text: str, scale: dict[str, int]) -> None:
    assert parse_scale(text) == scale


@pytest.mark.parametrize(
    "text",
    ["indexin=3", "kafka=3", "indexing", "indexing=0", "indexing=x", "indexing=-1", "=2", "indexing=7", "search=13"],
)
def test_any_other_scale_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(InvalidSetting, match="SCALE"):
        parse_scale(text)
