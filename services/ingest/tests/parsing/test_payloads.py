"""The article in what the frameworks of today send to the browser, on pages that show none of it."""

import json
import time

import pytest

from .conftest import Parse
from .news_pages import HEADLINE
from .payload_pages import APOLLO, HTML_BODY, NUXT_2, PAGES, STORY, pushed, row, script, shell


@pytest.mark.parametrize("name", PAGES)
def test_the_text_is_what_the_data_hold(parsed: Parse, name: str) -> None:
    content = parsed(PAGES[name], url="https://strait.example/news/ferry-sails-again").content
    assert content.body.split("\n\n") == STORY
    assert content.partial


OTHERS = [
    script(NUXT_2["arguments"].replace(HEADLINE, "Goats at sea")),
    *pushed(row("0", {"article": {"title": "Goats at sea", "body": HTML_BODY}})),
    script(f"window.__APOLLO_STATE__ = {json.dumps(APOLLO['references']).replace(HEADLINE, 'Goats at sea')}"),
]


@pytest.mark.parametrize("other", OTHERS)
def test_the_data_of_another_article_change_nothing_of_a_page_with_text(parsed: Parse, other: str) -> None:
    page = shell(other, inside=f"<article><h1>{HEADLINE}</h1>{HTML_BODY}</article>")
    assert parsed(page).content.body.split("\n\n") == STORY


KNOT = [{"title": 1, "body": 2}, HEADLINE, [3, *[2] * 60], {"type": 4, "text": 5}, "image", HTML_BODY]
LIST_OF_ITSELF = [{"title": 1, "body": 2}, HEADLINE, [3] * 100_000, "word " * 20_000 + "."]
BOMBS = {
    "spaces": script("window.a=function" + " " * 900_000 + "x"),
    "spaces before an arrow": script("window.a={b:c" + " " * 900_000 + "x"),
    "many small values": script("window.a={b:[" + "1," * 700_000) * 9,
    "the same text of data": script(
        json.dumps([[2] * 100_000, HEADLINE, "[" + "1," * 90_000 + "1]"]), ' type="application/json" id="__NUXT_DATA__"'
    ),
    "half of a character": script('window.a={title:"' + HEADLINE + '",body:"\\ud83d' + "x \\udc00" * 99 + '"}'),
    "half of a character as JSON": script(json.dumps({"title": HEADLINE, "body": "\ud83d x" * 99}))
    + script(json.dumps({"title": HEADLINE, "body": "\ud83d x" * 99}), ' type="application/json"'),
    "unclosed objects": script("window.__NUXT__=" + "{a:" * 100_000),
    "unclosed lists": script("window.__NUXT__=" + "[" * 500_000),
    "unclosed functions": script("window.__NUXT__=" + "(function(a){return " * 50_000),
    "brackets": script("window.__NUXT__=" + "(" * 500_000),
    "signs": script("window.__NUXT__={a:" + "!" * 500_000),
    "an unclosed text": script('window.__NUXT__={a:"' + "\\" * 900_001),
    "many beginnings": script("window.a={b:" * 80_000),
    "many texts that never end": script("window.a={b:'" * 80_000),
    "a huge list": script("window.__NUXT__={a:Array(999999999999),b:(function(a){a[99999999]=1;return a}([]))}" * 9),
    "a huge number": script("window.__NUXT__={a:" + "9" * 900_000 + ",b:1e" + "9" * 300 + "}"),
    "rows that point at themselves": "".join(pushed(row("0", {"title": HEADLINE, "body": ["$0", "$1", "$0:body"] * 30})
                                                  + row("1", ["$1", "$0"] * 90) + "2:Tffffffffff,x" + HTML_BODY)),
    "no rows": "".join(pushed("::::\n:T,\nzz:T1,2\n" * 20_000)),
    "a knot of references": script(json.dumps(KNOT), ' type="application/json" id="__NUXT_DATA__"'),
    "one text a hundred thousand times": script(
        json.dumps(LIST_OF_ITSELF), ' type="application/json" id="__NUXT_DATA__"'),
    "references in a circle": script(json.dumps([["Ref", 1], ["Ref", 0], {"title": 0, "body": 1}, "x" * 300]),
                                     ' type="application/json" id="__NUXT_DATA__"'),
    "a store of itself": script("window.__APOLLO_STATE__=" + json.dumps(
        {f"A:{n}": {"title": HEADLINE, "body": [{"__ref": f"A:{m}"} for m in range(40)], "x": "y" * 50}
         for n in range(40)})),
    "texts within texts": script(json.dumps({"a": "[" * 200_000 + '"' * 9}), ' type="application/json"'),
}  # fmt: skip


LONGER = {"one text a hundred thousand times", "half of a character", "half of a character as JSON"}
"""Of these the data hold more than twice the text."""


@pytest.mark.parametrize("name", BOMBS)
def test_a_payload_that_is_a_bomb_does_not_hold_up_the_page(parsed: Parse, name: str) -> None:
    page = shell(BOMBS[name], inside=f"<article><h1>{HEADLINE}</h1><p>{STORY[0]}</p><p>{STORY[1]}</p></article>")
    began = time.process_time()
    content = parsed(page).content
    assert time.process_time() - began < 5.0
    assert STORY[1] in content.body or name in LONGER
