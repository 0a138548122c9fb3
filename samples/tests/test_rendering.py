"""The rendered files: the same every time, dated before the base day, and read back by libraries that readers use."""

import json
from calendar import timegm
from datetime import UTC, date, datetime, time
from html import unescape
from pathlib import Path

import feedparser
import msgspec
import pytest
import trafilatura

from babelwire_samples import Kind, RenderedSamples, render
from babelwire_samples.__main__ import main
from babelwire_samples.manifest import RenderedFile
from babelwire_samples.tellings import Telling, tellings

_DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def samples() -> RenderedSamples:
    return render(_DAY)


def _telling(capture_id: str) -> Telling:
    return next(telling for telling in tellings() if telling.id == capture_id)


def _file(samples: RenderedSamples, name: str) -> RenderedFile:
    return next(file for file in samples.files if file.name == name)


def test_rendering_twice_gives_the_same_bytes(samples: RenderedSamples) -> None:
    again = render(_DAY)
    assert again == samples
    assert again.manifest() == samples.manifest()


def test_another_day_moves_every_date(samples: RenderedSamples) -> None:
    later = render(date(2026, 3, 3))
    assert [capture.id for capture in later.captures] == [capture.id for capture in samples.captures]
    assert all(
        one.captured_at is None or (other.captured_at is not None and (other.captured_at - one.captured_at).days == 1)
        for one, other in zip(samples.captures, later.captures, strict=True)
    )


def test_nothing_is_later_than_the_eve(samples: RenderedSamples) -> None:
    base = datetime.combine(_DAY, time(0), tzinfo=UTC)
    for capture in samples.captures:
        if capture.captured_at is not None:
            assert capture.captured_at < base
            if capture.expected_published_at is not None:
                assert capture.expected_published_at < capture.captured_at, capture.id
    assert _DAY.isoformat().encode() not in b"".join(file.content for file in samples.files)


def test_every_telling_is_captured_once(samples: RenderedSamples) -> None:
    ids = [capture.id for capture in samples.captures if capture.event is not None]
    assert sorted(ids) == sorted(telling.id for telling in tellings())


def test_a_revision_is_captured_after_what_it_revises(samples: RenderedSamples) -> None:
    by_id = {capture.id: capture for capture in samples.captures}
    (revision,) = (capture for capture in samples.captures if capture.kind is Kind.REVISION)
    original = by_id[revision.of or ""]
    assert revision.captured_at is not None and original.captured_at is not None
    assert revision.captured_at > original.captured_at
    assert original.expected_outcomes == ["indexed", "superseded"]


_HTML = [telling.id for telling in tellings() if telling.article.form == "html"]


@pytest.mark.parametrize("capture_id", _HTML)
def test_trafilatura_finds_the_paragraphs_of_a_page(samples: RenderedSamples, capture_id: str) -> None:
    capture = next(capture for capture in samples.captures if capture.id == capture_id)
    file = _file(samples, capture.file)
    page = file.content.decode(file.content_type.partition("charset=")[2])
    extracted = " ".join((trafilatura.extract(page, include_comments=False) or "").split())
    paragraphs = [" ".join(text.split()) for text in _telling(capture_id).paragraphs]
    found = sum(text in extracted for text in paragraphs)
    assert found / len(paragraphs) > 0.9, extracted


def test_some_pages_are_not_utf_8(samples: RenderedSamples) -> None:
    charsets = {file.content_type.partition("charset=")[2] for file in samples.files if "html" in file.content_type}
    assert charsets == {"utf-8", "windows-1251", "shift_jis", "gb18030"}


@pytest.mark.parametrize("name", ["feeds/harbour-lantern.rss", "feeds/diario-da-enseada.atom"])
def test_feeds_hold_their_entries_whole(samples: RenderedSamples, name: str) -> None:
    parsed = feedparser.parse(_file(samples, name).content)
    assert not parsed.bozo
    captures = [capture for capture in samples.captures if capture.file == name]
    assert [entry.link for entry in parsed.entries] == [capture.url for capture in captures]
    for entry, capture in zip(parsed.entries, captures, strict=True):
        telling = _telling(capture.id)
        assert entry.title == telling.title
        content = unescape(entry.content[0].value)
        assert all(text in content for text in telling.paragraphs)
        published = datetime.fromtimestamp(timegm(entry.published_parsed), UTC)
        assert published == capture.expected_published_at


def test_json_lines_are_articles(samples: RenderedSamples) -> None:
    lines = _file(samples, "articles.ndjson").content.splitlines()
    captures = [capture for capture in samples.captures if capture.file == "articles.ndjson"]
    assert len(lines) == len(captures)
    for line, capture in zip(lines, captures, strict=True):
        article = json.loads(line)
        assert article["title"] == capture.title
        assert article["url"] == capture.url
        assert article["body"].split("\n\n") == _telling(capture.id).paragraphs
        assert datetime.fromisoformat(article["captured_at"]) == capture.captured_at


def test_syndicated_json_names_who_wrote_it(samples: RenderedSamples) -> None:
    articles = [json.loads(line) for line in _file(samples, "articles.ndjson").content.splitlines()]
    origins = {article["publisher"]["name"]: article["origin"]["name"] for article in articles if "origin" in article}
    assert origins == {"The Southerly": "Kestrel News Agency", "La Voz del Estuario": "Agencia Brújula"}


def test_one_of_the_broken_lines_is_no_json(samples: RenderedSamples) -> None:
    good, bad = _file(samples, "broken.ndjson").content.splitlines()
    json.loads(good)
    with pytest.raises(json.JSONDecodeError):
        json.loads(bad)


def test_page_text_is_a_page_with_its_quirks(samples: RenderedSamples) -> None:
    text = _file(samples, "texts/cup-final--common-ear.txt").content.decode()
    lines = text.splitlines()
    assert lines[0] == "The Common Ear"
    assert lines[2] == "What other tongues are telling today..."
    assert "February 28, 202601: 05: 05" not in lines
    assert "March 1, 202601: 05: 05" in lines
    assert "Source: spiegel" in lines
    assert "All news articles on 2026-03-01" in lines
    assert "because\n\nthe grass does not know that it is a holiday,\n\nas he puts it." in text
    assert "\nFiete Lührs has been responsible for the sports field of FC Breitmoor for nineteen years.\u00a0\n" in text
    assert "(Silke Harms / Pool Photo via Sportbüro Nord) Sportbüro Nord" in text
    assert "⏎" not in text and "␠" not in text


def test_the_command_writes_files_and_a_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--day", "2026-03-02"]) == 0
    manifest = msgspec.json.decode((tmp_path / "manifest.json").read_bytes())
    assert manifest["base_day"] == "2026-03-02"
    assert all((tmp_path / capture["file"]).is_file() for capture in manifest["captures"])
    assert f"{len(manifest['captures'])} captures" in capsys.readouterr().out
