"""The jars are those that were locked, whatever a download leaves behind."""

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from jgo.env import compute_spec_hash
from jgo.maven import MavenContext

from babelwire_stack import jar_resolution, jars
from babelwire_stack.errors import JarsUnavailable

JAR = b"not much of a jar"
IN_REPOSITORY = Path("org/example/tool/1.0/tool-1.0.jar")
ENTRY = {
    "groupId": "org.example",
    "artifactId": "tool",
    "version": "1.0",
    "packaging": "jar",
    "sha256": hashlib.sha256(JAR).hexdigest(),
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def context(tmp_path: Path) -> Iterator[MavenContext]:
    """A Maven repository on loopback that has one jar, and an empty local one."""
    served = tmp_path / "served"
    (served / IN_REPOSITORY).parent.mkdir(parents=True)
    (served / IN_REPOSITORY).write_bytes(JAR)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(served))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        remote = {"loopback": f"http://127.0.0.1:{server.server_port}"}
        yield MavenContext(repo_cache=tmp_path / "local", remote_repos=remote, timeout=5)
        server.shutdown()
        thread.join()


def test_a_missing_jar_is_downloaded(context: MavenContext, tmp_path: Path) -> None:
    jar_resolution.fetch_one(context, ENTRY)
    assert (tmp_path / "local" / IN_REPOSITORY).read_bytes() == JAR


def test_a_cut_download_is_repeated(context: MavenContext, tmp_path: Path) -> None:
    half = tmp_path / "local" / IN_REPOSITORY
    half.parent.mkdir(parents=True)
    half.write_bytes(JAR[:5])
    jar_resolution.fetch_one(context, ENTRY)
    assert half.read_bytes() == JAR


def test_another_jar_than_the_locked_one_is_refused(context: MavenContext, tmp_path: Path) -> None:
    (tmp_path / "served" / IN_REPOSITORY).write_bytes(b"something else")
    with pytest.raises(JarsUnavailable, match=r"tool-1\.0\.jar .*checksum"):
        jar_resolution.fetch_one(context, ENTRY)
    assert not (tmp_path / "local" / IN_REPOSITORY).exists()


def test_a_jar_that_is_nowhere_is_named(context: MavenContext) -> None:
    with pytest.raises(JarsUnavailable, match=r"gone-1\.0\.jar"):
        jar_resolution.fetch_one(context, {**ENTRY, "artifactId": "gone"})


@pytest.mark.parametrize("jar_set", jars.SETS)
def test_the_lock_follows_its_specification(jar_set: str) -> None:
    assert f'spec_hash = "{compute_spec_hash(jars.specification(jar_set))}"' in jars.lock_file(jar_set).read_text()
    assert all(len(entry["sha256"]) == 64 for entry in jars.locked(jar_set))


def test_missing_jars_say_what_to_run(tmp_path: Path) -> None:
    assert not jars.are_there(tmp_path)
    with pytest.raises(JarsUnavailable, match="run make setup"):
        jars.class_path("kafka", tmp_path)
