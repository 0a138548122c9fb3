"""The shapes of the API's answers, for its OpenAPI document. Those of an article come from the document's own model."""

from collections.abc import Collection
from datetime import datetime
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import msgspec
from pydantic import BaseModel, Field, create_model

from babelwire_contracts import document
from babelwire_contracts.document import ALWAYS_THERE, BRIEF_FIELDS, PUBLIC_FIELDS
from babelwire_search.likeness.reasons import Reason


def model_of(struct: type[msgspec.Struct]) -> type[BaseModel]:
    """A msgspec struct as a pydantic model, with the structs in it; every field is there, whether or not it is null."""
    types = {
        field.name: (_type(field.type), Field(alias=field.encode_name)) for field in msgspec.structs.fields(struct)
    }
    return create_model(struct.__name__, __doc__=struct.__doc__, **types)  # type: ignore[call-overload, no-any-return]


def _type(type_: Any) -> Any:
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        if type_ not in _models:
            _models[type_] = model_of(type_)
        return _models[type_]
    members = tuple(map(_type, get_args(type_)))
    if not members:
        return type_
    return Union[members] if isinstance(type_, UnionType) else get_origin(type_)[members]  # noqa: UP007 - made here


_models: dict[type[msgspec.Struct], type[BaseModel]] = {}


def _of_article(names: Collection[str]) -> dict[str, Any]:
    types = {field.name: field.type for field in msgspec.structs.fields(document.Article) if field.name in names}
    types |= {name: type(there) for name, there in ALWAYS_THERE.items() if name in names}
    return {name: (_type(type_), ...) for name, type_ in types.items()}


if TYPE_CHECKING:
    Brief = BaseModel
    Article = BaseModel
    ListedArticle = BaseModel
else:
    Brief = create_model("Brief", __doc__="An article in a few words.", **_of_article(BRIEF_FIELDS))
    Article = create_model(
        "Article",
        __doc__=document.Article.__doc__,
        **_of_article(PUBLIC_FIELDS),
        copies=(list[Brief], Field(description="Other members of its group of duplicates, at most 20.")),
        copies_total=(int, Field(description="How many other members there are.")),
    )
    ListedArticle = create_model(
        "ListedArticle",
        __base__=Article,
        __doc__="An article in a list; `highlights` are HTML: escaped text, `<mark>` around what was looked for.",
        highlights=(dict[Literal["title", "lead", "body"], list[str]], ...),
    )


class FoundArticle(ListedArticle):
    """An article that was found. What was found by its meaning alone has its beginning in `highlights`."""

    found_by: Literal["words", "meaning", "both"] | None = Field(
        description="By what it was found; null where nothing was looked for."
    )


class SimilarArticle(ListedArticle):
    """An article that is like another."""

    reason: Reason = Field(
        description="`same_story`: about the same event; `same_people`: of the same names; `same_subject`."
    )


class Provenance(BaseModel):
    """Where an article comes from, in English."""

    sentence: str = Field(description="Who wrote it, who shows it and, where that is known, who translated it.")
    reasons: list[str] = Field(
        description="What the sentence rests on, a clause each; where `translation.status` is `unknown`, why it is."
    )


class ArticleAnswer(Article):
    """One article, with where it comes from in words."""

    provenance: Provenance


class ArticleList(BaseModel):
    """`total` counts what is listed; `next` is the cursor of the next page."""

    items: list[FoundArticle]
    total: int
    total_exact: bool
    next: str | None


class SimilarList(BaseModel):
    """One page; there may be fewer than were asked for, and none."""

    items: list[SimilarArticle]
    total: int
    total_exact: bool
    next: None


class FacetValue(BaseModel):
    """`value` is what the filter takes, `name` how to show it."""

    value: str
    name: str
    count: int


class Replacement(BaseModel):
    from_: str = Field(alias="from")
    to: str


class Suggestion(BaseModel):
    """What was perhaps meant."""

    q: str
    words: list[Replacement]


Facets = dict[Literal["language", "original_language", "publisher", "origin", "category"], list[FacetValue]]


class SearchAnswer(ArticleList):
    facets: Facets
    suggestions: list[Suggestion]
    notes: list[str] = Field(description="What could not be read and was left out.")


class DayAnswer(ArticleList):
    """The articles of one UTC day; the other two days are the nearest that have articles."""

    date: str
    previous_day: str | None
    next_day: str | None
    facets: Facets
    notes: list[str]


class Example(BaseModel):
    article_id: str
    title: str | None
    language: str | None


class Trend(BaseModel):
    """A word of headlines. `before` is the number of articles in an average window before."""

    word: str
    articles: int
    publishers: int
    languages: list[str]
    before: float
    score: float
    example: Example


class TrendList(BaseModel):
    items: list[Trend]
    total: int
    total_exact: bool
    next: None
    since: datetime
    until: datetime


class Source(BaseModel):
    """A site that displays articles, or an outlet that wrote some."""

    role: Literal["publisher", "origin"]
    name: str
    domains: list[str]
    country: str | None
    articles: int
    languages: list[str]
    original_languages: list[str]
    last_published_at: datetime | None
    last_captured_at: datetime | None


class SourceList(BaseModel):
    items: list[Source]
    total: int
    total_exact: bool
    next: None
