"""Pages made for tests that show no text: it is in what a framework sends to the browser beside them."""

import json
from typing import Any

from .news_pages import HEADLINE, story

STORY = list(story())
HTML_BODY = "".join(f"<p>{text}</p>" for text in STORY)
ARTICLE = {"title": HEADLINE, "body": HTML_BODY}
BODY = json.dumps(HTML_BODY).replace("<", "\\u003C").replace("/", "\\u002F")
PADDING = json.dumps("A line of the menu, and no more than that. " * 12)


def shell(*scripts: str, inside: str = "") -> str:
    """A page as such a framework sends it: a title, an empty box, scripts."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{HEADLINE} | Strait Post</title>
    <meta property="og:type" content="article"><meta property="og:title" content="{HEADLINE}">
    <script>window.dataLayer = window.dataLayer || []; window.settings = {{"theme": {PADDING}}};</script></head>
    <body>{inside or '<div id="app"></div>'}{"".join(scripts)}<script src="/app.js"></script></body></html>"""


def script(text: str, attributes: str = "") -> str:
    return f"<script{attributes}>{text}</script>"


def pushed(*chunks: str) -> list[str]:
    return [
        script("(self.__next_f=self.__next_f||[]).push([0])"),
        *(script(f"self.__next_f.push({json.dumps([1, chunk]).replace('<', chr(92) + 'u003c')})") for chunk in chunks),
    ]


def row(number: str, value: Any) -> str:
    return f"{number}:{json.dumps(value, ensure_ascii=False)}\n"


def text_row(number: str, text: str) -> str:
    return f"{number}:T{len(text.encode()):x},{text}"


def halves(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


NUXT_2 = {
    "arguments": f"window.__NUXT__=(function(a,b,c,d){{return {{layout:'default',data:[{{article:{{id:7,title:a,body:c,"
    f"premium:d,tags:[b,b],photo:void 0}}}}],fetch:{{}},error:b,serverRendered:!0,menu:{PADDING}}}}}"
    f"({json.dumps(HEADLINE)},null,{BODY},false));",
    "arguments after the function": f"window.__NUXT__=(function(a,b){{return {{data:[{{title:a,body:{BODY},x:-1.5e3,"
    f"y:.5,z:new Date(1710230400000),menu:{PADDING}}}],error:b}}}})({json.dumps(HEADLINE)},null)",
    "no bracket around": f"window.__NUXT__=function(a){{return{{state:{{story:{{headline:a,content:{BODY}}}}},"
    f"menu:{PADDING}}}}}({json.dumps(HEADLINE)});",
    "objects filled before": f'window.__NUXT__=(function(a,b,c){{a.title=b;a.body=c;a["tags"]=Array(2);'
    f"return {{data:[{{story:a}}],state:{{latest:[a]}},menu:{PADDING}}}}}({{}},{json.dumps(HEADLINE)},{BODY}));",
    "plain names": f"window.__NUXT__={{data:[{{post:{{title:{json.dumps(HEADLINE)},body:{BODY},}}}}],error:null,"
    f"menu:{PADDING}}};",
    "an arrow": f"window.__NUXT__=((a,b)=>({{data:[{{title:a,body:b}}],menu:{PADDING}}}))"
    f"({json.dumps(HEADLINE)},{BODY});",
    "single quotes": "window.__NUXT__={data:[{title:'"
    + HEADLINE
    + "',body:'"
    + HTML_BODY.replace("'", "\\x27")
    + f"'}}],menu:{PADDING}}};",
}
NUXT_3 = {
    "references": [
        ["ShallowReactive", 1],
        {"data": 2},
        ["ShallowReactive", 3],
        {"k1": 4},
        {"title": 5, "body": 6},
        HEADLINE,
        HTML_BODY,
    ],
    "a reference to a body": [
        ["Reactive", 1],
        {"a": 2},
        {"title": 3, "body": 5},
        ["Ref", 4],
        HEADLINE,
        ["Ref", 6],
        HTML_BODY,
    ],
    "parts": [
        {"a": 1, "none": -1},
        {"title": 2, "blocks": 3},
        HEADLINE,
        [4, 5, 6],
        {"type": 7, "text": 8},
        {"type": 7, "text": 9},
        {"type": 7, "text": 10},
        "text",
        *STORY,
    ],
}
PROPS = ["$", "$L5", None, {"article": {"title": HEADLINE, "body": HTML_BODY}, "related": ["$undefined"]}]
NEXT = {
    "in the properties of a part": ["1:\"$Sreact.fragment\"\n5:I[123,[\"a\",\"b.js\"],\"Story\"]\n" + row("0", PROPS)],
    "cut in the midst": halves("5:I[1,[],\"Story\"]\n" + row("0", {"b": "x", "c": [PROPS]})),
    "a long text in a row of its own": [
        row("0", ["$", "$L5", None, {"article": {"title": HEADLINE, "body": "$1a"}}]), text_row("1a", HTML_BODY)
        + row("1b", {"after": True})],
    "a text whose letters take several bytes": [
        text_row("19", "Über den Dächern der Stadt — ein Fährmann erzählt.\n") + text_row("1a", HTML_BODY)
        + row("0", {"article": {"headline": HEADLINE, "content": "$1a"}})],
    "parts in rows of their own": [
        row("2", {"type": "paragraph", "text": STORY[1]}),
        row("0", {"headline": HEADLINE, "blocks": [{"type": "paragraph", "text": STORY[0]}, "$2", "$L3"]}),
        row("3", {"type": "paragraph", "text": STORY[2]})],
    "a path into another row": [
        row("2", ["$", "$L9", None, {"data": {"content": HTML_BODY}}]),
        row("0", {"title": HEADLINE, "body": "$2:props:data:content"})],
    "elements": [row("0", {"title": HEADLINE, "body": [
        ["$", "p", None, {"children": STORY[0]}],
        ["$", "p", "1", {"children": [STORY[1][:30], ["$", "a", None, {"href": "/x", "children": STORY[1][30:]}]]}],
        ["$", "div", None, {"dangerouslySetInnerHTML": {"__html": f"<p>{STORY[2]}</p>"}}]]})],
}  # fmt: skip
APOLLO = {
    "references": {"ROOT_QUERY": {"article": {"__ref": "Article:7"}}, "Article:7": {
        "__typename": "Article", "headline": HEADLINE, "blocks": [{"__ref": f"Text:{n}"} for n in range(3)]},
        **{f"Text:{n}": {"__typename": "Text", "text": text} for n, text in enumerate(STORY)}},
    "older references": {"ROOT_QUERY": {"article": {"type": "id", "id": "Article:7", "generated": False}},
        "Article:7": {"__typename": "Article", "title": HEADLINE, "body": {
            "type": "id", "id": "$Article:7.body", "generated": True}},
        "$Article:7.body": {"__typename": "Body", "html": HTML_BODY}},
    "names with arguments": {"ROOT_QUERY": {"__typename": "Query", 'article({"slug":"ferry"})': {
        "title": HEADLINE, 'body({"format":"HTML"})': HTML_BODY}}},
}  # fmt: skip
STREAM = [{"_1": 2}, "loaderData", {"_3": 4}, "routes/story", {"_5": 6, "_7": 8, "_9": -7}, "title", HEADLINE,
          "body", HTML_BODY, "none"]  # fmt: skip
STATE = json.dumps({"articles": {"7": ARTICLE}})
PAGES = {
    **{f"Nuxt 2, {name}": shell(script(text)) for name, text in NUXT_2.items()},
    **{
        f"Nuxt 3, {name}": shell(script(json.dumps(entries), ' type="application/json" id="__NUXT_DATA__"'))
        for name, entries in NUXT_3.items()
    },
    "Nuxt 3, several on a page": shell(
        script(json.dumps(NUXT_3["references"]), ' type="application/json" data-nuxt-data="story" id="story-data"')
    ),
    **{f"Next, {name}": shell(*pushed(*chunks)) for name, chunks in NEXT.items()},
    **{
        f"Apollo, {name}": shell(script(f"window.__APOLLO_STATE__ = {json.dumps(store)};"))
        for name, store in APOLLO.items()
    },
    "Apollo, within a page's data": shell(
        script(
            json.dumps({"props": {"apolloState": APOLLO["references"]}}), ' id="__NEXT_DATA__" type="application/json"'
        )
    ),
    "Arc Fusion": shell(
        script(
            "window.Fusion=window.Fusion||{};Fusion.arcSite=\"strait\";Fusion.contextPath=\"/pf\";Fusion.globalContent="
            + json.dumps({
                "headlines": {"basic": HEADLINE},
                "content_elements": [{"type": "text", "content": text} for text in STORY],
            })
            + ";Fusion.globalContentConfig={\"source\":\"content-api\"};"
        )
    ),
    "SvelteKit, started": shell(
        script(
            "{__sveltekit_1={base:\"\"};const element=document.currentScript.parentElement;Promise.all([import(\"/a.js"
            "\"),import(\"/b.js\")]).then(([kit, app])=>{kit.start(app, element, {node_ids: [0, 2],data: [null,{type:"
            f"\"data\",data:{{article:{{title:{json.dumps(HEADLINE)},body:{BODY}}}}},uses:{{params:[\"slug\"]}}}}],"
            "form: null,error: null});});}"
        )
    ),
    "SvelteKit, fetched": shell(
        script(
            json.dumps({"status": 200, "headers": {}, "body": json.dumps({"article": ARTICLE})}),
            ' type="application/json" data-sveltekit-fetched data-url="/api/ferry"',
        )
    ),
    "Remix": shell(
        script(f"window.__remixContext = {json.dumps({'state': {'loaderData': {'routes/story': {'a': ARTICLE}}}})};")
    ),
    "Remix, streamed": shell(
        script("window.__remixContext = {\"basename\":\"/\"};"),
        script(f"window.__remixContext.streamController.enqueue({json.dumps(json.dumps(STREAM) + chr(10))});"),
    ),
    "React Router, streamed": shell(
        *(
            script(f"window.__reactRouterContext.streamController.enqueue({json.dumps(half)});")
            for half in halves(json.dumps(STREAM) + "\n")
        )
    ),
    "a state as a text of JSON": shell(script(f"window.__PRELOADED_STATE__ = JSON.parse({json.dumps(STATE)});")),
    "a state of any name": shell(script(f"window.straitApp = {STATE};")),
    "a state in a variable": shell(script(f"const pageData = {STATE}; start(pageData);")),
    "the state of Angular": shell(
        script(
            json.dumps({"G.json.https://api.strait.example/7": {"body": ARTICLE}}).replace('"', "&q;"),
            ' id="serverApp-state" type="application/json"',
        )
    ),
    "many other data first": shell(
        *(script(json.dumps({"settings": "x" * 400}), ' type="application/json"') for _ in range(6)),
        script(STATE, ' type="application/json"'),
    ),
    "a short text beside the body": shell(
        script(json.dumps({"a": {"title": HEADLINE, "content": STORY[0][:60], "html": HTML_BODY}}),
               ' type="application/json"')
    ),
    "names of a house": shell(
        script(json.dumps({"a": {"articleTitle": HEADLINE, "story_body_html": HTML_BODY}}), ' type="application/json"')
    ),
    "links within a paragraph": shell(
        script(json.dumps({"a": {"title": HEADLINE, "body": {"type": "doc", "content": [
            {"type": "paragraph", "content": [
                {"type": "text", "text": text[:20]},
                {"type": "link", "content": [{"type": "text", "text": text[20:30]}]},
                {"type": "text", "text": text[30:]}]} for text in STORY]}}}), ' type="application/json"')
    ),
}  # fmt: skip
