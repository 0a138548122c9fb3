"""Sections of a document, each with one writer and a version that says which of two wins.

Content, duplicate and tags are made from the whole capture; story and translations from the text alone.
"""

from enum import StrEnum

import msgspec

from babelwire_contracts.message import Section


class SectionVersion(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """Orders two states of one section; the higher wins whatever the order of arrival.

    Compared field by field: the revision of the article it was made for, the generation of the content it was made
    from, the generation of the stage that made it (raised by the operator), and the count of changed decisions since.
    """

    revision: str
    content_generation: int
    generation: int = 1
    n: int = 0


class TextVersion(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """Orders two states of a section made from a text, whichever capture of the article that text is of.

    Compared field by field: the hash of the text it was made from (only states of one text are ever compared), the
    generation of the stage that made it, the count of changed decisions since, and the revision it was made for.
    """

    content_hash: str
    generation: int = 1
    n: int = 0
    revision: str = ""


class DuplicateKind(StrEnum):
    """What an article copies."""

    NONE = "none"
    EXACT = "exact"
    NEAR = "near"
    TRANSLATED = "translated"


class ShownDuplicate(msgspec.Struct, frozen=True, kw_only=True):
    """What a document shows of a duplicate decision: `of` is the article id it copies, `score` the similarity in 0..1
    (of a translation: how likely it is one), `rule` why.
    """

    kind: DuplicateKind = DuplicateKind.NONE
    of: str | None = None
    score: float | None = None
    rule: str | None = None


class Duplicate(ShownDuplicate, frozen=True, kw_only=True):
    """The decision of deduplication. `root` is the article that stands for the whole group, in whatever language,
    where that is not `of`; a document has it as `duplicate_group`.
    """

    root: str | msgspec.UnsetType = msgspec.UNSET

    @property
    def group(self) -> str | None:
        """The id of the article that stands for the whole group; None where that is the article itself."""
        return self.of if self.root is msgspec.UNSET else self.root

    @property
    def shown(self) -> ShownDuplicate:
        """What a document shows of it."""
        return ShownDuplicate(kind=self.kind, of=self.of, score=self.score, rule=self.rule)


class Revised(msgspec.Struct, frozen=True, kw_only=True):
    """What a revision of an article changed: sentences of lead and body that it adds and takes away.

    It is compared with the revision `since`: the newest before it, of those seen, that has other sentences. Of each
    there are at most 20, with at most 500 characters; `more` says that something was left out.
    """

    since: str
    added: list[str] = []
    removed: list[str] = []
    more: bool = False


class DuplicateSection(Section, frozen=True, kw_only=True):
    """Deduplication's section: the duplicate decision, and what the revision changed where one before it is known."""

    version: SectionVersion
    duplicate: Duplicate
    revised: Revised | None = None


class StorySection(Section, frozen=True, kw_only=True):
    """The story that an article belongs to: the id of the article that founded it."""

    version: TextVersion
    story_id: str


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The outlet that wrote the article: its name as printed, and as the outlet registry has it."""

    name: str | None = None
    registry_name: str | None = None
    domain: str | None = None
    language: str | None = None
    country: str | None = None


class TranslationStatus(StrEnum):
    """Whether the captured text is the text as first written."""

    ORIGINAL = "original"
    TRANSLATED_BY_PUBLISHER = "translated_by_publisher"
    UNKNOWN = "unknown"


class TranslationMethod(StrEnum):
    """Who translated the captured text."""

    HUMAN = "human"
    MACHINE = "machine"
    UNKNOWN = "unknown"


class Evidence(msgspec.Struct, frozen=True, kw_only=True, rename={"for_": "for"}):
    """What a tag rests on: a kind of mark, where it stood, its words, and the conclusion it speaks for."""

    kind: str
    where: str
    words: str
    for_: str


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the captured text's translation; says nothing of translations Babelwire makes."""

    status: TranslationStatus
    method: TranslationMethod | None = None
    engine: str | None = None
    confidence: float | None = None
    evidence: list[Evidence] = []


class TranslatedText(msgspec.Struct, frozen=True, kw_only=True):
    """One translation that Babelwire made, beside the original."""

    status: str
    title: str | None = None
    lead: str | None = None
    body: str | None = None
    engine: str | None = None
    engine_version: str | None = None
    made_at: str | None = None
    warnings: list[str] = []


class LanguageShare(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a text is in one language: of its letters, in 0..1."""

    language: str
    share: float


class LanguageReason(StrEnum):
    """Why the language of a text is not known."""

    NO_LETTERS = "no_letters"
    TOO_SHORT = "too_short"
    NO_KNOWN_LANGUAGE = "no_known_language"
    CONTRADICTORY = "contradictory"


class TagsSection(Section, frozen=True, kw_only=True):
    """Translation tagging's section. Languages are BCP 47 tags, `und` where it is not known, with the reason.

    `languages` are those of at least a tenth of the text's letters, the largest share first, which is `language`; none
    where that is `und`. Quotations do not count where there is other text.
    """

    version: SectionVersion
    language: str
    language_confidence: float | None
    language_reason: LanguageReason | None = None
    languages: list[LanguageShare] = []
    original_language: str
    origin: Origin
    translation: Translation


class TranslationSection(Section, frozen=True, kw_only=True):
    """One translation that Babelwire made; the language it is into is the key that it stands under."""

    version: TextVersion
    text: TranslatedText
