"""Addresses of pages about articles, and those elsewhere that may be linked."""

from urllib.parse import quote, urlsplit


def article_href(article_id: str) -> str:
    """The address of an article's page."""
    return f"/articles/{quote(article_id, safe='')}"


def comparison_href(article_id: str, other_id: str) -> str:
    """The address of the page that shows two articles side by side."""
    return f"{article_href(article_id)}/copies/{quote(other_id, safe='')}"


def web_address(url: str | None) -> str | None:
    """An address that may be linked: http or https, with a host, without credentials; None for any other."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    linkable = parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc
    return url if linkable else None
