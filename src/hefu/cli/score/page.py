"""The model card as one HTML page that needs nothing else: no script, no request, no file beside it."""

from __future__ import annotations

import functools
from importlib.metadata import version

import jinja2

from hefu.cli.score.figures import SIDE, fours, length, line, percent, place, share, three
from hefu.cli.score.fit import VERSIONS
from hefu.cli.score.judge import CERTAINTY, SAMPLES
from hefu.cli.score.train import Trained
from hefu.cli.score.words import WORDS, bands
from hefu.core.texts import Language, Value
from hefu.credit.scoring import DriftState
from hefu.credit.scoring.drift import STATES

_LANG = {Language.ZH: "zh-Hans", Language.EN: "en"}
_NAME = {Language.ZH: "中文", Language.EN: "English"}

SHAPES = {
    DriftState.SHIFTED: "high",
    DriftState.UNKNOWN: "not_assessed",
    DriftState.WATCH: "medium",
    DriftState.STABLE: "ok",
}
"""The shape beside each state of drift: never a tick where nothing could be told."""


def card_page(trained: Trained, language: Language, other: str) -> str:
    """Return the card as a page in one language; `other` is the file name of the page in the other language."""
    samples = list(trained.measured.values())
    titles = {variable.name: variable.title for variable in trained.card.variables}
    return _template(language).render(
        trained=trained,
        card=trained.card,
        settings=trained.settings,
        samples=samples,
        folds=trained.measured["out_of_fold"],
        judged_later=[one for one in samples if one.drift],
        titles=titles,
        dropped=_dropped(trained),
        bands=bands(trained.card.score_ends),
        versions=VERSIONS,
        other=other,
        version=version("hefu"),
    )


def _dropped(trained: Trained) -> list[tuple[str, str]]:
    """Return each column that is no variable, and the word for why."""
    settings = trained.settings
    apart = [(name, "grouped") for name in settings.groups] + [(name, "excluded") for name in settings.exclude]
    return [*trained.fitted.dropped.items(), *apart]


@functools.cache
def _template(language: Language) -> jinja2.Template:
    other = next(known for known in Language if known != language)
    # The look is that of the dossier and of the report: tokens, shapes and tables are taken from there.
    packages = ("hefu.cli.score", "hefu.cli.read_report", "hefu.assess.pages")
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(package) for package in packages]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def words(code: str, **fields: Value) -> str:
        return WORDS[code].render(language, fields)

    environment.filters |= {
        "three": three,
        "percent": percent,
        "fours": fours,
        "said": lambda text: text.shown(language),
        "grouped": lambda count: f"{count:,}",
    }
    environment.globals |= {
        "lang": _LANG[language],
        "other_lang": _LANG[other],
        "other_name": _NAME[other],
        "words": words,
        "share": share,
        "line": line,
        "place": place,
        "length": length,
        "side": SIDE,
        "shapes": SHAPES,
        "states": STATES,
        "sample_names": SAMPLES,
        "certainty_words": CERTAINTY,
    }
    return environment.get_template("card.html")
