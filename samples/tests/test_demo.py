"""The demo without a stack: what it keeps, how it posts, and how it accounts."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from babelwire_contracts.receipts import Outcome, Receipt, better_of
from babelwire_samples import Kind, RenderedFile, RenderedSamples, SampleCapture, render
from babelwire_samples.demo.accounting import account, changed_nothing, with_unchanged
from babelwire_samples.demo.errors import DemoFailed
from babelwire_samples.demo.findings import Found, copies_found, tags_found
from babelwire_samples.demo.local_stack import kept_base_day
from babelwire_samples.demo.posting import Answer, Poster

_PAGE = RenderedFile(
    name="pages/a.html",
    content=b"<p>a</p>",
    content_type="text/html; charset=utf-8",
    url="https://outlet.example/a?b=c&d",
    captured_at=datetime(2026, 3, 1, 20, tzinfo=UTC),
)
_LINES = RenderedFile(name="articles.ndjson", content=b"{}\n", content_type="application/x-ndjson")


def test_the_base_day_is_that_of_the_first_run(tmp_path: Path) -> None:
    assert kept_base_day(tmp_path, date(2026, 3, 2)) == date(2026, 3, 2)
    assert kept_base_day(tmp_path, date(2026, 4, 5)) == date(2026, 3, 2)


def test_a_base_day_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "base_day").write_text("soon")
    with pytest.raises(DemoFailed, match="base_day holds no day"):
        kept_base_day(tmp_path, date(2026, 3, 2))


class _Ingest:
    """Gives the responses it was made with, one after the other, and keeps the requests."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.requests: list[httpx.Request] = []
        self.slept: list[float] = []
        self._answers = list(answers)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answers.pop(0)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def post(self, file: RenderedFile) -> Answer:
        async with httpx.AsyncClient(base_url="http://ingest", transport=httpx.MockTransport(self._handle)) as client:
            return await Poster(client, self._sleep).post(file)


async def test_a_page_is_posted_with_where_and_when_it_was_captured() -> None:
    ingest = _Ingest(httpx.Response(202, json={"ids": ["1"]}))
    assert await ingest.post(_PAGE) == Answer(ids=["1"])
    (request,) = ingest.requests
    assert request.url.path == "/pages"
    assert request.url.params["url"] == _PAGE.url
    assert datetime.fromisoformat(request.url.params["captured_at"]) == _PAGE.captured_at
    assert request.headers["Content-Type"] == _PAGE.content_type
    assert request.content == _PAGE.content


async def test_lines_are_posted_as_articles() -> None:
    ingest = _Ingest(httpx.Response(202, json={"ids": ["1", "2"]}))
    assert await ingest.post(_LINES) == Answer(ids=["1", "2"])
    (request,) = ingest.requests
    assert request.url.path == "/articles"
    assert not request.url.params


async def test_a_busy_ingest_is_asked_again_when_it_says() -> None:
    ingest = _Ingest(
        httpx.Response(503, headers={"Retry-After": "2"}), httpx.Response(429), httpx.Response(202, json={"ids": ["1"]})
    )
    assert await ingest.post(_PAGE) == Answer(ids=["1"])
    assert ingest.slept == [2.0, 1.0]


async def test_a_refusal_keeps_its_reason() -> None:
    problem = httpx.Response(
        400, json={"detail": "line 2: not JSON"}, headers={"Content-Type": "application/problem+json"}
    )
    assert await _Ingest(problem).post(_LINES) == Answer(ids=[], refusal="line 2: not JSON")


async def test_an_error_of_ingest_ends_the_demo() -> None:
    with pytest.raises(DemoFailed, match="ingest answered 500"):
        await _Ingest(httpx.Response(500)).post(_PAGE)


async def test_an_ingest_that_is_away_ends_the_demo_with_the_way_out() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    async with httpx.AsyncClient(base_url="http://ingest", transport=httpx.MockTransport(away)) as client:
        with pytest.raises(DemoFailed, match="make up starts the stack"):
            await Poster(client).post(_PAGE)


def _receipt(capture_id: str, outcome: Outcome) -> Receipt:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Receipt(
        capture_id=capture_id, outcome=outcome, service="indexing", at=at, article_id=f"article-{capture_id}"
    )


def test_the_best_receipt_of_a_capture_counts() -> None:
    unchanged, indexed = _receipt("1", Outcome.UNCHANGED), _receipt("1", Outcome.INDEXED)
    assert better_of(None, unchanged) is unchanged
    assert better_of(unchanged, indexed) is indexed
    assert better_of(indexed, unchanged) is indexed


@pytest.fixture(scope="module")
def samples() -> RenderedSamples:
    return render(date(2026, 3, 2))


def _first_run(samples: RenderedSamples) -> tuple[dict[str, Answer], dict[str, Receipt]]:
    answers: dict[str, Answer] = {}
    receipts: dict[str, Receipt] = {}
    for file in samples.files:
        mine = [capture for capture in samples.captures if capture.file == file.name]
        if mine[0].expected_outcomes == ["refused"]:
            answers[file.name] = Answer(ids=[], refusal="not JSON")
            continue
        answers[file.name] = Answer(ids=[capture.id for capture in mine])
        receipts |= {capture.id: _receipt(capture.id, Outcome(capture.expected_outcomes[0])) for capture in mine}
    return answers, receipts


def _as_documents(captures: list[SampleCapture]) -> dict[str, dict[str, Any]]:
    by_id = {}
    for capture in captures:
        copies = capture.kind in (Kind.EXACT_DUPLICATE, Kind.NEAR_DUPLICATE)
        translated = capture.expected_language != capture.expected_original_language
        by_id[f"article-{capture.id}"] = {
            "language": capture.expected_language,
            "original_language": capture.expected_original_language,
            "duplicate": {"of": f"article-{capture.of}" if copies else None},
            "translation": {"status": "translated_by_publisher" if translated else "original"},
        }
    return by_id


def test_every_capture_is_accounted_for_as_expected(samples: RenderedSamples) -> None:
    ended = account(samples, *_first_run(samples))
    assert [one.capture for one in ended] == samples.captures
    assert all(one.as_expected for one in ended)
    assert not changed_nothing(ended)


def test_a_second_run_changes_nothing(samples: RenderedSamples) -> None:
    ended = account(samples, *_first_run(samples))
    documents = _as_documents([one.capture for one in ended if one.article_id is not None])
    again = with_unchanged(ended, documents, {key: {**one, "indexed_at": "later"} for key, one in documents.items()})
    assert all(one.as_expected for one in again)
    assert changed_nothing(again)


def test_a_document_that_changed_is_no_repetition(samples: RenderedSamples) -> None:
    ended = account(samples, *_first_run(samples))
    documents = _as_documents([one.capture for one in ended if one.article_id is not None])
    after = documents | {"article-mosaic/il-molo": {"language": "und"}}
    again = with_unchanged(ended, documents, after)
    assert [one.capture.id for one in again if one.outcome == "indexed"] == ["mosaic/il-molo"]
    assert not changed_nothing(again)


def test_what_nobody_ended_is_not_as_expected(samples: RenderedSamples) -> None:
    answers, receipts = _first_run(samples)
    del receipts["mosaic/il-molo"]
    (one,) = (one for one in account(samples, answers, receipts) if not one.as_expected)
    assert (one.capture.id, one.outcome) == ("mosaic/il-molo", None)


def test_findings_are_counted_against_the_manifest(samples: RenderedSamples) -> None:
    ended = account(samples, *_first_run(samples))
    documents = _as_documents([one.capture for one in ended if one.article_id is not None])
    assert copies_found(ended, documents, Kind.NEAR_DUPLICATE) == Found(8, 8)
    assert tags_found(ended, documents) == {
        "language of the text": Found(82, 82),
        "language it was first written in": Found(82, 82),
        "translated before it came here": Found(7, 7),
    }
    assert copies_found(ended, documents, Kind.EXACT_DUPLICATE) == Found(4, 4)
    documents["article-desalination/barid-al-waha"]["duplicate"]["of"] = None
    documents["article-desalination/sada-al-marfa"]["duplicate"]["of"] = "article-desalination/barid-al-waha"
    assert copies_found(ended, documents, Kind.EXACT_DUPLICATE) == Found(4, 4)
    documents["article-desalination/sada-al-marfa"]["duplicate"]["of"] = None
    assert copies_found(ended, documents, Kind.EXACT_DUPLICATE) == Found(3, 4)


def test_a_narrower_tag_is_right_and_a_missing_document_is_not(samples: RenderedSamples) -> None:
    ended = account(samples, *_first_run(samples))
    documents = _as_documents([one.capture for one in ended if one.article_id is not None])
    documents["article-river-rights/jiangwan-chenbao"]["language"] = "zh-Hans"
    documents["article-cup-final/harbour-lantern"]["language"] = "enm"
    del documents["article-mosaic/il-molo"]
    assert tags_found(ended, documents)["language of the text"] == Found(80, 82)
