"""Clean text takes a short way through cleaning; these say that it comes to the same as the long one."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts import identity
from babelwire_contracts.canonical_url import registrable_domain
from babelwire_ingest.parsing import parser, text_cleaning

LIKELY = (
    st.text(st.sampled_from("ab é\u0301\u00a0\u200b\u034f\ufffc\u3000\t\r\n\x0b\x85\u2028\x00漢ｱ\u0f73 \n  \n\n"))
    | st.text()
    | st.text(st.characters(codec="ascii"))
)


def long_way(text: str) -> str:
    broken = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return unicodedata.normalize("NFC", text_cleaning._UNWANTED.sub("", broken))


@given(LIKELY)
def test_a_line(text: str) -> None:
    assert text_cleaning.line(text) == " ".join(long_way(text).split())


@given(LIKELY)
def test_lines(text: str) -> None:
    assert text_cleaning.lines(text) == [re.sub(r"[^\S\n]+", " ", raw).strip() for raw in long_way(text).split("\n")]


@given(LIKELY, LIKELY | st.none(), LIKELY)
def test_content_hash(title: str, lead: str | None, body: str) -> None:
    words = "\n".join(" ".join(unicodedata.normalize("NFC", part).split()) for part in (title, lead or "", body))
    assert identity.content_hash(title, lead, body) == identity._digest(
        b"content", words.encode("utf-8", "surrogatepass")
    )


def test_a_domain_by_host_is_the_domain_by_address() -> None:
    for host in (
        "www.bbc.co.uk",
        "a.b.example:8080",
        "192.0.2.7",
        "[2001:db8::1]:81",
        "co.uk",
        "x.github.io",
        "xn--e1afmkfd.xn--p1ai",
    ):
        assert parser._domain_of_host(host) == registrable_domain(f"https://{host}/a/b?c=d")
