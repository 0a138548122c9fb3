"""Two articles side by side as the API answers it."""

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, Field, create_model

from babelwire_comparison.alignment import DifferenceKind
from babelwire_search.comparing import Relation
from babelwire_search.http.schemas import Brief

Span = Annotated[
    tuple[int, int],
    Field(description="From the first character to before the second of that side's `text`, in Unicode code points."),
]
Share = Annotated[float, Field(ge=0, le=1)]

if TYPE_CHECKING:
    ComparedArticle = BaseModel
else:
    ComparedArticle = create_model(
        "ComparedArticle",
        __base__=Brief,
        __doc__="An article in a few words, and the text of it that is compared.",
        text=(str, Field(description="Lead and body, joined by a blank line where there are both.")),
    )


class SharedPassage(BaseModel):
    """The same words in both texts, whatever their case and punctuation."""

    one: Span
    other: Span
    words: int = Field(description="How many; a character of a script without spaces is one.")
    moved: bool = Field(description="Whether it is out of order against the passages before and after it.")


class TextDifference(BaseModel):
    """What stands between two passages in order; the span where nothing stands is empty."""

    kind: DifferenceKind
    one: Span
    other: Span


class TextAlignment(BaseModel):
    """Passages and differences in the order of the one text; the shares are parts of each text's words, 0..1."""

    passages: list[SharedPassage]
    differences: list[TextDifference]
    share_one: Share
    share_other: Share
    partial: bool = Field(description="Whether a text is so long that only its first 100,000 characters are compared.")


class ComparisonAnswer(BaseModel):
    """`duplicate` of each article says what deduplication decided on it; `relation` what that says of the two."""

    one: ComparedArticle
    other: ComparedArticle
    relation: Relation
    alignment: TextAlignment
