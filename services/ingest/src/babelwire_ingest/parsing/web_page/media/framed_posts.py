"""Frames that show a post of another service: the address of the post itself."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, urlsplit


def framed_post(source: str) -> str | None:
    """The address of the post that a frame shows; None where it shows none."""
    try:
        parts = urlsplit(source if "//" in source else "")
        host = (parts.hostname or "").removeprefix("www.")
        query = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return None
    read = _FRAMES.get(host)
    return read(parts.path, query) if read else None


_Query = dict[str, list[str]]


def _tweet(_: str, query: _Query) -> str | None:
    return f"https://x.com/i/status/{query['id'][0]}" if "id" in query else None


def _plugin(path: str, query: _Query) -> str | None:
    return query["href"][0] if path.startswith(("/plugins/post", "/plugins/video")) and "href" in query else None


def _instagram(path: str, _: _Query) -> str | None:
    match = re.match(r"/(?:p|reel|tv)/[\w-]+/", path)
    return f"https://www.instagram.com{match[0]}" if match else None


def _telegram(path: str, query: _Query) -> str | None:
    return f"https://t.me{path}" if "embed" in query else None


def _tiktok(path: str, _: _Query) -> str | None:
    return f"https://www.tiktok.com{path}" if path.startswith("/embed") else None


def _bluesky(path: str, _: _Query) -> str | None:
    match = re.match(r"/embed/([\w.:-]+)/app\.bsky\.feed\.post/(\w+)", path)
    return f"https://bsky.app/profile/{match[1]}/post/{match[2]}" if match else None


def _reddit(path: str, _: _Query) -> str | None:
    return f"https://www.reddit.com{path}" if "/comments/" in path else None


def _linkedin(path: str, _: _Query) -> str | None:
    return f"https://www.linkedin.com{path.replace('/embed', '', 1)}" if path.startswith("/embed/") else None


_FRAMES: Final[dict[str, Callable[[str, _Query], str | None]]] = {
    "platform.twitter.com": _tweet,
    "platform.x.com": _tweet,
    "facebook.com": _plugin,
    "instagram.com": _instagram,
    "t.me": _telegram,
    "tiktok.com": _tiktok,
    "embed.bsky.app": _bluesky,
    "embed.reddit.com": _reddit,
    "redditmedia.com": _reddit,
    "linkedin.com": _linkedin,
}
