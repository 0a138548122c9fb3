"""An article that came as JSON skips what cleaning has seen to; these say that it comes to the same as the long way."""

import json
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from babelwire_contracts import identity
from babelwire_contracts.captures import ARTICLE_JSON, CaptureMethod
from babelwire_ingest.capturing import make_capture
from babelwire_ingest.parsing import NotAnArticle, text_cleaning
from babelwire_ingest.parsing.dating import dates
from babelwire_ingest.parsing.extracted_article import _MOMENT, ExtractedArticle, parse_article_json
from babelwire_ingest.parsing.web_address import _whole_way, web_address

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
MARKS = "\u0301\u3099\u093c\u0306\u00a0\u2009\u3000\u200b\u200c\u202e\u034f\ufffc\t\r\n\n\x0b\x1c\x85\u2028\x00"
TEXT = st.text(st.sampled_from("ab. éかबиﷺ漢ﾞ" + MARKS)) | st.text(st.characters(exclude_categories=["Cs"]))
WRAPPED = "か" * 60 + "\n" + "\u3099" + "か" * 60 + "\n" + "か" * 60 + "\n\nか。"
PIECES = (
    *("https://", "http://", "HTTPS://", "a.example", "bücher.example", "/", "/x.jpg", "?w=1&h=2", "#t", ":80", ":x"),
    *("u@", "..", "%20", "%", " ", "\t", "\n", "\u3000", "\u200e", "\x00", "é", "[", "]", "::1", ",", "漢", "_", "="),
)
ADDRESS = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)


@given(TEXT, TEXT | st.none(), TEXT)
@example("か", "\u3099", WRAPPED)
@example("a", None, " \u00a0a  b\u00a0\u0301\n\n\n c\td ")
def test_the_hash_of_its_words(title: str, lead: str | None, body: str) -> None:
    capture = make_capture(
        url=None,
        content_type=ARTICLE_JSON,
        body=json.dumps({"title": title[:2000], "lead": lead, "body": body}).encode(),
        method=CaptureMethod.ARTICLE,
        captured_at=NOW,
        accepted_at=NOW,
    )
    try:
        draft = parse_article_json(capture)
    except NotAnArticle:
        return
    assert draft.spaced
    assert identity.content_hash_of_spaced(draft.title, draft.lead, draft.paragraphs) == identity.content_hash(
        draft.title, draft.lead, text_cleaning.join(draft.paragraphs)
    )


@given(ADDRESS)
@example("https://img.example/" + "a" * 2028)
@example("https://img.example/" + "a" * 2029)
def test_the_address_of_a_picture(address: str) -> None:
    assert web_address(address) == (_whole_way(address.strip(), None) if address else None)


@given(
    st.sampled_from(["2026-11-20", "2026-11-20T08:15:00z", " 2026-11-20 08:15Z ", "2026-02-30", "٢٠٢٦-11-20"]) | TEXT
)
def test_a_time_is_read_as_itself(printed: str) -> None:
    text = printed.strip()
    expected = dates.iso(text.replace("z", "Z"), "json field published_at") if _MOMENT.fullmatch(text) else None
    for _ in range(2):
        try:
            article = ExtractedArticle(title="T", body="B", published_at=printed)
        except ValueError:
            assert expected is None
        else:
            assert article.dating() == expected
