"""What a page says of itself to those who link to it: its address and a summary (https://ogp.me)."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from starlette.requests import Request

from babelwire_search.pages.addresses import article_href
from babelwire_search.pages.rendering import static_address
from babelwire_search.pages.views import Page

ABOUT: Final = "News from anywhere, in the languages it was written in, with who wrote it and who shows it."


@dataclass(frozen=True, slots=True)
class Sharing:
    """`address` and `image` are absolute; the times are of an article."""

    address: str
    title: str
    description: str
    image: str
    kind: Literal["website", "article"] = "website"
    published_at: str | None = None
    modified_at: str | None = None


def sharing(request: Request, path: str, title: str) -> Sharing:
    """Returns what is said of the page at `path`.

    Its address has the host name of the request, which is one that this service answers for.
    """
    site = str(request.base_url).rstrip("/")
    return Sharing(site + path, title, ABOUT, site + static_address("share.png"))


def shared_article(request: Request, page: Page) -> Sharing:
    """Returns what is said of an article, with its headline and how it begins."""
    made = sharing(request, article_href(page.article_id), str(page.title.text))
    return replace(
        made,
        kind="article",
        description=page.beginning or ABOUT,
        published_at=page.published_at,
        modified_at=page.modified_at,
    )
