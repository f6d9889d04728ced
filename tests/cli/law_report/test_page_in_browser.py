"""The impact report in a real browser: quiet, offline, and never wider than the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hefu.cli.law_report.page import impact_page
from hefu.core.texts import Language
from tests.browser import PHONE, WIDE, ZOOMED, opened_browser, sees
from tests.cli.law_report import impacts

NAMES = ("ordinary", "untouched", "unmeasured", "untestable", "weak", "hostile")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("impacts")
    for name in NAMES:
        for language in Language:
            page = impact_page(getattr(impacts, name)(), language, "law-1", "book-1", "other.html")
            (made / f"page-{name}-{language}.html").write_text(page, encoding="utf-8")
    good = (made / "page-ordinary-en.html").read_text(encoding="utf-8")
    (made / "spoiled.html").write_text(good.replace("<h1>", '<p style="width:600px">wide</p><h1>'), encoding="utf-8")
    return made


@pytest.mark.parametrize("viewport", [PHONE, ZOOMED, WIDE], ids=["390", "320", "1440"])
def test_reports_are_quiet_offline_and_never_scroll_sideways(
    browser: Browser, folder: Path, viewport: dict[str, int]
) -> None:
    faults = []
    for path in sorted(folder.glob("page-*.html")):
        page = browser.new_page()
        faults += [(path.name, fault) for fault in sees(page, path, viewport)]
        page.close()
    assert faults == []


def test_a_page_that_is_too_wide_is_seen(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    assert any("beyond the window" in fault for fault in sees(page, folder / "spoiled.html", PHONE))
    page.close()
