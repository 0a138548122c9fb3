"""The jars of Kafka and OpenSearch: which ones exactly, downloaded once, and checked."""

import contextlib
import fcntl
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import requests
from jgo.env import EnvironmentSpec, LockedDependency, LockFile, compute_spec_hash
from jgo.maven import Artifact, MavenContext, PythonResolver

from babelwire_stack.errors import JarsUnavailable
from babelwire_stack.settings import CHECKOUT

SETS: Final = ("kafka", "opensearch")
_JARS_DIR: Final = CHECKOUT / "deploy" / "local" / "jars"
_ATTEMPTS: Final = 3
_DOWNLOADS_AT_ONCE: Final = 8
_RUNTIME_SCOPES: Final = ("compile", "runtime")

Progress = Callable[[int, int], None]
"""Called with how many jars are there and how many are needed."""


def specification(name: str) -> Path:
    """The file that names what is asked for."""
    return _JARS_DIR / f"{name}.toml"


def lock_file(name: str) -> Path:
    """The file that names every jar that follows from it, with its SHA-256."""
    return _JARS_DIR / f"{name}.lock.toml"


def lock(cache_dir: Path) -> None:
    """Resolves what the specifications ask for and writes the lock files anew."""
    context = _context(cache_dir)
    for name in SETS:
        spec = EnvironmentSpec.load(specification(name))
        asked = [context.create_dependency(coordinate) for coordinate in spec.coordinates]
        for dependency in asked:
            dependency.scope, dependency.raw = "compile", True  # raw: what one jar manages is not forced on the others
        inputs, transitive = context.resolver.resolve(asked)
        needed = [*inputs, *(dependency for dependency in transitive if dependency.scope in _RUNTIME_SCOPES)]
        needed.sort(key=lambda dependency: str(dependency.artifact))
        LockFile.from_resolved_dependencies(
            needed, environment_name=name, spec_hash=compute_spec_hash(specification(name))
        ).save(lock_file(name))


def class_path(name: str, cache_dir: Path) -> list[Path]:
    """The jars of one set. Raises `JarsUnavailable` when one is missing."""
    context = _context(cache_dir)
    paths = [_artifact(context, locked).cached_path for locked in LockFile.load(lock_file(name)).dependencies]
    missing = [path for path in paths if path is None or not path.exists()]
    if missing:
        raise JarsUnavailable(f"{len(missing)} jars of {name} are not in {cache_dir}: run make setup")
    return [path for path in paths if path is not None]


def fetch(cache_dir: Path, progress: Progress) -> None:
    """Downloads what is missing and verifies all of it against the lock files; returns at once when that is done.

    Several callers may share one cache. Raises `JarsUnavailable`.
    """
    stamp = cache_dir / f"jars-{_lock_digest()}.verified"
    if stamp.exists():
        with contextlib.suppress(JarsUnavailable):
            for name in SETS:
                class_path(name, cache_dir)
            return
    context = _context(cache_dir)
    locked = {
        dependency.sha256: dependency for name in SETS for dependency in LockFile.load(lock_file(name)).dependencies
    }
    with _exclusively(cache_dir), ThreadPoolExecutor(_DOWNLOADS_AT_ONCE) as threads:
        fetched = threads.map(lambda dependency: _fetch_one(context, dependency), locked.values())
        for done, _ in enumerate(fetched, start=1):
            progress(done, len(locked))
        stamp.touch()


def _fetch_one(context: MavenContext, locked: LockedDependency) -> None:
    """jgo writes to the final name and only warns of a wrong checksum, so a cut download is found and repeated here."""
    artifact = _artifact(context, locked)
    failure = "its checksum is not the locked one"
    for _ in range(_ATTEMPTS):
        try:
            path = artifact.resolve()
        except (requests.RequestException, RuntimeError) as error:
            failure = str(error)
            if artifact.cached_path is not None:
                artifact.cached_path.unlink(missing_ok=True)
            continue
        with path.open("rb") as jar:
            if hashlib.file_digest(jar, "sha256").hexdigest() == locked.sha256:
                return
        path.unlink()
    raise JarsUnavailable(
        f"{artifact.filename} cannot be had from Maven Central ({failure}): "
        "check the network, then run make setup again"
    )


def _artifact(context: MavenContext, locked: LockedDependency) -> Artifact:
    component = context.project(locked.groupId, locked.artifactId).at_version(locked.version)
    return component.artifact(locked.classifier or "", locked.packaging)


def _context(cache_dir: Path) -> MavenContext:
    return MavenContext(resolver=PythonResolver(), repo_cache=cache_dir / "maven", timeout=60)


def _lock_digest() -> str:
    return hashlib.sha256(b"".join(lock_file(name).read_bytes() for name in SETS)).hexdigest()[:16]


@contextlib.contextmanager
def _exclusively(cache_dir: Path) -> Iterator[None]:
    cache_dir.mkdir(parents=True, exist_ok=True)
    with (cache_dir / "fetch.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
