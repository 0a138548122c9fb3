"""`make setup`: from a fresh clone to everything that the stack and the tests need.

With `packages` as its argument, only to the Python packages that `make check` needs: no Java, no jars, no model, no
browser.

Runs on whatever Python 3 there is, so that one that is too old can say so: nothing here but its standard library, and
no syntax younger than 3.6. Does nothing, in a fraction of a second, when nothing has changed since it last ran.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMP = VENV / "setup.json"

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
NEEDED_MIB = 2048
CHROMIUM = "chromium"
PACKAGES_ALONE = "packages"

SETTINGS = ("BABELWIRE_CACHE_DIR", "BABELWIRE_VECTORS_DIRECTORY", "XDG_CACHE_HOME", "HOME")
DEFINITIONS = (
    "uv.lock",
    "pyproject.toml",
    "*/pyproject.toml",
    "*/*/pyproject.toml",
    "deploy/local/bootstrap.py",
    "deploy/local/jars/*.lock.toml",
    "libs/vectors/src/babelwire_vectors/weights/*.py",
)


def main() -> None:
    if sys.version_info < OLDEST:
        use_newer_python()
    packages_alone = wanted(sys.argv[1:])
    if is_done(packages_alone):
        return
    check_venv_module()
    check_disk()
    if not venv_is_usable():
        make_venv()
    sync(packages_alone)
    fetched = None
    if not packages_alone:
        fetched = [*lines_of("babelwire_stack", "fetch-jars", what="Kafka and OpenSearch"), *fetch_model()]
        install_chromium()
    STAMP.write_text(json.dumps({"digest": digest_of_definitions(), "fetched": fetched}))
    say(
        "done; make check runs what needs no stack"
        if packages_alone
        else "done; make demo shows it all, make help lists the rest"
    )


def wanted(arguments: "list[str]") -> bool:
    """True for the Python packages alone."""
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Sets a checkout up, for `make`.")
    parser.add_argument(
        "what",
        nargs="?",
        choices=[PACKAGES_ALONE],
        help="without Java, jars, model and browser; all of it unless given",
    )
    return parser.parse_args(arguments).what == PACKAGES_ALONE


def use_newer_python() -> None:
    """Goes on in a newer Python, where one is installed beside the one that was asked for."""
    for name in NEWER:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(path, [path, *sys.argv])  # noqa: S606
    found = f"{sys.version_info[0]}.{sys.version_info[1]}"
    fail(f"Python {found} is too old: 3.11 or newer is needed (Debian 12 has it: apt install python3 python3-venv)")


def is_done(packages_alone: bool) -> bool:
    """True when the last run was complete and nothing that it made or depended on has changed."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    if not PYTHON.exists() or stamp["digest"] != digest_of_definitions():
        return False
    if packages_alone:
        return True
    fetched = stamp["fetched"]
    if fetched is None or not all(os.path.exists(each) for each in fetched):  # noqa: PTH110  # twice as fast
        return False
    return shutil.which(CHROMIUM) is not None or not (is_ci() or can_install())


def digest_of_definitions() -> str:
    """One digest of everything that the outcome depends on."""
    digest = hashlib.sha256()
    for part in [str(CHECKOUT), sys.base_prefix, sys.version, *(os.environ.get(name, "") for name in SETTINGS)]:
        digest.update(part.encode() + b"\0")
    for pattern in DEFINITIONS:
        for path in sorted(CHECKOUT.glob(pattern)):
            digest.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def check_venv_module() -> None:
    try:
        import ensurepip  # noqa: F401, PLC0415  # Debian ships it apart from Python
    except ImportError:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        fail(f"this Python has no venv: apt install {package}, then make setup again")


def check_disk() -> None:
    free = shutil.disk_usage(str(CHECKOUT)).free >> 20
    if free < NEEDED_MIB and not UV.exists():
        fail(f"disk is short: {NEEDED_MIB} MiB are needed under {CHECKOUT} and {free} MiB are free")


def venv_is_usable() -> bool:
    """False for one that is not whole, of another Python, or moved: its path is written into its scripts."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text().splitlines()
    except OSError:
        return False
    facts = dict(line.split(" = ", 1) for line in lines if " = " in line)
    same_python = facts.get("version", "").startswith(f"{sys.version_info[0]}.{sys.version_info[1]}.")
    return same_python and facts.get("command", "").endswith(f" {VENV}") and PYTHON.exists() and UV.exists()


def make_venv() -> None:
    say("Python environment")
    base = getattr(sys, "_base_executable", sys.executable)
    run([base, "-m", "venv", "--clear", VENV], "the Python environment")
    run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"uv=={locked_uv()}"], "uv")


def locked_uv() -> str:
    import tomllib  # noqa: PLC0415  # an old Python has none, and gets no further than its version

    packages = tomllib.loads((CHECKOUT / "uv.lock").read_text())["package"]
    return next(package["version"] for package in packages if package["name"] == "uv")


def sync(packages_alone: bool) -> None:
    """Installs what the lock file says. Packages alone leave what else is there: `make setup` may have been here."""
    say("Python packages")
    environment = dict(
        os.environ, UV_PYTHON_DOWNLOADS="never", UV_PROJECT_ENVIRONMENT=str(VENV), UV_COMPILE_BYTECODE="1"
    )
    environment.pop("VIRTUAL_ENV", None)
    if "PIP_CERT" in environment:
        environment.setdefault("SSL_CERT_FILE", environment["PIP_CERT"])
    command = [UV, "sync", "--frozen", "--quiet", "--python", PYTHON]
    if packages_alone:
        command += ["--inexact", "--no-default-groups", "--group", "check"]
    run(command, "the Python packages", env=environment)


def fetch_model() -> "list[str]":
    """The folder of the model that makes vectors."""
    say("the model that makes vectors")
    return lines_of("babelwire_vectors", what="the model")


def lines_of(module: str, *arguments: str, what: str) -> "list[str]":
    """What a module of ours prints: the paths that have to be there."""
    printed = run([PYTHON, "-m", module, *arguments], what, stdout=subprocess.PIPE)
    return printed.decode().splitlines()


def install_chromium() -> None:
    """For the browser tests. Goes on without, save in CI."""
    if shutil.which(CHROMIUM):
        return
    if can_install():
        say("Chromium, for the browser tests")
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        run(["apt-get", "-qq", "update"], "Debian's package lists", env=environment)
        command = ["apt-get", "-qq", "--yes", "--no-install-recommends", "install", CHROMIUM]
        run(command, "Chromium", env=environment, stdout=subprocess.DEVNULL)
    elif is_ci():
        fail(f"Chromium is missing, which CI needs: apt-get install {CHROMIUM}")
    else:
        say(f"no Chromium, so the browser tests cannot run: sudo apt-get install {CHROMIUM}")


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("true", "1")


def run(command: "list[str | Path]", what: str, **options: object) -> bytes:
    """Standard output, where that is captured. Ends with one line when the command fails."""
    done = subprocess.run([str(part) for part in command], cwd=str(CHECKOUT), check=False, **options)
    if done.returncode != 0:
        fail(f"{what} cannot be had (see above): check the network, then try again")
    return done.stdout


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def fail(text: str) -> None:
    sys.exit(f"setup: {text}")


if __name__ == "__main__":
    main()
