"""The pages in a real browser: quiet, offline, narrow, by keyboard, in print."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hefu.core.texts import Language
from tests.assess.pages.pages_of import LANGUAGES, NAMES, applicant, case, dossier
from tests.browser import PHONE, WIDE, ZOOMED, opened_browser, opened_page, sees


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page as a file, and one that breaks the rules, to show that breaking them is seen."""
    made = tmp_path_factory.mktemp("pages")
    for name in NAMES:
        for language in LANGUAGES:
            (made / f"dossier-{name}-{language}.html").write_text(dossier(name, language), encoding="utf-8")
            (made / f"applicant-{name}-{language}.html").write_text(applicant(name, language), encoding="utf-8")
    spoiled = dossier("refer", Language.EN).replace("<h1>", '<img src="x.png"><p style="width:600px">wide</p><h1>')
    (made / "spoiled.html").write_text(spoiled, encoding="utf-8")
    return made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened_page(browser) as opened:
        yield opened


@pytest.mark.parametrize("viewport", [PHONE, ZOOMED, WIDE], ids=["390", "320", "1440"])
def test_pages_are_quiet_offline_and_never_scroll_sideways(page: Page, folder: Path, viewport: dict[str, int]) -> None:
    paths = sorted(folder.glob("[ad]*-*.html"))
    assert len(paths) == 8
    assert [(path.name, sees(page, path, viewport)) for path in paths] == [(path.name, []) for path in paths]


def test_a_page_that_asks_for_a_picture_or_is_too_wide_is_seen(page: Page, folder: Path) -> None:
    faults = " ".join(sees(page, folder / "spoiled.html", PHONE))
    assert "Content Security Policy" in faults
    assert "px beyond the window" in faults


def test_a_number_shown_by_its_ends_shows_in_full_on_focus_and_stays_within_the_window(
    page: Page, folder: Path
) -> None:
    path = folder / "dossier-refer-en.html"
    assert sees(page, path, PHONE) == []
    number = page.locator("#tally .id").first
    assert number.inner_text().startswith("2632…2011")
    for shown in page.locator(".id:visible").all():
        shown.focus()
        assert shown.locator(".full").bounding_box()["width"] > 20  # type: ignore[index]  # it is shown, so has a box
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_findings_open_and_close_by_keyboard(page: Page, folder: Path) -> None:
    page.goto((folder / "dossier-refer-en.html").as_uri())
    low = page.locator("#F8")
    low.locator("summary").focus()
    assert low.get_attribute("open") is None
    page.keyboard.press("Enter")
    assert low.get_attribute("open") is not None
    page.keyboard.press("Space")
    assert low.get_attribute("open") is None


def test_the_first_key_leads_to_the_content_and_focus_is_seen(page: Page, folder: Path) -> None:
    page.goto((folder / "dossier-refer-zh.html").as_uri())
    page.keyboard.press("Tab")
    focus = page.evaluate(
        "(s => [document.activeElement.className, s.outlineWidth])(getComputedStyle(document.activeElement))"
    )
    assert focus == ["skip", "3px"]
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]  # focused, so it has a box
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


VISIBLE = "e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true, opacityProperty: true})"


@pytest.mark.parametrize("language", LANGUAGES)
def test_print_opens_every_finding_and_leaves_the_controls_out(page: Page, folder: Path, language: Language) -> None:
    page.goto((folder / f"dossier-refer-{language}.html").as_uri())
    bodies = page.locator(".finding .body").all()
    assert [body.evaluate(VISIBLE) for body in bodies] == [True] * 3 + [False] * 5
    page.emulate_media(media="print")
    assert all(body.evaluate(VISIBLE) for body in bodies)
    words = page.evaluate("document.body.innerText")
    facts = case("refer")
    hidden = [finding["clears"][language] for finding in facts["findings"]]
    hidden += [check["name"][language] for row in facts["coverage"] for check in row["checks"]]
    hidden += [limit["why"][language] for limit in facts["amount"]["constraints"]]
    assert [text for text in hidden if text not in words] == []
    assert [file["name"] for file in facts["inputs"] if file["name"] not in words] == []
    assert not page.locator(".tabs").is_visible()
    heads = page.locator("table.tally thead, .evidence thead, .coverage thead").all()
    assert {head.evaluate("e => getComputedStyle(e).display") for head in heads} == {"table-header-group"}


@pytest.mark.parametrize("name", ["dossier-refer-en", "dossier-lend-zh", "applicant-refer-zh"])
def test_a_page_prints(page: Page, folder: Path, name: str) -> None:
    page.goto((folder / f"{name}.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed


@pytest.mark.parametrize(
    ("name", "targets", "least"),
    [("applicant-refer-zh", "a:not(.skip), summary", 44), ("dossier-refer-zh", ".tabs a, summary, .language", 32)],
)
def test_what_is_pressed_is_large_enough(page: Page, folder: Path, name: str, targets: str, least: int) -> None:
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto((folder / f"{name}.html").as_uri())
    heights = [target.bounding_box()["height"] for target in page.locator(targets).all()]  # type: ignore[index]  # shown
    assert heights
    assert min(heights) >= least


def test_a_seam_is_closed_exactly_as_far_as_it_matches(page: Page, folder: Path) -> None:
    assert sees(page, folder / "dossier-refer-en.html", WIDE) == []
    seam = page.locator("table.tally tbody tr").nth(2).locator(".cut.standing").first
    box = "e => (r => [r.top, r.height])(e.getBoundingClientRect())"
    (top, height), (end, thickness) = seam.evaluate(box), seam.locator(".stop-line").evaluate(box)
    assert end + thickness / 2 - top == pytest.approx(height * 0.64, abs=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_of_the_reader_is_followed(page: Page, folder: Path, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto((folder / "dossier-lend-en.html").as_uri())
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(245, 246, 247)", "dark": "rgb(16, 21, 26)"}[scheme]
