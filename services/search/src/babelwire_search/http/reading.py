"""What the routes answer from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.requests import Request

from babelwire_search.errors import IndexUnavailable
from babelwire_search.language_coverage import LanguageCoverage
from babelwire_search.languages import preferred_languages
from babelwire_search.meaning.finding import Meaning
from babelwire_search.parameters import reader_languages
from babelwire_search.ports import ArticleIndex, Journeys
from babelwire_search.searching import Reading


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Service:
    """The parts of the running service; `articles`, and `meaning` where it is looked for, are set while connected."""

    journeys: Journeys
    coverage: LanguageCoverage = field(default_factory=LanguageCoverage)
    clock: Callable[[], datetime] = now
    articles: ArticleIndex | None = None
    meaning: Meaning | None = None

    def index(self) -> ArticleIndex:
        """The articles. Raises `IndexUnavailable` before they are connected."""
        if self.articles is None:
            raise IndexUnavailable("the service is starting")
        return self.articles


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service: Service = request.app.state.service
    return service


def reading_of(request: Request, service: Service, reader: str | None) -> Reading:
    """The index, with the reader's languages: as given, else as the browser sends them. Raises `InvalidParameter`."""
    if reader is not None:
        languages = reader_languages(reader)
    else:
        languages = preferred_languages(request.headers.get("accept-language"))
    return Reading(index=service.index(), coverage=service.coverage, languages=languages, meaning=service.meaning)
