"""Versions of decisions."""

from babelwire_contracts.sections import SectionVersion


def same_made(offered: SectionVersion, known: SectionVersion) -> bool:
    """Whether two versions are of the same content by the same generation, whatever their count of changes."""
    return counted(known, known.generation, 0) == counted(offered, offered.generation, 0)


def counted(version: SectionVersion, generation: int, n: int) -> SectionVersion:
    """The version of the same content with another generation and count of changes."""
    return SectionVersion(
        revision=version.revision, content_generation=version.content_generation, generation=generation, n=n
    )
