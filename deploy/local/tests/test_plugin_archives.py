"""An archive of a plugin becomes jars on the class path, with an interface for each name that nothing declares."""

import zipfile
from pathlib import Path

import pytest

from babelwire_stack import plugin_archives


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with two jars, one of which OpenSearch brings itself."""
    path = tmp_path / "plugin-1.0.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("plugin-1.0.jar", b"its own")
        made.writestr("slf4j-api-2.0.17.jar", b"OpenSearch's too")
        made.writestr("NOTICE.txt", b"not a jar")
    return path


def test_its_jars_are_unpacked_and_none_is_there_twice(archive: Path) -> None:
    plugin_archives.unpack(archive)
    plugin_archives.unpack(archive)
    own, stand_ins = plugin_archives.jars_of(archive, {"slf4j-api"})
    assert own.read_bytes() == b"its own"
    assert stand_ins.exists()


def test_stand_ins_are_empty_interfaces(archive: Path) -> None:
    plugin_archives.unpack(archive)
    with zipfile.ZipFile(plugin_archives.jars_of(archive, ())[-1]) as jar:
        classes = {name: jar.read(name) for name in jar.namelist()}
    assert "org/opensearch/protobufs/QueryContainer.class" in classes
    for name, content in classes.items():
        assert content.startswith(b"\xca\xfe\xba\xbe\x00\x00\x00\x34")
        assert name.removesuffix(".class").encode() in content
        # Public, abstract, an interface; itself, its parent; no interfaces, fields, methods, attributes.
        assert content.endswith(bytes.fromhex("0601 0001 0003 0000 0000 0000 0000"))


def test_what_is_not_unpacked_is_named_all_the_same(archive: Path) -> None:
    assert not any(jar.exists() for jar in plugin_archives.jars_of(archive, ()))
