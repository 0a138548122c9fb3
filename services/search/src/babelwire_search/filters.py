"""Which articles a listing is about, apart from any words: languages, outlets, categories, time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from babelwire_text.language_tags import primary, varieties


@dataclass(frozen=True, slots=True)
class Filters:
    """Values of one field are alternatives; fields add up. `since` is inclusive, `until` exclusive, both UTC."""

    language: tuple[str, ...] = ()
    original_language: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    story_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def clauses(self) -> list[dict[str, Any]]:
        """Query DSL clauses that must all match."""
        found = [_any(_language("language", tag) for tag in self.language)] if self.language else []
        if self.original_language:
            found.append(_any(_language("original_language", tag) for tag in self.original_language))
        for values, fields in (
            (self.publisher, ("publisher.name", "publisher.domain")),
            (self.origin, ("origin.registry_name", "origin.name", "origin.domain")),
            (self.category, ("categories",)),
        ):
            if values:
                found.append(_any(_equals(field, value) for value in values for field in fields))
        if self.story_id is not None:
            found.append({"term": {"story_id": self.story_id}})
        if self.since is not None or self.until is not None:
            bounds = {"gte": self.since, "lt": self.until}
            found.append(
                {"range": {"published_at": {name: _time(at) for name, at in bounds.items() if at is not None}}}
            )
        return found

    def of_vectors(self) -> list[dict[str, Any]]:
        """Those clauses that the index of vectors can answer as well: of language and time."""
        return Filters(language=self.language, since=self.since, until=self.until).clauses()

    def not_of_vectors(self) -> list[dict[str, Any]]:
        """All the others."""
        return replace(self, language=(), since=None, until=None).clauses()


def matching(query: dict[str, Any], filters: Filters, *others: dict[str, Any]) -> dict[str, Any]:
    """A query narrowed by filters, which do not change its scores."""
    return {"bool": {"must": [query], "filter": [*filters.clauses(), *others]}}


def in_groups(groups: Sequence[str]) -> dict[str, Any]:
    """Articles of these duplicate groups."""
    return {"terms": {"duplicate_group": list(groups)}}


def _any(clauses: Any) -> dict[str, Any]:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _language(field: str, tag: str) -> dict[str, Any]:
    if tag.lower() == primary(tag):
        return {"terms": {f"{field}.primary": list(varieties(tag))}}
    more_exact = {"prefix": {field: {"value": f"{tag}-", "case_insensitive": True}}}
    return _any([_equals(field, tag), more_exact])


def _equals(field: str, value: str) -> dict[str, Any]:
    return {"term": {field: {"value": value, "case_insensitive": True}}}


def _time(moment: datetime) -> str:
    # Not by `strftime`, which writes the years before 1000 in fewer than four digits.
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
