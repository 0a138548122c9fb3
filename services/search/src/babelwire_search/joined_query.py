"""Words typed as one, such as `by-tor`, as a clause: side by side in any of their forms, near each other behind that.

Analyzers drop the words that mean little, so that in English `by-tor` would be any "tor". Where a language has such a
word among them, they are looked for there as they are.
"""

from typing import Final

from babelwire_search.joined_words import JoinedWords
from babelwire_search.languages import stop_words
from babelwire_search.searched_fields import AROUND_THE_TEXT, Searched, any_of, phrase, text_fields
from babelwire_search.words_query import Clause, words_of_field, words_query

_NEAR: Final = 4
"""How far apart: "the strait between Arvonia and Belmark" is found by Belmark-Arvonia."""
_NEAR_BOOST: Final = 0.05
"""Behind every article that has the words side by side."""


def joined_query(text: str, joined: JoinedWords, searched: Searched, only: str | None = None) -> Clause:
    """`text`, which is `joined`, anywhere in an article or in one text field."""
    fields = [*text_fields(only), *(() if only else AROUND_THE_TEXT)]
    if not searched.at_length:
        return _words(text, searched, only) if len(joined.pieces) == 1 else phrase(joined.apart, fields)
    clauses = [phrase(spelling, fields) for spelling in dict.fromkeys((" ".join(joined.pieces), joined.apart))]
    if len(joined.pieces) == 1:
        clauses.append(_words(text, searched, only))
    else:
        if in_other_forms := _where_none_is_dropped(joined, searched, only):
            clauses.append(phrase(text, in_other_forms))
        if all(len(piece) > 1 and piece.isalpha() for piece in joined.pieces):
            clauses.append(phrase(text, text_fields(only), slop=_NEAR, boost=_NEAR_BOOST))
    if joined.in_one:
        clauses.append(_words(joined.in_one, searched, only))
    return any_of(clauses)


def _words(text: str, searched: Searched, only: str | None) -> Clause:
    return words_query(text, searched) if only is None else words_of_field(text, only, searched)


def _where_none_is_dropped(joined: JoinedWords, searched: Searched, only: str | None) -> list[str]:
    words = {word.lower() for word in joined.apart.split()}
    languages = [one for one in searched.analyzed if not words & stop_words(one.language)]
    return [field for one in languages for field in one.fields(only=only)]
