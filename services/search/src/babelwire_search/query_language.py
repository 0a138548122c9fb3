"""What a reader typed, read forgivingly: any text is a query, and what could not be read is said in notes.

words          most of them must occur, in any of their forms
"a phrase"     these words, in this order
-word          articles without it; also NOT word, -"a phrase"
this OR that   either of the two
title:word     in the title (also lead:, body:); publisher:, origin:, language:, category: filter
well-known     these words side by side, where possible, as `joined_words` has it
pipe:organ     both words, for there is no such field
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from babelwire_search.languages import language_tag
from babelwire_search.token_budget import count_tokens, first_tokens

MAX_LENGTH: Final = 1000
MAX_TOKENS: Final = 64
"""Words, or characters of scripts without spaces between words."""

TEXT_FIELDS: Final = ("title", "lead", "body")
FILTER_FIELDS: Final = ("publisher", "origin", "language", "category")

_QUOTES: Final = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "『": "』"}
_PREFIX: Final = re.compile(rf"({'|'.join((*TEXT_FIELDS, *FILTER_FIELDS))}):", re.IGNORECASE)
_LIKE_A_FIELD: Final = re.compile(rf"([a-z][a-z_]+):(?=[^\W_]{{2}}|[{''.join(_QUOTES)}])", re.IGNORECASE)
"""A name before a colon; not `https://`, `12:30` or `EU:s`, where the colon belongs to the word."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, looked for in one text field or, with `field` None, in all of them."""

    text: str
    phrase: bool = False
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood. `required` holds alternatives: one term of each group must match."""

    words: tuple[str, ...] = ()
    required: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        """Whether anything is looked for, so that relevance means something."""
        return bool(self.words or self.required)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Everything looked for, for highlighting."""
        return (*(Term(word) for word in self.words), *(term for group in self.required for term in group))


class _Operator(StrEnum):
    AND = "AND"
    OR = "OR"
    NOT = "NOT"


_OPERATORS: Final = {
    "AND": _Operator.AND,
    "&&": _Operator.AND,
    "+": _Operator.AND,
    "OR": _Operator.OR,
    "||": _Operator.OR,
    "|": _Operator.OR,
    "NOT": _Operator.NOT,
}


@dataclass(slots=True)
class _Token:
    term: Term
    excluded: bool
    filter: str | None
    unknown_field: str | None = None


class _Scanner:
    def __init__(self, text: str) -> None:
        self.notes: list[str] = []
        if len(text) > MAX_LENGTH:
            self.notes.append(f"Only the first {MAX_LENGTH} characters of the query were read.")
        self._text = text[:MAX_LENGTH]
        self._at = 0

    def tokens(self) -> list[_Token | _Operator]:
        """Terms in order, and the operators between them."""
        found: list[_Token | _Operator] = []
        while (token := self._next()) is not None:
            if isinstance(token, _Token) and not any(character.isalnum() for character in token.term.text):
                continue
            found.append(token)
        return found

    def _next(self) -> _Token | _Operator | None:
        text = self._text
        while self._at < len(text) and (text[self._at].isspace() or text[self._at] in "()"):
            self._at += 1
        if self._at >= len(text):
            return None
        excluded = text[self._at] == "-" and self._at + 1 < len(text) and not text[self._at + 1].isspace()
        self._at += excluded
        prefix = _PREFIX.match(text, self._at)
        name = None
        if prefix is not None and prefix.end() < len(text) and not text[prefix.end()].isspace():
            name, self._at = prefix[1].lower(), prefix.end()
        unknown = _LIKE_A_FIELD.match(text, self._at) if name is None else None
        if unknown is not None:
            self._at = unknown.end()
            self.notes.append(_no_such_field(unknown[1]))
        value, phrase = self._value()
        if name is None and unknown is None and not phrase and not excluded and value in _OPERATORS:
            return _OPERATORS[value]
        field_ = name if name in TEXT_FIELDS else None
        filter_ = name if name in FILTER_FIELDS else None
        return _Token(Term(value, phrase, field_), excluded, filter_, unknown[1] if unknown else None)

    def _value(self) -> tuple[str, bool]:
        text, start = self._text, self._at
        closing = _QUOTES.get(text[start]) if start < len(text) else None
        if closing is not None:
            end = text.find(closing, start + 1)
            if end >= 0:
                self._at = end + 1
                return text[start + 1 : end].strip(), True
            self.notes.append(f"The quotation mark {text[start]} is never closed; what follows was read as words.")
            start += 1
        end = start
        while end < len(text) and not text[end].isspace() and text[end] not in _QUOTES and text[end] not in "()":
            end += 1
        self._at = max(end, start)
        if "*" in text[start:end] or "?" in text[start : end - 1]:
            self.notes.append("Wildcards are not searched; words are found in their other forms without them.")
        return text[start:end], False


class _Assembly:
    def __init__(self, notes: list[str]) -> None:
        self.notes = notes
        self.groups: list[list[Term]] = []
        self.excluded: list[Term] = []
        self.filters: dict[str, list[str]] = {}
        self._operator = _Operator.AND
        self._tokens = 0

    def take(self, token: _Token | _Operator) -> None:
        if isinstance(token, _Operator):
            if token is _Operator.OR and not self.groups:
                self.notes.append("OR has nothing before it and was left out.")
            self._operator = token
            return
        operator, self._operator = self._operator, _Operator.AND
        excluded = token.excluded or operator is _Operator.NOT
        if token.unknown_field is not None:
            if token.term.phrase and not excluded:
                self._add(Term(token.unknown_field), operator, excluded=False)
                self._add(token.term, _Operator.AND, excluded=False)
            else:
                both = Term(f"{token.unknown_field} {token.term.text}", phrase=excluded)
                self._add(both, operator, excluded=excluded)
        elif token.filter is not None:
            self._filter(token.filter, token.term.text, excluded)
        else:
            self._add(token.term, operator, excluded=excluded)

    def _add(self, wanted: Term, operator: _Operator, *, excluded: bool) -> None:
        if (term := self._affordable(wanted)) is None:
            return
        if excluded:
            self.excluded.append(term)
        elif operator is _Operator.OR and self.groups:
            self.groups[-1].append(term)
        else:
            self.groups.append([term])

    def query(self) -> Query:
        if self._operator is not _Operator.AND:
            self.notes.append(f"{self._operator} has nothing after it and was left out.")
        plain = [len(group) == 1 and not group[0].phrase and group[0].field is None for group in self.groups]
        return Query(
            words=tuple(
                word
                for group, is_word in zip(self.groups, plain, strict=True)
                if is_word
                for word in group[0].text.split()
            ),
            required=tuple(tuple(group) for group, is_word in zip(self.groups, plain, strict=True) if not is_word),
            excluded=tuple(self.excluded),
            filters={name: tuple(values) for name, values in self.filters.items()},
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _affordable(self, term: Term) -> Term | None:
        text = first_tokens(term.text, MAX_TOKENS - self._tokens)
        self._tokens += count_tokens(text)
        if text != term.text:
            self.notes.append(f"Only the first {MAX_TOKENS} words of the query were searched.")
        return replace(term, text=text) if any(character.isalnum() for character in text) else None

    def _filter(self, name: str, value: str, excluded: bool) -> None:
        if excluded:
            self.notes.append(f"{name}: cannot be excluded and was left out.")
            return
        if name == "language":
            tag = language_tag(value)
            if tag is None:
                self.notes.append(unknown_language(value))
                return
            value = tag
        self.filters.setdefault(name, []).append(value)


def unknown_language(value: str) -> str:
    """The note for a language that was named and is not known."""
    return f"“{value[:40]}” is not a language this service knows, so it was left out."


def _no_such_field(name: str) -> str:
    fields = ", ".join(f"{each}:" for each in (*TEXT_FIELDS, *FILTER_FIELDS))
    return f"{name[:40]}: is not a field, so it was looked for as words; fields are {fields}"


def read_query(text: str | None) -> Query:
    """Reads `text`; raises nothing, whatever it holds."""
    scanner = _Scanner(text or "")
    assembly = _Assembly(scanner.notes)
    tokens = scanner.tokens()
    for token in tokens:
        assembly.take(token)
    if (text or "").strip() and not any(isinstance(token, _Token) for token in tokens):
        scanner.notes.append("Nothing in the query could be searched, so all articles are listed.")
    return assembly.query()
