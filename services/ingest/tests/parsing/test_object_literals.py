"""Values as scripts write them, read without running anything."""

from typing import Any

import pytest

from babelwire_ingest.parsing.web_page.declarations.object_literals import read_literal


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("{a:1,'b':.5,\"c\":-2e3,4:[,1,],}", {"a": 1, "b": 0.5, "c": -2000.0, "4": [None, 1]}),
        ("{a:!0,b:!1,c:void 0,d:null,e:undefined,f:NaN}", {"a": True, "b": False, **dict.fromkeys("cdef")}),
        (r"""['it\'s','\u0041\x42\u{1f600}','\ud83d\ude00',`a
b`]""", ["it's", "AB😀", "😀", "a\nb"]),
        ("{/* one */a:1,// two\nb:2}", {"a": 1, "b": 2}),
        ("(function(a,b){return {x:a,y:[b,a]}}(1,'c'))", {"x": 1, "y": ["c", 1]}),
        ("(function(a){return {a}})(1)", {"a": 1}),
        ("(a=>({x:a}))('y')", {"x": "y"}),
        ("(function(a,b){a.x=b;a[\"y\"]=1;b[1]=2;return [a]}({},Array(2)))", [{"x": [None, 2], "y": 1}]),
        ("{a:new Date(5),b:new Set([1]),c:JSON.parse('{\"d\":1}'),e:track('x')}",
         {"a": 5, "b": [1], "c": {"d": 1}, "e": None}),
        ("{a:'one '+\"two\"}", {"a": "one two"}),
        ("{a:location.href,b:c}", {"a": None, "b": None}),
        ("{a:function(){location='/'}}", None),
        ("{a:1", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_value_is_read_as_a_browser_would(code: str, value: Any) -> None:
    assert read_literal(code, 0)[0] == value


def test_what_follows_a_value_is_left() -> None:
    assert read_literal("x={a:1};y()", 2) == ({"a": 1}, 7)
