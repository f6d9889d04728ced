"""The report in a real browser: no request, no sideways scroll, messages that copy whole, and a print that fits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hefu.cli.read_report.page import report_page
from hefu.core.texts import Language
from tests.browser import PHONE, WIDE, ZOOMED, opened_browser, opened_page, sees
from tests.cli.read_report import reports_of

NAMES = ("ordinary", "empty", "all_refused", "all_read", "hostile")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every report as a page, and one that breaks the rules, to show that breaking them is seen."""
    made = tmp_path_factory.mktemp("reports")
    for name in NAMES:
        for language in Language:
            page = report_page(getattr(reports_of, name)(), language, "other.html")
            (made / f"page-{name}-{language}.html").write_text(page, encoding="utf-8")
    good = (made / "page-ordinary-en.html").read_text(encoding="utf-8")
    spoiled = good.replace("<h1>", '<img src="x.png"><p style="width:600px">wide</p><h1>')
    (made / "spoiled.html").write_text(spoiled, encoding="utf-8")
    return made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened_page(browser) as opened:
        yield opened


@pytest.mark.parametrize("viewport", [PHONE, ZOOMED, WIDE], ids=["390", "320", "1440"])
def test_reports_are_quiet_offline_and_never_scroll_sideways(
    browser: Browser, folder: Path, viewport: dict[str, int]
) -> None:
    paths = sorted(folder.glob("page-*.html"))
    assert len(paths) == len(NAMES) * len(Language)
    faults = []
    for path in paths:
        page = browser.new_page()
        faults += [(path.name, fault) for fault in sees(page, path, viewport)]
        page.close()
    assert faults == []


def test_a_report_that_asks_for_a_picture_or_is_too_wide_is_seen(page: Page, folder: Path) -> None:
    faults = " ".join(sees(page, folder / "spoiled.html", PHONE))
    assert "Content Security Policy" in faults
    assert "px beyond the window" in faults


def test_a_click_on_a_message_selects_all_of_it(page: Page, folder: Path) -> None:
    page.goto((folder / "page-ordinary-zh.html").as_uri())
    letter = page.locator(".letter").first
    letter.click()
    selected = page.evaluate("getSelection().toString()")
    assert selected.strip() == letter.inner_text().strip()
    assert selected.startswith("主题：")


def test_the_number_of_refusals_leads_to_them_and_the_first_key_to_the_content(page: Page, folder: Path) -> None:
    page.goto((folder / "page-ordinary-en.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(".states a").click()
    assert page.url.endswith("#refused")


@pytest.mark.parametrize("language", list(Language))
def test_a_report_prints_on_a4_with_everything_and_no_controls(page: Page, folder: Path, language: Language) -> None:
    page.goto((folder / f"page-ordinary-{language}.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator(".language").is_visible()
    words = page.evaluate("document.body.innerText")
    assert [name for name in ("scan.png", "statement.pdf", "invoice-1.xml", "copy.xml") if name not in words] == []
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_of_the_reader_is_followed(page: Page, folder: Path, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto((folder / "page-ordinary-en.html").as_uri())
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(245, 246, 247)", "dark": "rgb(16, 21, 26)"}[scheme]
