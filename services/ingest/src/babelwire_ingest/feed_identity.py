"""What an entry of a feed is called: its address, and its name in the feed where the address is not its alone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_ingest.captured_urls import checked_url
from babelwire_ingest.parsing.feed.names import name_of


@dataclass(frozen=True, slots=True)
class EntryNames:
    """What an entry says of itself: its link, absolute where the feed gives one at all, guid, title and date."""

    link: str | None
    guid: str | None
    guid_is_address: bool
    title: str
    date: str


def entry_names(entry: etree._Element, url: str | None) -> EntryNames:
    """The names of an entry of a feed that was read at `url`."""
    children: defaultdict[str, list[etree._Element]] = defaultdict(list)
    for child in entry.iterchildren("*"):
        children[name_of(child)].append(child)
    guid = next(iter([*children["guid"], *children["id"]]), None)
    said = _text(guid)
    # The id of an Atom entry may look like an address and is none (RFC 4287, section 4.2.6).
    permalink = guid is not None and name_of(guid) == "guid" and guid.get("isPermaLink", "true").lower() == "true"
    address = permalink and said is not None and said.startswith(("http://", "https://"))
    found = next((link for link in _links(entry, children, said if address else None) if link), None)
    return EntryNames(
        link=_joined(entry.base or url or "", found) if found else None,
        guid=said,
        guid_is_address=address,
        title="".join(str(text) for child in children["title"][:1] for text in child.itertext()).strip(),
        date=next((text for child in [*children["pubdate"], *children["dc:date"]] if (text := _text(child))), ""),
    )


def page_of(feed: etree._Element) -> str | None:
    """The address of the page whose news a feed carries, as `entry_names` says an entry's."""
    children: defaultdict[str, list[etree._Element]] = defaultdict(list)
    for child in feed.iterchildren("*"):
        children[name_of(child)].append(child)
    found = next((link for link in _links(feed, children, None) if link), None)
    return _joined(feed.base or "", found) if found else None


def identified(
    entries: Sequence[EntryNames], page: str | None, *, allow_private: bool = False
) -> list[tuple[str | None, str | None]]:
    """For each entry its address and its id in the feed; the id is None where the address is its alone.

    An address that several entries share, or that is the page of the feed itself, says nothing of which is meant: the
    guid does, and is the address where it is one. Of entries without a guid, title and date tell them apart.
    """
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        if entry.link:
            sharing[_canonical(entry.link)].append(number)
    found: list[tuple[str | None, str | None]] = [(entry.link, None) for entry in entries]
    of_feed = _canonical(page) if page else None
    for address, numbers in sharing.items():
        ids = _ids([entries[number] for number in numbers])
        if len(set(ids)) == 1 and address != of_feed:
            continue
        for number, entry_id in zip(numbers, ids, strict=True):
            found[number] = _named(entries[number], address, entry_id, sharing, allow_private=allow_private)
    return found


def _named(
    entry: EntryNames,
    address: str,
    entry_id: str,
    sharing: dict[str, list[int]],
    *,
    allow_private: bool,
) -> tuple[str | None, str | None]:
    if not entry.guid_is_address or entry.guid is None:
        return entry.link, entry_id
    try:
        own = canonical_url(checked_url(entry.guid, allow_private=allow_private))
    except InvalidUrl:
        return entry.link, entry_id
    whole = own == address or own in sharing or "#" in entry.guid or entry_id != entry.guid
    return entry.guid, entry_id if whole else None


def _ids(entries: list[EntryNames]) -> list[str]:
    """What tells the entries of one address apart: the guid, with the title where the guid itself is shared."""
    titles: defaultdict[str | None, set[str]] = defaultdict(set)
    for entry in entries:
        titles[entry.guid].add(entry.title)
    return [_id(entry, shared=len(titles[entry.guid]) > 1) for entry in entries]


def _id(entry: EntryNames, *, shared: bool) -> str:
    if entry.guid is None:
        return f"{entry.title} {entry.date}"
    return f"{entry.guid} {entry.title}" if shared else entry.guid


def _links(
    element: etree._Element, children: dict[str, list[etree._Element]], permalink: str | None
) -> Iterator[str | None]:
    yield from map(_text, children["feedburner:origlink"])
    alternates = [link for link in children["link"] if link.get("rel", "alternate") == "alternate"]
    yield from (_text(link) for link in alternates if link.get("href") is None)
    # Of several alternates the page is the one for people.
    alternates.sort(key=lambda link: link.get("type", "text/html") != "text/html")
    for link in alternates:
        yield _joined(link.base or "", link.get("href", "").strip()) or None
    yield permalink
    yield element.get("href") or element.get("HREF")


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return link  # not a URL at all, which its reader will say


def _canonical(address: str) -> str:
    try:
        return canonical_url(address).partition("://")[2]
    except InvalidUrl:
        return address


def _text(element: etree._Element | None) -> str | None:
    return (element.text or "").strip() or None if element is not None else None
