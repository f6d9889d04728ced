"""The impact report as one HTML page that needs nothing else: no script, no request, no file beside it."""

from __future__ import annotations

import functools
from importlib.metadata import version

import jinja2

from hefu.cli.law_report.forms import Forms
from hefu.cli.law_report.words import SHAPES
from hefu.core.texts import Language
from hefu.rulebook.impact import Impact

ROWS_MAX = 1_000
"""So many rows a page shows; a browser is slow beyond."""

_LANG = {Language.ZH: "zh-Hans", Language.EN: "en"}
_NAME = {Language.ZH: "中文", Language.EN: "English"}


def impact_page(impact: Impact, language: Language, law: str, book: str, other: str) -> str:
    """Return the report as a page in one language.

    `law` and `book` name the rule book and the book; `other` is the file of the page in the other language.
    """
    return _template(language).render(
        impact=impact,
        rows=impact.rows[:ROWS_MAX],
        notes=any(row.missing or row.condition for row in impact.rows[:ROWS_MAX]),
        left=max(0, len(impact.rows) - ROWS_MAX),
        law=law,
        book=book,
        other=other,
        version=version("hefu"),
    )


@functools.cache
def _template(language: Language) -> jinja2.Template:
    other = next(known for known in Language if known != language)
    # The look is that of the dossier: its tokens and shapes are taken from there, not written again.
    loaders = [jinja2.PackageLoader("hefu.cli.law_report"), jinja2.PackageLoader("hefu.assess.pages")]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    forms = Forms(language)
    environment.globals |= {
        "lang": _LANG[language],
        "other_lang": _LANG[other],
        "other_name": _NAME[other],
        "forms": forms,
        "words": forms.word,
        "shapes": SHAPES,
    }
    return environment.get_template("impact.html")
