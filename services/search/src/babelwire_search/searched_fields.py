"""The fields of the index in which words are looked for, and the two ways of asking several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from babelwire_search.query_language import TEXT_FIELDS

BOOSTS: Final = {"title": 3, "lead": 2, "body": 1}
NAMES: Final = ("authors.text", "publisher.name.text", "origin.name.text", "origin.registry_name.text")
AROUND_THE_TEXT: Final = ("images.caption", "videos.title", "keywords.text", "categories.text", *NAMES)


@dataclass(frozen=True, slots=True)
class Analyzed:
    """One language, and under which names its analyzer's fields are."""

    language: str
    sections: tuple[str, ...]

    def fields(self, *, only: str | None = None, boosted: bool = True) -> list[str]:
        """Its text fields, or one of them."""
        return [
            f"{section}.{self.language}.{name}" + (f"^{BOOSTS[name]}" if boosted else "")
            for section in self.sections
            for name in TEXT_FIELDS
            if only in (None, name)
        ]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a query can afford to ask. `asked`: the languages that it is narrowed to, as primary subtags.

    `at_length`: whether there is room for more than the words as they are.
    """

    analyzed: tuple[Analyzed, ...]
    asked: frozenset[str] = frozenset()
    at_length: bool = True

    @property
    def written(self) -> list[str]:
        """Languages in whose own analysis articles are searched."""
        return [one.language for one in self.analyzed if "localized" in one.sections]

    def translated(self, only: str | None) -> list[str]:
        """The text fields of translations."""
        fields = [name for one in self.analyzed for name in one.fields(only=only, boosted=False)]
        return [name for name in fields if name.startswith("translations.")]


def text_fields(only: str | None = None) -> list[str]:
    """The language-neutral text fields, boosted, or one of them."""
    return [f"{name}^{boost}" for name, boost in BOOSTS.items() if only in (None, name)]


def across(text: str, fields: Sequence[str], **conditions: str) -> dict[str, Any]:
    """Words that may be spread over fields of one analyzer."""
    query = {"query": text, "type": "cross_fields", "fields": list(fields), "lenient": True}
    return {"multi_match": query | conditions}


def phrase(text: str, fields: Sequence[str], **conditions: float) -> dict[str, Any]:
    """Words side by side in one field."""
    return {"multi_match": {"query": text, "type": "phrase", "fields": list(fields), "lenient": True} | conditions}


def any_of(queries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The best of several queries counts, and a little each of the others."""
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": list(queries), "tie_breaker": 0.2}}
