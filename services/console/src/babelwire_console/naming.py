"""Which article is meant on a command line."""

import re
from typing import Final

from babelwire_console.errors import CommandFailed
from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_contracts.identity import article_id

_ARTICLE_ID: Final = re.compile(r"[0-9a-f]{32}")


def identify(article: str) -> tuple[str, str | None]:
    """The id of the article that an id or a URL names, and the URL. Raises `CommandFailed` that says what to write."""
    if _ARTICLE_ID.fullmatch(article):
        return article, None
    try:
        return article_id(canonical_url(article)), article
    except InvalidUrl as error:
        raise CommandFailed(
            f"{article!r} is neither an article id (32 hex digits) nor a URL: {error}. Write the id with which the "
            "address of the article's page in search ends, or the URL that the article was captured from"
        ) from error
