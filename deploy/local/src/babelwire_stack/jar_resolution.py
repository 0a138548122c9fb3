"""Locking and downloading the jars, by jgo's resolver in Python: no Maven is needed."""

import contextlib
import fcntl
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import requests
from jgo.env import EnvironmentSpec, LockFile, compute_spec_hash
from jgo.maven import MavenContext, PythonResolver

from babelwire_stack import jars, plugin_archives
from babelwire_stack.errors import JarsUnavailable

_ATTEMPTS: Final = 3
_DOWNLOADS_AT_ONCE: Final = 8
_ANSWER_SECONDS: Final = 60
_RUNTIME_SCOPES: Final = ("compile", "runtime")

Progress = Callable[[int, int], None]
"""Called with how many jars are there and how many are needed."""


def lock(cache_dir: Path) -> None:
    """Resolves what the specifications ask for and rewrites the lock files."""
    context = _context(cache_dir)
    for jar_set in jars.SETS:
        specification = jars.specification(jar_set)
        wanted = [context.create_dependency(text) for text in EnvironmentSpec.load(specification).coordinates]
        for dependency in wanted:
            dependency.scope = "compile"
            dependency.raw = True  # what one jar's parent manages is not forced on the others
        inputs, transitive = context.resolver.resolve(wanted)
        needed = [*inputs, *(dependency for dependency in transitive if dependency.scope in _RUNTIME_SCOPES)]
        needed.sort(key=lambda dependency: str(dependency.artifact))
        spec_hash = compute_spec_hash(specification)
        lock_file = LockFile.from_resolved_dependencies(needed, environment_name=jar_set, spec_hash=spec_hash)
        lock_file.save(jars.lock_file(jar_set))


def fetch(cache_dir: Path, progress: Progress) -> None:
    """Downloads what is missing and compares everything with the lock files.

    Several callers may share one cache directory. Raises `JarsUnavailable`.
    """
    context = _context(cache_dir)
    entries = {entry["sha256"]: entry for jar_set in jars.SETS for entry in jars.locked(jar_set)}
    with _exclusively(cache_dir), ThreadPoolExecutor(_DOWNLOADS_AT_ONCE) as threads:
        fetched = threads.map(lambda entry: fetch_one(context, entry), entries.values())
        for done, _ in enumerate(fetched, start=1):
            progress(done, len(entries))
        jars.verified_stamp(cache_dir).touch()


def fetch_one(context: MavenContext, entry: dict[str, str]) -> None:
    """Leaves one jar, or an unpacked archive of jars, in the context's repository, as locked. Raises `JarsUnavailable`.

    jgo writes to the final name and only warns of a wrong checksum, so a cut download is found and repeated here.
    """
    component = context.project(entry["groupId"], entry["artifactId"]).at_version(entry["version"])
    artifact = component.artifact(packaging=entry["packaging"])
    assert artifact.cached_path is not None
    failure = "its checksum is not the locked one"
    for _ in range(_ATTEMPTS):
        try:
            path = artifact.resolve()
        except (requests.RequestException, RuntimeError) as error:
            failure = str(error)
            artifact.cached_path.unlink(missing_ok=True)
            continue
        with path.open("rb") as jar:
            if hashlib.file_digest(jar, "sha256").hexdigest() == entry["sha256"]:
                if entry["packaging"] == plugin_archives.PACKAGING:
                    plugin_archives.unpack(path)
                return
        path.unlink()
    raise JarsUnavailable(
        f"{artifact.filename} cannot be had from Maven Central ({failure}): "
        "check the network, then run make setup again"
    )


def _context(cache_dir: Path) -> MavenContext:
    return MavenContext(resolver=PythonResolver(), repo_cache=jars.repository(cache_dir), timeout=_ANSWER_SECONDS)


@contextlib.contextmanager
def _exclusively(cache_dir: Path) -> Iterator[None]:
    cache_dir.mkdir(parents=True, exist_ok=True)
    with (cache_dir / "fetch.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
