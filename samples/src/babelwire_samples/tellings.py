"""Tellings: every article of every event with its text in full, copies written out."""

from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

import msgspec
import yaml

from babelwire_samples.errors import SampleDataInvalid
from babelwire_samples.manifest import Kind
from babelwire_samples.models import Article, Boilerplate, Edits, Event, Oddities, Outlet

_DATA: Final = files("babelwire_samples") / "data"
_T = TypeVar("_T")


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One article as its outlet has it. `of` is the id of the telling that it copies, revises or translates."""

    id: str
    event: str
    outlet: Outlet
    article: Article
    kind: Kind
    title: str
    lead: str | None
    paragraphs: list[str]
    language: str
    original_language: str
    of: str | None = None
    written_by: Outlet

    @property
    def url(self) -> str | None:
        """Where the telling was captured; None for text that came without an address."""
        return None if self.article.without_url else f"https://{self.outlet.domain}{self.article.path}"


def _read(name: str, shape: type[_T]) -> _T:
    try:
        return msgspec.convert(yaml.safe_load((_DATA / name).read_text("utf-8")), shape, strict=True)
    except (msgspec.ValidationError, yaml.YAMLError) as wrong:
        raise SampleDataInvalid(f"{name}: {wrong}") from wrong


@cache
def outlets() -> dict[str, Outlet]:
    """All outlets by id. Raises SampleDataInvalid."""
    return _read("outlets.yaml", dict[str, Outlet])


@cache
def boilerplate() -> dict[str, Boilerplate]:
    """HTML boilerplate by language. Raises SampleDataInvalid."""
    return _read("boilerplate.yaml", dict[str, Boilerplate])


@cache
def oddities() -> Oddities:
    """What is posted beside the articles. Raises SampleDataInvalid."""
    return _read("oddities.yaml", Oddities)


def events() -> list[Event]:
    """All events in the order of their files. Raises SampleDataInvalid."""
    names = sorted(entry.name for entry in (_DATA / "events").iterdir() if entry.name.endswith(".yaml"))
    return [_read(f"events/{name}", Event) for name in names]


def edited(text: str, edits: Edits) -> str:
    """`text` after the replacements and the change of quotation marks."""
    for replacement in edits.replace:
        text = text.replace(replacement.old, replacement.new)
    if edits.quotes is not None:
        text = text.translate(str.maketrans(edits.quotes[:2], edits.quotes[2:]))
    return text.strip()


def _edited_paragraphs(original: Telling, edits: Edits) -> list[str]:
    whole = "\n".join([original.title, original.lead or "", *original.paragraphs])
    for replacement in edits.replace:
        if replacement.old not in whole:
            raise SampleDataInvalid(f"{original.id}: an edit replaces words that are not there: {replacement.old!r}")
    count = len(original.paragraphs)
    dropped = {index % count for index in edits.drop}
    kept = [edited(text, edits) for index, text in enumerate(original.paragraphs) if index not in dropped]
    return kept + edits.append


def _copied(article: Article) -> tuple[str, Kind] | None:
    for outlet, kind in (
        (article.copy_of, Kind.EXACT_DUPLICATE),
        (article.near_copy_of, Kind.NEAR_DUPLICATE),
        (article.revision_of, Kind.REVISION),
    ):
        if outlet is not None:
            return outlet, kind
    return None


def _telling(event: str, article: Article, earlier: dict[str, Telling]) -> Telling:
    outlet = outlets().get(article.outlet)
    if outlet is None:
        raise SampleDataInvalid(f"{event}: no outlet is called {article.outlet!r}")
    language = article.language or outlet.language
    copied = _copied(article)
    if copied is None:
        of = None if article.translation_of is None else f"{event}/{article.translation_of}"
        return Telling(
            id=f"{event}/{article.outlet}",
            event=event,
            outlet=outlet,
            article=article,
            kind=Kind(article.form.value),
            title=article.title,
            lead=article.lead,
            paragraphs=article.paragraphs,
            language=language,
            original_language=article.original_language or language,
            of=of,
            written_by=outlet if of is None else earlier[of].outlet,
        )
    original = earlier.get(f"{event}/{copied[0]}")
    if original is None:
        raise SampleDataInvalid(f"{event}: {article.outlet} copies {copied[0]}, which has not told it before")
    edits = article.edits
    return Telling(
        id=f"{event}/{article.outlet}" + ("/revised" if copied[1] is Kind.REVISION else ""),
        event=event,
        outlet=outlet,
        article=article,
        kind=copied[1],
        title=edits.title or original.title,
        lead=edits.lead or original.lead,
        paragraphs=_edited_paragraphs(original, edits),
        language=language,
        original_language=original.original_language,
        of=original.id,
        written_by=original.written_by,
    )


@cache
def tellings() -> tuple[Telling, ...]:
    """Every telling, events in order, an original before its copies. Raises SampleDataInvalid."""
    by_id: dict[str, Telling] = {}
    for event in events():
        for article in event.articles:
            telling = _telling(event.event, article, by_id)
            if telling.id in by_id:
                raise SampleDataInvalid(f"{telling.id} is told twice; the second must be a revision")
            by_id[telling.id] = telling
    return tuple(by_id.values())
