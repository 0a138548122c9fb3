"""The document of one entry as its elements, by name."""

from typing import Final

from lxml import etree

from babelwire_ingest.parsing.errors import UnreadableCapture
from babelwire_ingest.parsing.feed.names import CONTAINERS, ENTRIES, name_of
from babelwire_ingest.parsing.web_page.document import check_memory

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


class Parts:
    """The children of an element by their names, in order."""

    def __init__(self, element: etree._Element | None) -> None:
        self.element = element
        self._named: dict[str, list[etree._Element]] = {}
        for child in () if element is None else element.iterchildren("*"):
            self._named.setdefault(name_of(child), []).append(child)

    def all(self, *names: str) -> list[etree._Element]:
        """The children of these names, those of the first name first."""
        return [child for name in names for child in self._named.get(name, ())]

    def first(self, *names: str) -> etree._Element | None:
        """The first of `all`."""
        return next(iter(self.all(*names)), None)

    def ending(self, ends: tuple[str, ...]) -> list[etree._Element]:
        """The children whose names, less the prefix, are among these."""
        return [child for name, found in self._named.items() if name.rpartition(":")[2] in ends for child in found]


def read_entry(body: bytes) -> tuple[Parts, Parts]:
    """The parts of the feed and of the first entry in a document. Raises `UnreadableCapture` where there is none."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        check_memory(error)
        raise UnreadableCapture(f"the feed is not well-formed XML: {error}"[:300]) from error
    entry = next((element for element in root.iter("*") if name_of(element) in ENTRIES), None)
    if entry is None or name_of(root).rpartition(":")[2] == "html":
        raise UnreadableCapture("the document is no RSS or Atom feed, or has no entry")
    feed = next((element for element in root.iter("*") if name_of(element) in {"channel", "feed"}), None)
    if feed is None:
        feed = root if name_of(root) in CONTAINERS else None
    return Parts(feed), Parts(entry)


def language_above(element: etree._Element | None, until: etree._Element | None) -> str:
    """The `xml:lang` of an element, or of the nearest one around it up to `until`; "" where there is none."""
    while element is not None:
        if tag := element.get(_LANGUAGE):
            return tag
        if element is until:
            break
        element = element.getparent()
    return ""
