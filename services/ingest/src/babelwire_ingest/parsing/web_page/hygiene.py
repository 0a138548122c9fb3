"""What of a page's tree is no text, whoever reads it: taken out in one step, before anything else looks.

Inline elements are not listed: whatever is not a box of its own is part of the sentence around it (`time`, `label`,
`output`, `nobr`, a drop cap's `span`), known or not.
"""

from typing import Final

from lxml.html import HtmlElement

NO_TEXT: Final = frozenset(
    "script style noscript template svg math button select textarea input iframe object embed video audio canvas map "
    "applet head link meta datalist progress meter img picture amp-img amp-ad amp-consent amp-sidebar amp-embed "
    "amp-video amp-youtube amp-iframe amp-social-share amp-analytics".split()
)
"""Elements whose content is never read as text."""

_READINGS: Final = ("rt", "rp", "rtc")
_KEPT: Final = frozenset({"html", "body", "head", "script", "link", "meta", "noscript", "img", "style", "template"})
_MOST: Final = 0.5
_FEW_LETTERS: Final = 500


def tidy(tree: HtmlElement) -> None:
    """Take what a reader does not see, and the readings over characters (ruby), out of a tree.

    A box that calls itself hidden and holds most of the page's text is what a script will show, and stays.
    """
    for reading in list(tree.iter(*_READINGS)):
        reading.drop_tree()
    named = tree.xpath("//@hidden/.. | //@style/..")
    hidden = [element for element in named if element.tag not in _KEPT and is_hidden(element)]
    for element in hidden:
        if element.getparent() is not None and not holds_the_text(element):
            element.drop_tree()


def show_without_scripts(tree: HtmlElement, *, beside: int) -> bool:
    """Let what a page shows to browsers without scripts be text where it is most of the text; whether any is.

    `beside` is how many letters of prose the page shows to the others.
    """
    least = max(_FEW_LETTERS, beside)
    found = [element for element in tree.iter("noscript") if _letters(element) > least]
    for element in found:
        element.tag = "div"
    return bool(found)


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element says of itself that it is not shown."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    if not style:
        return False
    style = style.replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def holds_the_text(element: HtmlElement) -> bool:
    """Whether most of a page's text, and more than a few words, is in an element: then it is no box beside the text."""
    letters = _letters(element)
    return letters > _FEW_LETTERS and letters > _MOST * _letters(element.getroottree().getroot())


def _letters(element: HtmlElement) -> int:
    return sum(
        len(text.strip())
        for inner in element.iter()
        if inner.tag not in NO_TEXT
        for text in (inner.text or "", inner.tail or "")
    )
