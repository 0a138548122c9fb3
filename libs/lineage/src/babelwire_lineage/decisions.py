"""What the record of each topic decides, in words."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import ValidationError

from babelwire_contracts.topics import (
    ARTICLES_CORRECTIONS,
    ARTICLES_DEDUPLICATED,
    ARTICLES_EMBEDDED,
    ARTICLES_FINGERPRINTS,
    ARTICLES_INDEXED,
    ARTICLES_INGESTED,
    ARTICLES_STORIES,
    ARTICLES_TAGGED,
    ARTICLES_TRACED,
    EMBEDDING_BACKFILL,
    EMBEDDING_FRESH,
    EMBEDDING_REPLAY,
    FEEDS_SUBSCRIBED,
    PAGES_CAPTURED,
    PUBLISHERS_OBSERVED,
    PUBLISHERS_STANDING,
    SERVICES_PAUSED,
    STORIES_ARRIVALS,
    TRANSLATIONS_PROPOSED,
)
from babelwire_lineage.provenance.telling import tell

_NAMED: Final = 5
"""Names or numbers that two articles share are told, at most."""


def decision(topic: str, message: dict[str, Any]) -> str:
    """What the stage that wrote `message` to `topic` decided; "a record" for topics that carry no decision."""
    describe = _DECISIONS.get(topic)
    return describe(message) if describe is not None else "a record"


def part(message: dict[str, Any], *names: str) -> dict[str, Any]:
    """A part of a message; empty where it is not there, or is no object: topics may hold foreign bytes."""
    found: Any = message
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _captured(message: dict[str, Any]) -> str:
    return f"captured {message.get('content_type')} of {message.get('url') or 'no URL'}"


def _ingested(message: dict[str, Any]) -> str:
    content = part(message, "content")
    parsed = f"parsed by {content.get('parser') or 'an unnamed parser'}: {content.get('title')}"
    return "; ".join([parsed, *_dated(content), *_lacking(content)])


def _dated(content: dict[str, Any]) -> Iterator[str]:
    for name, what in (("published_at", "published"), ("modified_at", "changed")):
        if content.get(name):
            told = [f"{what} {content[name]}"]
            told += [f"to the {precision}"] if (precision := content.get(f"{name}_precision")) else []
            told += [f"says {source}"] if (source := content.get(f"{name}_source")) else []
            yield ", ".join(told)
    rejected = content.get("rejected_dates")
    if isinstance(rejected, list) and rejected:
        yield f"{len(rejected)} {'date' if len(rejected) == 1 else 'dates'} rejected"


def _lacking(content: dict[str, Any]) -> Iterator[str]:
    if content.get("partial"):
        yield "a part of the text"
    if content.get("paywalled"):
        yield "behind a paywall"


def _deduplicated(message: dict[str, Any]) -> str:
    return _amended(message, [*_duplicate(message), *_beside(message)])


def _tagged(message: dict[str, Any]) -> str:
    if "content" not in message and "tags" not in message:
        return f"passed on: {_deduplicated(message)}"
    return _amended(message, [*_tags(message), *_beside(message)])


def _amended(message: dict[str, Any], decided: list[str]) -> str:
    return ("" if "content" in message else "amended: ") + ("; ".join(decided) or "nothing")


def _duplicate(message: dict[str, Any]) -> Iterator[str]:
    if "duplicate" in message:
        duplicate = part(message, "duplicate", "duplicate")
        if duplicate.get("kind") in {None, "none"}:
            yield "not a duplicate"
        else:
            yield f"{duplicate['kind']} duplicate of {duplicate.get('of')} ({duplicate.get('rule')})"
            if root := duplicate.get("root"):
                yield f"in the group of {root}, by translation"
    if revised := part(message, "duplicate", "revised"):
        more = " and more" if revised.get("more") else ""
        yield (
            f"since {revised.get('since')} {_counted(revised, 'added', 'sentence')} added, "
            f"{_counted(revised, 'removed', 'sentence')} removed{more}"
        )


def _counted(found: dict[str, Any], which: str, one: str) -> str:
    listed = found.get(which)
    number = len(listed) if isinstance(listed, list) else 0
    return f"{number} {one if number == 1 else f'{one}s'}"


def _tags(message: dict[str, Any]) -> Iterator[str]:
    tags, translation = part(message, "tags"), part(message, "tags", "translation")
    if tags:
        yield (
            f"language {_languages(tags)}, first written in {tags.get('original_language')}, "
            f"{translation.get('status')} ({_counted(translation, 'evidence', 'piece')} of evidence)"
            f"{_told(part(message, 'content'), tags)}"
        )


def _told(content: dict[str, Any], tags: dict[str, Any]) -> str:
    try:
        told = tell(content | tags).whole
    except ValidationError:
        return ""
    return f": {told.removesuffix('.')}"


def _languages(tags: dict[str, Any]) -> str:
    """`en`, `en (60 %) and es (40 %)`, `und (too_short)`."""
    listed = tags.get("languages")
    told = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if len(told) > 1:
        return " and ".join(f"{one.get('language')} ({_per_cent(one.get('share'))})" for one in told)
    reason = tags.get("language_reason")
    return f"{tags.get('language')} ({reason})" if reason else str(tags.get("language"))


def _per_cent(share: Any) -> str:
    return f"{share * 100:.0f} %" if isinstance(share, int | float) else str(share)


def _beside(message: dict[str, Any]) -> Iterator[str]:
    if story := part(message, "story"):
        yield f"of the story {story.get('story_id')}{_joined(part(message, 'joined'))}"
    for language in part(message, "translations"):
        yield f"translation into {language}: {part(message, 'translations', language, 'text').get('status')}"


def _waiting(message: dict[str, Any]) -> str:
    return f"waits for a vector of {_beginning(message)}"


def _embedded(message: dict[str, Any]) -> str:
    made = f"by {message.get('model')}, of {_beginning(message)}"
    return f"given a vector {made}" if message.get("vector") else f"nothing to make a vector from, {made}"


def _beginning(message: dict[str, Any]) -> str:
    return f"its first {len(str(message.get('text', '')))} characters, in {message.get('language')}"


def _joined(joined: dict[str, Any]) -> str:
    """Which article it joined, and by what."""
    if not joined:
        return ""
    names, numbers = (joined.get(each) or [] for each in ("names", "numbers"))
    apart = joined.get("days_apart")
    told = [f"cosine {joined.get('cosine')}"]
    told += [f"both name {', '.join(map(str, names[:_NAMED]))}"] if isinstance(names, list) and names else []
    told += [f"both say {', '.join(map(str, numbers[:_NAMED]))}"] if isinstance(numbers, list) and numbers else []
    told += [f"{apart} days apart"] if apart is not None else []
    return f", with {joined.get('article_id')}: {'; '.join(told)}"


def _proposed(message: dict[str, Any]) -> str:
    return f"seems to be a translation of {message.get('of')}: {message.get('rule')}"


def _member(message: dict[str, Any]) -> str:
    return f"remembered in the story {message.get('story_id')}"


def _ended(message: dict[str, Any]) -> str:
    reason = f": {message['reason']}" if message.get("reason") else ""
    return f"{message.get('outcome')} by {message.get('service')}{reason}"


def _remembered(message: dict[str, Any]) -> str:
    return f"remembered capture {message.get('capture_id')}: {part(message, 'decision').get('kind')}"


def _corrected(message: dict[str, Any]) -> str:
    not_ = "not " if message.get("verdict") == "not_copies" else ""
    return f"corrected: {message.get('one')} and {message.get('other')} are {not_}copies of one another"


def _traced(message: dict[str, Any]) -> str:
    return f"{message.get('outcome') or 'an amendment'} from {message.get('position')}"


def _subscribed(message: dict[str, Any]) -> str:
    trouble = f": {message['error']}" if message.get("error") else ""
    return f"feed read at {message.get('polled_at') or 'no time yet'}{trouble}"


def _observed(message: dict[str, Any]) -> str:
    method = f" ({message['method']})" if message.get("method") else ""
    return f"says of itself, on {message.get('domain')}: {message.get('status')}{method}"


def _standing(message: dict[str, Any]) -> str:
    if not message.get("translates"):
        return f"nothing is known of all articles of {message.get('domain')}"
    method = f", made by {message['method']}" if message.get("method") else ""
    return f"{message.get('domain')} shows only translations{method}"


def _paused(message: dict[str, Any]) -> str:
    if isinstance(release := message.get("release"), dict):
        return f"goes on, with {', '.join(map(str, release.get('errors') or []))} let through to the dead letters"
    return f"paused: {message.get('reason')}"


_DECISIONS: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    PAGES_CAPTURED.name: _captured,
    ARTICLES_INGESTED.name: _ingested,
    ARTICLES_DEDUPLICATED.name: _deduplicated,
    ARTICLES_TAGGED.name: _tagged,
    ARTICLES_INDEXED.name: _ended,
    EMBEDDING_FRESH.name: _waiting,
    EMBEDDING_BACKFILL.name: _waiting,
    EMBEDDING_REPLAY.name: _waiting,
    ARTICLES_EMBEDDED.name: _embedded,
    ARTICLES_FINGERPRINTS.name: _remembered,
    ARTICLES_CORRECTIONS.name: _corrected,
    ARTICLES_TRACED.name: _traced,
    FEEDS_SUBSCRIBED.name: _subscribed,
    PUBLISHERS_OBSERVED.name: _observed,
    PUBLISHERS_STANDING.name: _standing,
    ARTICLES_STORIES.name: _member,
    TRANSLATIONS_PROPOSED.name: _proposed,
    STORIES_ARRIVALS.name: lambda _message: "in the order in which stories are told",
    SERVICES_PAUSED.name: _paused,
}
