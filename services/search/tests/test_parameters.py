from datetime import UTC, date, datetime

import pytest

from babelwire_search.errors import InvalidParameter
from babelwire_search.pagination import Sort
from babelwire_search.parameters import SearchParameters, day_bounds, moment, reader_languages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-06-19", datetime(2021, 6, 19, tzinfo=UTC)),
        ("2021-06-19T08:30:00Z", datetime(2021, 6, 19, 8, 30, tzinfo=UTC)),
        ("2021-06-19T08:30:00+02:00", datetime(2021, 6, 19, 6, 30, tzinfo=UTC)),
        ("2021-06-19T08:30:00 02:00", datetime(2021, 6, 19, 6, 30, tzinfo=UTC)),
        ("", None),
        (None, None),
    ],
)
def test_dates_and_times_are_read_as_utc(text: str | None, expected: datetime | None) -> None:
    assert moment("from", text) == expected


@pytest.mark.parametrize("text", ["yesterday", "2021-13-01", "19.06.2021", "0001-01-01T00:00:00+14:00"])
def test_other_text_is_refused_by_the_parameters_name(text: str) -> None:
    with pytest.raises(InvalidParameter) as refused:
        moment("to", text)
    assert refused.value.parameter == "to"


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidParameter):
        SearchParameters.model_validate({"from": "2021-06-20", "to": "2021-06-19"}).understood()


def test_the_order_is_by_relevance_only_where_there_are_words() -> None:
    assert SearchParameters(q="ferry").understood()[2] is Sort.RELEVANCE
    assert SearchParameters(q="-ferry").understood()[2] is Sort.NEWEST
    _, _, sort, notes = SearchParameters(sort=Sort.RELEVANCE).understood()
    assert sort is Sort.NEWEST
    assert notes


def test_languages_are_tags_or_english_names() -> None:
    _, filters, _, _ = SearchParameters(language=["es,de", "Portuguese"]).understood()
    assert filters.language == ("es", "de", "pt")


@pytest.mark.parametrize("parameter", ["language", "original_language"])
def test_languages_that_are_none_are_refused_by_the_parameters_name(parameter: str) -> None:
    with pytest.raises(InvalidParameter, match="klingonish") as refused:
        SearchParameters.model_validate({parameter: ["es,klingonish"]}).understood()
    assert refused.value.parameter == parameter


@pytest.mark.parametrize("text", ["klingonish", "es, klingonish", "es;q=much", "es;q=2", "es;q=nan"])
def test_preferences_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(InvalidParameter) as refused:
        reader_languages(text)
    assert refused.value.parameter == "reader"


def test_preferences_are_read_by_their_weight() -> None:
    assert reader_languages("es-MX;q=0.5, en, *;q=0.1") == ("en", "es")
    assert reader_languages("") == ()


def test_the_last_day_has_no_next_one() -> None:
    assert day_bounds(date.max)[1] is None
