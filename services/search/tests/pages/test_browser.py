"""The pages in a real browser: phone and desktop, light and dark, both directions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

Scheme = Literal["light", "dark"]

SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "narrow": {"width": 320, "height": 640},
    "desktop": {"width": 1280, "height": 900},
}
PAGES = (
    "/",
    "/search?q=Port+Calder",
    "/search?q=nothing-like-this",
    "/articles/ferry-en",
    "/articles/ferry-ar",
    "/articles/ferry-tidal",
    "/articles/escape-en",
    "/articles/account-en",
    "/articles/storm-en",
    "/articles/storm-ar",
    "/articles/account-en/copies/storm-en",
    "/articles/quake-en/copies/quake-en-near",
    "/articles/ferry-ar/copies/ferry-en",
    "/days/2026-11-18",
    "/trends?window=30d",
    "/articles/none",
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data; };
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => { for (let e = element; e; e = e.parentElement) {
    const color = rgb(getComputedStyle(e).backgroundColor); if (color[3] === 255) return color; }
    return [255, 255, 255]; };
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest('.unseen, .skip')) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(element.className + ': ' + element.textContent.trim().slice(0, 40));
  }
  return poor;
}"""


ASTRAY = """() => [...document.querySelectorAll('.daygroup')].flatMap(group => {
      const heading = group.querySelector('h2').getBoundingClientRect();
      return [...group.querySelectorAll('.card')].filter(card => {
        const box = card.getBoundingClientRect();
        return box.top < heading.bottom || box.left < heading.left - 1 || box.right > heading.right + 1;
      }).map(card => card.textContent.trim().slice(0, 60)); })"""


SCROLLED = """element => new Promise(done => element.scrollLeft > 0 ? done(true)
  : element.addEventListener('scroll', () => done(true), {once: true}))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        assert not os.environ.get("CI"), "Chromium is missing: apt-get install chromium"
        pytest.skip("Chromium is missing: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # `make check` collects this file without having it

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Scheme:
    chosen: Scheme = request.param
    return chosen


def opened(browser: Browser, size: str, scheme: Scheme = "light") -> tuple[Page, list[str]]:
    """A page, and what it asked of others or complained about."""
    page = browser.new_context(viewport=SIZES[size], color_scheme=scheme).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "404" not in message.text else None)
    page.on("request", lambda request: complaints.append(request.url) if "127.0.0.1" not in request.url else None)
    return page, complaints


@pytest.mark.parametrize("size", list(SIZES))
def test_pages_fit_and_can_be_read(browser: Browser, site: str, size: str, scheme: Scheme) -> None:
    page, complaints = opened(browser, size, scheme)
    for path in PAGES:
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, size)
        assert page.evaluate(CONTRAST) == [], (path, scheme)
    assert complaints == []


def test_pages_are_outlined(browser: Browser, site: str) -> None:
    page, _ = opened(browser, "desktop")
    for path in PAGES:
        page.goto(site + path)
        assert page.locator("main").count() == 1
        assert page.locator("h1").count() == 1, path
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))")
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert page.evaluate(
            "[...document.querySelectorAll('input,select')].every(e => e.type == 'hidden' || e.labels.length)"
        )
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize("size", list(SIZES))
def test_every_article_of_a_day_stands_under_its_language(browser: Browser, site: str, size: str) -> None:
    page, _ = opened(browser, size)
    for day in ("2026-11-10", "2026-11-18"):
        page.goto(f"{site}/days/{day}?duplicates=show&size=100")
        assert page.locator(".daygroup .card").count() > 1
        assert page.evaluate(ASTRAY) == [], (day, size)


def test_the_keyboard_reaches_the_text_first(browser: Browser, site: str) -> None:
    page, _ = opened(browser, "desktop")
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_arabic_is_set_from_the_right(browser: Browser, site: str) -> None:
    page, _ = opened(browser, "phone")
    page.goto(f"{site}/articles/ferry-ar")
    assert page.evaluate("getComputedStyle(document.querySelector('.body')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('.provenance')).direction") == "ltr"


@pytest.mark.parametrize(("path", "summary"), [("ferry-es", "How we know"), ("escape-en", "It is not clear")])
def test_the_evidence_opens_by_the_keyboard_and_can_be_read(
    browser: Browser, site: str, scheme: Scheme, path: str, summary: str
) -> None:
    page, complaints = opened(browser, "narrow", scheme)
    page.goto(f"{site}/articles/{path}")
    words = page.locator(".evidence q").first
    assert not words.is_visible()
    page.locator("summary", has_text=summary).press("Enter")
    assert words.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CONTRAST) == []
    assert complaints == []


def test_a_wide_table_scrolls_in_its_own_box_by_the_keyboard(browser: Browser, site: str) -> None:
    page, _ = opened(browser, "narrow")
    page.goto(f"{site}/articles/account-en")
    box = page.get_by_role("group", name="Table 1")
    assert box.evaluate("e => e.scrollWidth > e.clientWidth")
    box.focus()
    page.keyboard.press("ArrowRight")
    assert box.evaluate(SCROLLED)
    assert box.get_by_role("columnheader").all_inner_texts() == ["2022", "2023", "2024", "2025", "2026"]
    assert box.get_by_role("rowheader").all_inner_texts() == ["Marra", "Ilvo", "Velde"]


def test_a_live_blog_is_read_entry_by_entry(browser: Browser, site: str) -> None:
    page, complaints = opened(browser, "phone", "dark")
    page.goto(f"{site}/articles/storm-en")
    for name in ("All barges sail again", "The bridge is closed"):
        assert page.get_by_role("region", name=name).get_by_role("heading").count() == 1
    assert page.get_by_role("listitem").filter(has_text="Lorries may cross").count() == 2
    page.goto(f"{site}/articles/storm-ar")
    assert page.evaluate("getComputedStyle(document.querySelector('.body td')).direction") == "rtl"
    assert complaints == []


@pytest.mark.parametrize(("size", "beside"), [("desktop", True), ("phone", False), ("narrow", False)])
def test_two_texts_stand_beside_each_other_where_there_is_room(
    browser: Browser, site: str, size: str, beside: bool
) -> None:
    page, _ = opened(browser, size)
    page.goto(f"{site}/articles/quake-en/copies/quake-en-near")
    tops = page.evaluate("[...document.querySelectorAll('.sides > section')].map(e => e.getBoundingClientRect().top)")
    assert (tops[0] == tops[1]) is beside
    page.locator("#first-1 a").click()
    assert page.locator("#second-1").evaluate("e => e.matches(':target')")


def test_a_reader_searches_and_reads(browser: Browser, site: str) -> None:
    page, complaints = opened(browser, "phone", "dark")
    page.goto(site)
    page.get_by_role("searchbox").fill("Elena Prado strike")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Los estibadores de Puerto Lares").click()
    assert page.get_by_role("heading", level=1).get_attribute("lang") == "es"
    assert complaints == []
