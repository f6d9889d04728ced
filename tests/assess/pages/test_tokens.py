"""Colours: every text is readable on every ground it meets, in light, dark and print."""

import itertools
import re
from pathlib import Path

import pytest

import hefu.assess.pages

TEMPLATES = Path(hefu.assess.pages.__file__).parent / "templates"
TOKENS = (TEMPLATES / "tokens.css").read_text(encoding="utf-8")

TEXTS = ("ink", "ink-2", "ink-3", "act", "stop", "high", "medium", "low", "note", "ok")
GROUNDS = ("page", "surface", "cell", "sunk")
SEVERITIES = ("stop", "high", "medium", "low", "note", "ok")
TEXT_CONTRAST = 4.5
MARK_CONTRAST = 3.0


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", css))


def schemes() -> dict[str, dict[str, str]]:
    light, dark = TOKENS.split("@media (prefers-color-scheme:dark)")
    named = colours(light)
    printed = colours((TEMPLATES / "dossier_print.css").read_text(encoding="utf-8"))
    return {"light": named, "dark": named | colours(dark), "print": named | printed}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def unreadable(tokens: dict[str, str]) -> list[str]:
    texts = [*itertools.product(TEXTS, GROUNDS), *((name, f"{name}-t") for name in SEVERITIES)]
    texts += [(name, "act-t") for name in ("ink", "act")]
    marks = itertools.product(("line-2", "bar"), ("page", "surface", "cell"))
    wanted = [(pair, TEXT_CONTRAST) for pair in texts] + [(pair, MARK_CONTRAST) for pair in marks]
    return [f"{name} on {ground}" for (name, ground), least in wanted if contrast(tokens[name], tokens[ground]) < least]


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_text_is_readable_on_every_ground(scheme: str) -> None:
    assert not unreadable(schemes()[scheme])


def test_a_pale_text_is_found() -> None:
    assert "ink-3 on surface" in unreadable(schemes()["light"] | {"ink-3": "#8b97a3"})


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert round(contrast("#000", "#ffffff"), 2) == 21


def test_no_style_has_a_colour_of_its_own() -> None:
    for path in sorted(TEMPLATES.glob("*.css")):
        rules = [line for line in path.read_text(encoding="utf-8").splitlines() if not re.search(r"--[\w-]+:#", line)]
        assert not [line for line in rules if re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", line)], path.name
