"""A listing's parameters, as they come in a URL."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from babelwire_search.errors import InvalidParameter
from babelwire_search.filters import Filters
from babelwire_search.languages import language_tag, not_a_preference, preferred_languages
from babelwire_search.meaning.looking import Match
from babelwire_search.pagination import Sort
from babelwire_search.query_language import Query, read_query

MAX_SIZE: Final = 100

_SPACE_FOR_PLUS: Final = re.compile(r" (?=\d\d:?\d\d$)")
_MAX_VALUES: Final = 20
_LANGUAGE_HELP: Final = "write a tag like pt-BR or an English name like Portuguese"
_READER_HELP: Final = "write a list like pt-BR,es;q=0.5"

Values = Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=_MAX_VALUES)]


class PageParameters(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    size: int = Field(default=20, ge=1, le=MAX_SIZE, description="How many to list.")
    cursor: str | None = Field(default=None, description="`next` of the page before; only `size` may change.")
    duplicates: Literal["collapse", "show"] = Field(
        default="collapse",
        description="`collapse` lists one article of each group of duplicates.",
    )
    reader: str | None = Field(
        default=None,
        max_length=200,
        description="Languages the reader prefers, as in Accept-Language, which it takes the place of: of a group of "
        "duplicates the member in the first of them is shown.",
    )

    @property
    def collapse(self) -> bool:
        return self.duplicates == "collapse"


class SearchParameters(PageParameters):
    """What `/api/search` takes. A filter given more than once takes any of its values."""

    q: str | None = Field(
        default=None,
        description='Words, "a phrase", -word, this OR that, well-known (side by side); title:, lead:, body: before a '
        "word; publisher:, origin:, language:, category: as filters. Any text is a query; what could not be read is "
        "told in `notes`.",
    )
    language: Values = Field(default=[], description="Of the text: BCP 47 tag or English name; `pt` finds `pt-BR` too.")
    original_language: Values = Field(default=[], description="Of the text as first written.")
    publisher: Values = Field(default=[], description="Name or domain of the site that displays the article.")
    origin: Values = Field(default=[], description="Name or domain of the outlet that wrote it.")
    category: Values = Field(default=[], description="As the publisher names it.")
    from_: str | None = Field(
        default=None, alias="from", max_length=40, description="Published then or later: date or time."
    )
    to: str | None = Field(default=None, max_length=40, description="Published before: date or time.")
    story_id: str | None = Field(default=None, max_length=500, description="Articles about one event.")
    sort: Annotated[Sort | None, BeforeValidator(lambda given: given or None)] = Field(
        default=None, description="`relevance` where `q` looks for words, else `newest`. Undated articles come last."
    )
    match: Annotated[Match, BeforeValidator(lambda given: given or Match.BOTH)] = Field(
        default=Match.BOTH,
        description="`words`; `meaning`, in whatever language, of what an article begins with; or `both`. Meaning is "
        "looked for in the order of relevance only, and not for phrases and words of one field.",
    )

    def understood(self) -> tuple[Query, Filters, Sort, tuple[str, ...]]:
        """Query, filters, sort and notes. Raises `InvalidParameter` for languages and times that are none."""
        query = read_query(self.q)
        notes = list(query.notes)
        since, until = moment("from", self.from_), moment("to", self.to)
        if since is not None and until is not None and since > until:
            raise InvalidParameter("to", f"`to` ({self.to}) is before `from` ({self.from_})")
        if self.sort is Sort.RELEVANCE and not query.has_text:
            notes.append("There are no words to be relevant to, so the newest are listed first.")
        by_default = Sort.RELEVANCE if query.has_text else Sort.NEWEST
        sort = by_default if self.sort in (None, Sort.RELEVANCE) else self.sort
        filters = Filters(
            language=(*_languages("language", self.language), *query.filters.get("language", ())),
            original_language=_languages("original_language", self.original_language),
            publisher=(*_given(self.publisher), *query.filters.get("publisher", ())),
            origin=(*_given(self.origin), *query.filters.get("origin", ())),
            category=(*_given(self.category), *query.filters.get("category", ())),
            story_id=self.story_id or None,
            since=since,
            until=until,
        )
        return query, filters, sort or by_default, tuple(dict.fromkeys(notes))


class DayParameters(PageParameters):
    """What `/api/days/{date}` takes."""

    language: Values = Field(default=[], description="Of the text: BCP 47 tag or English name; `pt` finds `pt-BR` too.")

    def languages(self) -> tuple[str, ...]:
        """Language tags. Raises `InvalidParameter` for what is none."""
        return _languages("language", self.language)


def reader_languages(text: str) -> tuple[str, ...]:
    """Primary subtags by preference, as the `reader` parameter lists them. Raises `InvalidParameter`."""
    unread = not_a_preference(text)
    if unread is not None:
        message = f"“{unread[:40]}” is not a language this service knows, or not one with a weight; {_READER_HELP}"
        raise InvalidParameter("reader", message)
    return preferred_languages(text)


def moment(parameter: str, text: str | None) -> datetime | None:
    """A date (its 00:00 UTC) or an ISO 8601 time (UTC where it names no zone). Raises `InvalidParameter`."""
    if text is None or not text.strip():
        return None
    # A plus sign that was not percent-encoded arrives as a space.
    given = _SPACE_FOR_PLUS.sub("+", text.strip())
    try:
        found = datetime.fromisoformat(given)
        return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidParameter(
            parameter, f"“{text[:40]}” is not a date like 2021-06-19 or a time like 2021-06-19T08:30:00Z"
        ) from None


def day_bounds(day: date) -> tuple[datetime, datetime | None]:
    """The first moment of a day, UTC, and that of the next; None behind the last day there is."""
    start = datetime.combine(day, time(), UTC)
    return start, None if day == date.max else start + timedelta(days=1)


def _given(values: list[str]) -> tuple[str, ...]:
    return tuple(value.strip() for value in values if value.strip())


def _languages(parameter: str, values: list[str]) -> tuple[str, ...]:
    found = []
    for value in (one.strip() for given in values for one in given.split(",") if one.strip()):
        tag = language_tag(value)
        if tag is None:
            raise InvalidParameter(parameter, f"“{value[:40]}” is not a language this service knows; {_LANGUAGE_HELP}")
        found.append(tag)
    return tuple(found)
