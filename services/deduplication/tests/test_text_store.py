"""Texts on disk: kept as given, begun anew with each start, and away where the disk is."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_deduplication import texts as texts_module
from babelwire_deduplication.adapters.text_store import SqliteTextStore
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.errors import TextAway, TextMalformed
from babelwire_deduplication.texts import packed, unpacked

from .families import family, revision
from .greedy import expected
from .pipeline import World, observation

IDS = [bytes([number]) * 16 for number in range(5)]


def test_texts_are_kept_by_article_and_replaced(tmp_path: Path) -> None:
    store = SqliteTextStore(tmp_path)
    with store.opened():
        store.put([(IDS[0], b"one"), (IDS[1], b"\x00\xff")])
        store.put([(IDS[0], b"another"), (IDS[2], b"three")])
        assert store.get(IDS) == {IDS[0]: b"another", IDS[1]: b"\x00\xff", IDS[2]: b"three"}
        assert store.get([]) == {}


def test_what_a_killed_instance_left_behind_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "1"
    killed = SqliteTextStore(folder)
    with killed.opened():
        killed.put([(IDS[0], b"left behind")])
        leftovers = {path: path.read_bytes() for path in folder.iterdir()}
    for path, content in leftovers.items():
        path.write_bytes(content)
    (folder / "texts.sqlite-journal").write_bytes(b"half a journal")
    store = SqliteTextStore(folder)
    with store.opened():
        assert store.get(IDS) == {}
        store.put([(IDS[0], b"new")])
        assert store.get(IDS) == {IDS[0]: b"new"}


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "texts.sqlite").write_bytes(b"no database" * 1000)
    store = SqliteTextStore(tmp_path)
    with store.opened():
        assert store.get(IDS) == {}


def test_without_a_folder_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = SqliteTextStore(None)
    with store.opened():
        store.put([(IDS[0], b"one")])
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_closed_says_so() -> None:
    store = SqliteTextStore(None)
    with pytest.raises(TextAway):
        store.get(IDS)
    with pytest.raises(TextAway):
        store.put([(IDS[0], b"one")])


def test_what_the_database_cannot_do_is_a_text_that_is_away(tmp_path: Path) -> None:
    store = SqliteTextStore(tmp_path)
    with store.opened():
        store.put([(IDS[0], b"one")])
        with sqlite3.connect(tmp_path / "texts.sqlite") as vandal:
            vandal.execute("ALTER TABLE texts RENAME TO taken")
        vandal.close()
        with pytest.raises(TextAway, match="texts cannot be read"):
            store.get(IDS)
        with pytest.raises(TextAway, match="texts cannot be stored"):
            store.put([(IDS[1], b"two")])
        with sqlite3.connect(tmp_path / "texts.sqlite") as vandal:
            vandal.execute("ALTER TABLE taken RENAME TO texts")
        vandal.close()
        store.put([(IDS[1], b"two")])
        assert store.get(IDS) == {IDS[0]: b"one", IDS[1]: b"two"}


def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), SqliteTextStore(tmp_path / "file" / "1").opened():
        pass


@given(st.text(st.characters(exclude_categories=[])))
def test_a_packed_text_is_the_text(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert unpacked(b"") == ""


@pytest.mark.parametrize(
    "text", [b"no frame", packed("a text")[:-3], packed("\ud800").replace(b"\xed\xa0", b"\xff\xff")]
)
def test_what_was_never_packed_cannot_be_unpacked(text: bytes) -> None:
    with pytest.raises(TextMalformed):
        unpacked(text)


def test_texts_that_are_not_in_memory_are_read_from_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "_KEPT", 2)
    store = SqliteTextStore(tmp_path)
    seen = [revision(article, article, text) for article, text in enumerate(family(30, 0.7))]
    with store.opened():
        deduplicator = Deduplicator(1, store)
        sections, fingerprints = deduplicator.observe(seen)
        assert [one.text for one in fingerprints] == [packed(one.written) for one in seen]
        shown = {one.article_id.hex(): section.duplicate for one, section in zip(seen, sections, strict=True)}
    assert shown == expected(seen)


def test_a_lost_text_comes_back_with_a_restart() -> None:
    world = World(instances=1)
    world.deliver([observation(article, article, 0 if article % 2 else 1) for article in range(8)])
    before = world.documents()
    world.restart(0)
    world.deliver([observation(8, 9, 0)])
    world.settle()
    assert world.documents().items() >= before.items()
