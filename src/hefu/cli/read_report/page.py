"""The report as one HTML page that needs nothing else: no script, no request, no file beside it."""

from __future__ import annotations

import functools
from importlib.metadata import version

import jinja2

from hefu.book.schema import SCHEMA
from hefu.cli.read_report.facts import Facts, State, next_steps, state_of
from hefu.cli.read_report.forms import Forms, plain
from hefu.cli.read_report.words import SHAPES
from hefu.core.texts import Language

REFUSED_MAX = 500
READ_MAX = 1_000
"""So many files a page shows; a browser is slow beyond. `report.txt` names all."""

_LANG = {Language.ZH: "zh-Hans", Language.EN: "en"}
_NAME = {Language.ZH: "中文", Language.EN: "English"}


def report_page(facts: Facts, language: Language, other: str) -> str:
    """Return the report as a page in one language; `other` is the file name of the page in the other language."""
    refused = facts.files(State.REFUSED)
    read = facts.files(State.READ, State.SAME, State.KNOWN)
    counts = facts.counts()
    return _template(language).render(
        facts=facts,
        other=other,
        version=version("hefu"),
        counts={state.value: counts[state] for state in State},
        total=len(facts.report.files),
        refused=refused[:REFUSED_MAX],
        refused_left=len(refused) - len(refused[:REFUSED_MAX]),
        read=read[:READ_MAX],
        read_left=len(read) - len(read[:READ_MAX]),
        letters=facts.letters(),
        kinds=facts.report.documents_by_kind(),
        rows=facts.report.rows_by_table(),
        reasons=facts.refusals_by_code(),
    )


@functools.cache
def _template(language: Language) -> jinja2.Template:
    other = next(known for known in Language if known != language)
    # The look is that of the dossier: its tokens and shapes are taken from there, not written again.
    loaders = [jinja2.PackageLoader("hefu.cli.read_report"), jinja2.PackageLoader("hefu.assess.pages")]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    forms = Forms(language)
    environment.filters |= {
        "plain": plain,
        "grouped": lambda count: f"{count:,}",
        "rpartition": lambda name: name.rpartition("/"),
    }
    environment.globals |= {
        "lang": _LANG[language],
        "other_lang": _LANG[other],
        "other_name": _NAME[other],
        "forms": forms,
        "words": forms.word,
        "tables": SCHEMA,
        "shapes": SHAPES,
        "state_of": state_of,
        "next_steps": next_steps,
    }
    return environment.get_template("report.html")
