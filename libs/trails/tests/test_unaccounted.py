"""Which captures are open, and since when."""

from babelwire_trails.unaccounted import OpenCaptures

ID = b"ab" * 16


def test_a_capture_is_open_from_its_acceptance_to_its_receipt() -> None:
    captures = OpenCaptures()
    captures.begun({"capture-id": ID, "accepted-at": b"1000"}, 5000)
    captures.begun({"capture-id": b"cd" * 16}, 4000)
    assert captures.oldest() == 1000
    captures.ended(ID)
    assert captures.oldest() == 4000
    captures.ended(b"cd" * 16)
    captures.ended(None)
    assert captures.oldest() is None


def test_replays_redrives_and_foreign_bytes_are_not_waited_for() -> None:
    captures = OpenCaptures()
    captures.begun({"capture-id": ID, "replay-id": b"r"}, 1)
    captures.begun({"capture-id": ID, "redrive-of": b"dead-letters.ingest/0/1"}, 1)
    captures.begun({}, 1)
    captures.begun({"capture-id": b"example"}, 1)
    assert captures.oldest() is None
