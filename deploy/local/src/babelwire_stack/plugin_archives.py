"""OpenSearch's plugins come from Maven as archives: their jars, and the names that nothing on Maven declares.

The k-NN plugin names four types of OpenSearch's gRPC transport in its signatures, whether or not that transport runs.
They are nowhere on Maven, so an empty interface of each name takes its place.
"""

import struct
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

PACKAGING: Final = "zip"

_ABSENT: Final = (
    "org/opensearch/transport/grpc/spi/QueryBuilderProtoConverter",
    "org/opensearch/transport/grpc/spi/QueryBuilderProtoConverterRegistry",
    "org/opensearch/protobufs/QueryContainer",
    "org/opensearch/protobufs/QueryContainer$QueryContainerCase",
)
_STAND_INS: Final = "stand-ins.jar"
_JAVA_8: Final = 52
_PUBLIC_ABSTRACT_INTERFACE: Final = 0x0601


def jars_of(archive: Path, already_there: Collection[str]) -> list[Path]:
    """Where the jars of an archive lie once it is unpacked, less those whose artifact is `already_there`.

    Raises `FileNotFoundError` where the archive is not there.
    """
    with zipfile.ZipFile(archive) as opened:
        names = [name for name in opened.namelist() if name.endswith(".jar")]
    wanted = [name for name in names if name.rpartition("-")[0] not in already_there]
    return [_folder(archive) / name for name in (*wanted, _STAND_INS)]


def unpack(archive: Path) -> None:
    """Unpacks an archive beside itself, and writes the jar of stand-ins. Doing it again changes nothing."""
    folder = _folder(archive)
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(archive) as opened:
        for name in (name for name in opened.namelist() if name.endswith(".jar")):
            _write(folder / Path(name).name, opened.read(name))
    with zipfile.ZipFile(folder / _STAND_INS, "w") as jar:
        for name in _ABSENT:
            jar.writestr(f"{name}.class", _interface(name))


def _folder(archive: Path) -> Path:
    return archive.with_suffix(".unpacked")


def _write(path: Path, content: bytes) -> None:
    # Another process may read the file at this moment.
    written = path.with_suffix(".part")
    written.write_bytes(content)
    written.replace(path)


def _interface(name: str) -> bytes:
    """The class file (JVM specification, chapter 4) of an interface without members."""
    constants = b"".join(
        struct.pack(">BHBH", 7, place + 1, 1, len(text)) + text
        for place, text in ((1, name.encode()), (3, b"java/lang/Object"))
    )
    head = struct.pack(">IHHH", 0xCAFEBABE, 0, _JAVA_8, 5)
    return head + constants + struct.pack(">HHHHHHH", _PUBLIC_ABSTRACT_INTERFACE, 1, 3, 0, 0, 0, 0)
