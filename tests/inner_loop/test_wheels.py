"""A wheel of each package, with what it declares to need and nothing else, imports whole and says how to use it."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.installs

CHECKOUT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
MEMBERS = {
    tomllib.loads(file.read_text())["project"]["name"]: file.parent
    for folder in ("libs/*", "services/*", "deploy/local", "samples")
    for file in CHECKOUT.glob(f"{folder}/pyproject.toml")
}
IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
names = [module.name for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    if not name.endswith("__main__") and name not in sys.argv[2:]:
        importlib.import_module(name)
print(package.__file__, len(names))
"""
SCRIPTS = ("babelwire_stack.launch",)
"""Run by their path, and not imported by anything."""


def run(*command: str | Path, cwd: Path = CHECKOUT) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel of each package, and the locked versions of all else in `constraints.txt`."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in MEMBERS:
        run(UV, "build", "--quiet", "--wheel", "--package", name, "--out-dir", folder)
    locked = folder / "constraints.txt"
    run(UV, "export", "--quiet", "--frozen", "--no-hashes", "--no-emit-workspace", "--output-file", locked)
    return folder


@pytest.mark.parametrize("name", MEMBERS)
def test_a_wheel_stands_by_itself(wheels: Path, name: str) -> None:
    # All stand at one path in turn, so that what they share is compiled once.
    environment, bytecode = wheels / "venv", f"-Xpycache_prefix={wheels / 'bytecode'}"
    run(UV, "venv", "--quiet", "--clear", "--python", sys.executable, environment)
    python = environment / "bin/python"
    (wheel,) = wheels.glob(f"{name.replace('-', '_')}-*.whl")
    found: list[str | Path] = ["--find-links", wheels, "--constraint", wheels / "constraints.txt"]
    run(UV, "pip", "install", "--quiet", "--python", python, *found, wheel)
    module = name.replace("-", "_")
    output = run(python, bytecode, "-I", "-c", IMPORT_ALL, module, *SCRIPTS, cwd=wheels)
    assert output.startswith(str(environment))
    if (MEMBERS[name] / "src" / module / "__main__.py").exists():
        assert "usage: " in run(python, bytecode, "-I", "-m", module, "--help", cwd=wheels).lower()
    if name == "babelwire-console":
        assert "usage: babelwire" in run(environment / "bin/babelwire", "--help", cwd=wheels).lower()
