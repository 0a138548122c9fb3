"""`babelwire outlets find` as a person types it, with the real translation tagging, whose Kafka is away."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from babelwire_stack.ports import free_ports

WITHIN = 60.0
OWN = 'outlets = [{ name = "The Lake Courier", domains = ["lake.example"], languages = ["en", "de"], kind = "paper" }]'


@dataclass
class Service:
    """Translation tagging with an outlet of the operator's, or the port where it would be."""

    port: int

    def find(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs the command as a person types it."""
        return subprocess.run(
            [sys.executable, "-m", "babelwire_console", "outlets", "find", *arguments],
            env=os.environ | {"BABELWIRE_TRANSLATION_TAGGING_PORT": str(self.port), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
            timeout=WITHIN,
        )

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + WITHIN
        while time.monotonic() < end:
            try:
                httpx.get(f"http://127.0.0.1:{self.port}/healthz", trust_env=False)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        pytest.fail("translation tagging does not answer")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    own = tmp_path_factory.mktemp("outlets") / "own.toml"
    own.write_text(OWN)
    there = Service(free_ports().by_name()["translation_tagging_port"])
    environment = {
        "BABELWIRE_KAFKA_BOOTSTRAP": "127.0.0.1:1",
        "BABELWIRE_HTTP_PORT": str(there.port),
        "BABELWIRE_TRANSLATION_TAGGING_OUTLETS": str(own),
    }
    command = [sys.executable, "-m", "babelwire_translation_tagging"]
    with subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            there.wait()
            yield there
        finally:
            process.kill()


def names(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["name"] for line in done.stdout.splitlines()]


def test_an_outlet_is_told_with_what_is_known_of_it(service: Service) -> None:
    done = service.find("lake courier")
    assert (done.returncode, done.stderr) == (0, "")
    head, row = done.stdout.splitlines()
    assert head.split() == "name kind translates country languages domains aliases matched".split()
    assert row.split("  ")[0] == "The Lake Courier"
    for told in ("paper", "en, de", "lake.example"):
        assert told in row


def test_as_json_it_is_an_object_a_line_as_the_service_says_it(service: Service) -> None:
    (line,) = service.find("LAKE COURIER", "--json").stdout.splitlines()
    assert json.loads(line) == {
        "name": "The Lake Courier",
        "aliases": [],
        "domains": ["lake.example"],
        "languages": ["en", "de"],
        "country": None,
        "kind": "paper",
        "translates": None,
        "matched": "The Lake Courier",
    }
    assert len(names(service.find("La Nación", "--json"))) > 1


@pytest.mark.parametrize("domain", ["lake.example", "m.lake.example", "https://www.lake.example/story?id=1"])
def test_a_domain_a_host_and_an_address_find_it(service: Service, domain: str) -> None:
    assert names(service.find(domain, "--json")) == ["The Lake Courier"]


def test_a_name_that_looks_like_a_domain_is_looked_for_as_both(service: Service) -> None:
    assert names(service.find("Lake.Courier", "--json")) == ["The Lake Courier"]
    assert names(service.find("¡lake!.courier", "--json")) == ["The Lake Courier"]


def test_what_nobody_knows_is_exit_code_1_and_how_to_add_it(service: Service) -> None:
    done = service.find("Nobody's Post", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        'babelwire: the registry knows no outlet "Nobody\'s Post". To add it, write it into a file that '
        "BABELWIRE_TRANSLATION_TAGGING_OUTLETS names, and start translation tagging again\n"
    )


def test_what_cannot_be_asked_is_said(service: Service) -> None:
    done = service.find("x" * 401)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(" does not say: that has 401 characters; 400 is the limit\n")


def test_a_service_that_is_away_is_said_with_what_to_do() -> None:
    done = Service(free_ports().by_name()["translation_tagging_port"]).find("El País")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("babelwire: translation tagging at http://127.0.0.1:")
    assert done.stderr.endswith("is it up? Try `make up`.\n")
    assert len(done.stderr.splitlines()) == 1
