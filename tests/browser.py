"""What every page of ours is held to in a real browser: quiet, offline, and never wider than the window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400%
WIDE = {"width": 1440, "height": 900}


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Chromium without a window; tools/need_chromium.sh has seen to it that there is one."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def opened_page(browser: Browser) -> Iterator[Page]:
    """A fresh page, closed at the end."""
    opened = browser.new_page()
    yield opened
    opened.close()


def sees(page: Page, path: Path, viewport: dict[str, int]) -> list[str]:
    """What a page does that it should not: messages, errors, requests, and reaching beyond the window."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: faults.append(f"request: {request.url}"))
    page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
    page.goto(path.as_uri())
    # The page itself is the one request allowed, the first; the empty icon is part of it.
    faults = [fault for fault in faults if fault not in (f"request: {path.as_uri()}", "request: data:,")]
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return faults + ([f"{beyond} px beyond the window"] if beyond > 0 else [])
