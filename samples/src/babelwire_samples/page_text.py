"""Page text: what is left of a page when only its visible text is captured, quirks of machine translation included."""

from typing import Final

from babel import Locale

from babelwire_samples.errors import SampleDataInvalid
from babelwire_samples.models import Image, PageTextWords, Video
from babelwire_samples.moments import Moments, printed_day
from babelwire_samples.tellings import Telling
from babelwire_samples.templating import environment

_BROKEN_HERE: Final = " ⏎ "
_NO_BREAK_SPACE_HERE: Final = "␠"
_ROW_TIMES: Final = ("09:22:48.263Z", "14:46:44.796Z")
_MINUTE: Final = 60


def _caption(image: Image) -> str:
    """A photographer's credit stands in brackets and the agency once more behind; an agency's stands bare."""
    if image.credit is None:
        return image.caption
    if " / " not in image.credit:
        return f"{image.caption} {image.credit}"
    agency = image.credit.rsplit(" / ", 1)[-1].rsplit(" via ", 1)[-1]
    return f"{image.caption.removesuffix('.')}. ({image.credit}) {agency}"


def _duration(seconds: int) -> str:
    minutes, second = divmod(seconds, _MINUTE)
    hour, minute = divmod(minutes, _MINUTE)
    parts = ([hour] if hour else []) + [minute, second]
    return ": ".join(f"{part:02d}" for part in parts)


def _video(video: Video, telling: Telling, moments: Moments) -> str:
    day = printed_day(moments.day(video.days_ago), telling.outlet)
    return f"{video.title}\n\n{day}{_duration(video.duration_seconds)}"


def _paragraph(text: str) -> str:
    return text.replace(_BROKEN_HERE, "\n\n").replace(_NO_BREAK_SPACE_HERE, "\u00a0")


def _blocks(telling: Telling, moments: Moments) -> list[str]:
    blocks: list[str] = []
    for position, text in enumerate(["", *telling.paragraphs]):
        if text:
            blocks.append(_paragraph(text))
        blocks += [_caption(image) for image in telling.article.images if image.after == position]
        blocks += [_video(video, telling, moments) for video in telling.article.videos if video.after == position]
    return blocks


def _names(names: list[str], language: str) -> str:
    conjunction = {"en": " and ", "es": " y "}
    return conjunction.get(language, ", ").join(names)


def page_text(telling: Telling, moments: Moments) -> bytes:
    """The text of one telling's page, UTF-8. Raises SampleDataInvalid where the outlet has no words for it."""
    outlet, article = telling.outlet, telling.article
    words = outlet.page_text
    if words is None:
        raise SampleDataInvalid(f"{telling.id}: {outlet.name} has no `page_text` words")
    published = moments.published(article.published, outlet)
    day = published.date().isoformat()

    def line(template: str | None, **facts: str) -> str | None:
        return None if template is None else template.format(**facts)

    text = (
        environment()
        .get_template("page_text.txt.j2")
        .render(
            site=outlet.name,
            tagline=words.tagline,
            title=telling.title,
            lead=telling.lead,
            published=line(words.published, date=printed_day(published.date(), outlet)),
            blocks=_blocks(telling, moments),
            credits=line(words.credits, names=_names(article.credits, outlet.language)) if article.credits else None,
            source=line(words.source, name=article.source) if article.source else None,
            translated=line(words.translated, language=_language_name(telling)),
            archive=line(words.archive, date=day),
            headings=[heading for heading in (words.similar, words.may_like, words.trends) if heading],
            rows=_rows(words, moments),
            footer=words.footer.format(year=moments.eve.year),
        )
    )
    return text.encode()


def _language_name(telling: Telling) -> str:
    name = Locale.parse(telling.original_language).get_display_name(telling.language)
    return name or telling.original_language


def _rows(words: PageTextWords, moments: Moments) -> list[str]:
    if words.row is None:
        return []
    return [words.row.format(moment=f"{moments.eve.isoformat()}T{clock}") for clock in _ROW_TIMES]


def says_when_published(words: PageTextWords) -> bool:
    """Whether a page of this site prints the day of publication."""
    return words.archive is not None or words.published is not None
