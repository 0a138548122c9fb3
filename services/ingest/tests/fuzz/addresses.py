"""Addresses of pages and pictures."""

from babelwire_contracts.canonical_url import (
    MAX_URL_LENGTH,
    InvalidUrl,
    canonical_url,
    registrable_domain,
    trusted_canonical_url,
)
from babelwire_ingest.captured_urls import checked_url
from babelwire_ingest.parsing.web_address import web_address

from .targets import target

WORDS = """http://|https://|//|/|\\|?|#|&|=|@|:|:80|:99999|[|]|::1|%|%2e|%00|..|./|;|utm_source=x|a.example|xn--a|пример|。
|127.0.0.1|0x7f|\u0663|\t|\n| |javascript:|data:,|user:pass@|.|-|www.|\ufeff|\ud7ff|ß|İ"""
SEEDS = """https://news.example/2024/1?utm_source=rss&b=2&a=1#top|HTTP://News.Example:80/a/../b//c|https://пример.example/новости
|//cdn.example/i/a.jpg|/i/a%20b.jpg?x=1|https://[::1]:8080/|http://1.2.3.4/|mailto:a@b.example|a.jpg"""


@target(
    "addresses",
    words=[word.strip("\n") for word in WORDS.split("|")],
    seeds=[seed.strip().encode() for seed in SEEDS.split("|")],
)
def read(body: bytes) -> None:
    """Reads a text as an address in each way that there is."""
    text = body.decode("utf-8", "replace")
    web_address(text)
    web_address(text, "https://news.example/2024/1")
    registrable_domain(text)
    trusted_canonical_url("https://news.example/2024/1", text)
    try:
        canonical = canonical_url(text)
    except InvalidUrl:
        return
    if len(canonical) <= MAX_URL_LENGTH:
        assert canonical_url(canonical) == canonical
    try:
        assert checked_url(text, allow_private=True) == text.strip()
    except InvalidUrl as error:
        raise AssertionError(f"{text!r} has a canonical form and is refused") from error
