"""Pages as they were written before style sheets: preformatted text, and tables of one cell around all there is."""

import textwrap

import pytest

from .conftest import OTHER, STORY, TITLE, Find

WRAPPED = "\n\n".join(textwrap.fill(text, 60) for text in STORY)
INDENTED = "\n".join(textwrap.fill(text, 60, initial_indent="    ") for text in STORY)
BROKEN = "<br><br>".join(STORY)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)
LINKS = ("Bakers agree on one price for a loaf", "Goats at large in the harbour again", "A winter without coal")
LINES = [f'<a href="/{n}">{text}</a>' for n, text in enumerate(LINKS)]
TEASED = [f"{line}\n{OTHER}" for line in LINES]


def body(find: Find, page: str) -> list[str]:
    return [block.text for block in find(page).blocks]


PREFORMATTED = {
    "alone": WRAPPED,
    "paragraphs set in": INDENTED,
    "links after a blank line": f"{WRAPPED}\n\nRelated stories\n\n" + "\n".join(LINES),
    "links under a heading": f"{WRAPPED}\n\nRelated stories:\n" + "\n".join(LINES),
    "links with blank lines between": f"{WRAPPED}\n\n" + "\n\n".join(LINES),
    "links with signs before": f"{WRAPPED}\n\n" + "\n".join(f"  * {line}" for line in LINES),
    "links in the midst": WRAPPED.replace("\n\n", f"\n\nSee also: {LINES[0]}\n\n", 1),
    "links above": f"{' | '.join(LINES)}\n\n{WRAPPED}",
    "links with a sentence each": f"{WRAPPED}\n\n" + "\n\n".join(TEASED),
    "a link within a sentence": WRAPPED.replace(STORY[0].split()[0], f'<a href="/x">{STORY[0].split()[0]}</a>', 1),
}


@pytest.mark.parametrize("name", PREFORMATTED)
@pytest.mark.parametrize(
    "page", ["<h1>{1}</h1><pre>{0}</pre>", "<table><tr><td><h1>{1}</h1><pre>{0}</pre></td></tr></table>"]
)
def test_the_text_of_a_preformatted_page(find: Find, name: str, page: str) -> None:
    assert body(find, page.format(PREFORMATTED[name], TITLE)) == list(STORY)


RELATED = {
    "nothing": "",
    "links with breaks": "<br><br><b>Related stories</b><br>" + "<br>".join(LINES),
    "links with signs": "<br><br>" + "".join(f"&#187; {line}<br>" for line in LINES),
    "links with days": "<br><br>" + "".join(f"{line} (Nov. {n + 1})<br>" for n, line in enumerate(LINES)),
    "links with sources": "<br><br>More on this story:<br>"
    + "".join(f"{line} - <i>Strait Post</i><br>" for line in LINES),
    "links and sentences": "<br><br>" + "".join(f"<b>{line}</b><br>{OTHER}<br><br>" for line in LINES),
    "a table of links": "<table><tr><td><b>Related stories</b></td></tr>"
    + "".join(f"<tr><td>{line}</td></tr>" for line in LINES) + "</table>",
    "a table of links and sentences": "<table>"
    + "".join(f"<tr><td>{line}<br>{OTHER}</td></tr>" for line in LINES) + "</table>",
    "a table of days and links": "<table>"
    + "".join(f"<tr><td>Nov. {n + 1}</td><td>{line}</td></tr>" for n, line in enumerate(LINES)) + "</table>",
    "a table of pictures and sentences": "<table>"
    + "".join(f'<tr><td><img src="/i.jpg"></td><td>{line}<br>{OTHER}</td></tr>' for line in LINES) + "</table>",
}  # fmt: skip


@pytest.mark.parametrize("name", RELATED)
@pytest.mark.parametrize("text", [BROKEN, PARAGRAPHS], ids=["breaks", "paragraphs"])
@pytest.mark.parametrize("heading", ["<h1>{}</h1>", "<font size=5><b>{}</b></font><br><br>"], ids=["heading", "bold"])
def test_the_text_of_a_page_in_one_cell(find: Find, name: str, text: str, heading: str) -> None:
    inside = heading.format(TITLE) + text + RELATED[name]
    found = body(find, f"<table width=760><tr><td>{inside}</td></tr></table>")
    assert [line for line in found if line != TITLE] == list(STORY)
