"""Evidence for and against a translation, and how much each piece weighs."""

from enum import StrEnum
from typing import NamedTuple

from babelwire_contracts.sections import Evidence, TranslationMethod, TranslationStatus

_MAX_WORDS = 300


class EvidenceKind(StrEnum):
    """What sort of mark a piece of evidence is."""

    ORIGIN_LANGUAGE = "origin_language"
    TRANSLATION_NOTE = "translation_note"
    TAGLINE = "tagline"
    PUBLISHER_TRANSLATES = "publisher_translates"
    MACHINE_TRANSLATION_ARTEFACT = "machine_translation_artefact"
    GENERATOR = "generator"
    HTML_LANG = "html_lang"
    ALTERNATE_LINK = "alternate_link"


class Finding(NamedTuple):
    """One piece of evidence.

    `weight` is how likely the conclusion would be on this alone, in 0..1; `habit` marks what is known of the publisher
    in general: such pieces do not add up. `language` is the language of the original, where the piece names it.
    """

    kind: EvidenceKind
    where: str
    words: str
    speaks_for: TranslationStatus
    weight: float
    method: TranslationMethod | None = None
    engine: str | None = None
    language: str | None = None
    habit: bool = False

    def printed(self) -> Evidence:
        """The evidence as the document shows it."""
        return Evidence(kind=self.kind, where=self.where, words=self.words[:_MAX_WORDS], for_=self.speaks_for)
