"""Draws the pictures of the READMEs from the sample dossiers: `make pictures`, after `make run`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
PAGE = ViewportSize(width=1280, height=760)


def main() -> None:
    """Take one picture of the undelivered request's dossier in each language."""
    folder = ROOT / "build" / "sample" / "undelivered"
    (ROOT / "docs" / "picture").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for page_path in sorted(folder.glob("dossier*.html")):
            page = browser.new_page(viewport=PAGE)
            page.goto(page_path.as_uri())
            language = page.locator("html").get_attribute("lang") or ""
            page.screenshot(path=ROOT / "docs" / "picture" / f"dossier.{language[:2]}.png")
        browser.close()


if __name__ == "__main__":
    main()
