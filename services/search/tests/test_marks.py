import pytest

from babelwire_search.marks import has_marks, looks_vietnamese, only_marks_apart


@pytest.mark.parametrize(("text", "marked"), [("cafe", False), ("café", True), ("trăm", True), ("школа ёж", False)])
def test_marks_are_seen(text: str, marked: bool) -> None:
    assert has_marks(text) is marked


@pytest.mark.parametrize("text", ["trăm", "trạm", "Trâm", "Nguyễn", "Đà Nẵng", "nghiêng", "quyết", "tại São"])
def test_vietnamese_syllables_are_told_by_their_form(text: str) -> None:
    assert looks_vietnamese(text)


@pytest.mark.parametrize("text", ["tram", "café", "Malmö", "für", "Łódź", "Bogotá", "señor", "Győr", "İzmir", "地震"])
def test_marked_words_of_other_languages_are_not_vietnamese(text: str) -> None:
    assert not looks_vietnamese(text)


def test_words_that_mean_little_do_not_lose_their_marks() -> None:
    assert only_marks_apart("fur", ("de", "en", "sv")) == ("de",)
    assert only_marks_apart("for", ("sv", "de")) == ("sv",)
    assert only_marks_apart("fur trade", ("de", "en")) == ()
    assert only_marks_apart("cafe", ("fr", "es", "pt")) == ()
