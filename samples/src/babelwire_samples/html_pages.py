"""HTML pages: an article in its outlet's style, and a section front that is no article."""

from datetime import datetime

from babelwire_samples.models import Precision, SectionFront
from babelwire_samples.moments import Moments, printed_day
from babelwire_samples.tellings import Telling, boilerplate, outlets, tellings
from babelwire_samples.templating import environment

_RIGHT_TO_LEFT = frozenset({"ar", "he"})
_RELATED = 3
_LISTED = 14
_TIMESPECS = {Precision.SECOND: "seconds", Precision.MINUTE: "minutes"}


def _other_pages(telling: Telling) -> list[Telling]:
    others = [other for other in tellings() if other.outlet is telling.outlet and other.url not in (telling.url, None)]
    return others[:_RELATED]


def _machine_time(published: datetime, precision: Precision) -> str:
    """ISO 8601 to the precision that the outlet gives."""
    timespec = _TIMESPECS.get(precision)
    return published.date().isoformat() if timespec is None else published.isoformat(timespec=timespec)


def article_page(telling: Telling, moments: Moments) -> bytes:
    """The page of one telling in its outlet's charset; characters that the charset lacks become references."""
    outlet, article = telling.outlet, telling.article
    published = moments.published(article.published, outlet)
    text = (
        environment()
        .get_template(f"{outlet.style}.html.j2")
        .render(
            outlet=outlet,
            telling=telling,
            article=article,
            boilerplate=boilerplate()[outlet.language],
            direction="rtl" if outlet.language in _RIGHT_TO_LEFT else "ltr",
            published=_machine_time(published, article.published.precision),
            printed_day=printed_day(published.date(), outlet),
            printed_time="" if article.published.precision is Precision.DAY else published.strftime("%H:%M"),
            pictures=[(image, image.path and f"https://{outlet.domain}{image.path}") for image in article.images],
            authors=[{"@type": "Person", "name": author} for author in article.authors],
            clips=[(video, moments.day(video.days_ago).isoformat()) for video in article.videos],
            related=_other_pages(telling),
            year=moments.eve.year,
        )
    )
    return text.encode(outlet.charset, errors="xmlcharrefreplace")


def section_front(front: SectionFront, moments: Moments) -> bytes:
    """A page that lists what an outlet and others in its language published."""
    outlet = outlets()[front.outlet]
    listed = [telling for telling in tellings() if telling.language == outlet.language and telling.url is not None]
    text = (
        environment()
        .get_template("section_front.html.j2")
        .render(
            outlet=outlet,
            front=front,
            boilerplate=boilerplate()[outlet.language],
            listed=listed[:_LISTED],
            year=moments.eve.year,
        )
    )
    return text.encode(outlet.charset, errors="xmlcharrefreplace")
