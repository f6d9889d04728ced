"""A score as one HTML page that needs nothing else."""

from __future__ import annotations

import functools
from importlib.metadata import version

import jinja2

from hefu.cli.gym_score.forms import Forms
from hefu.cli.gym_score.picture import picture
from hefu.cli.gym_score.text import tables
from hefu.core.texts import Language

_LANG = {Language.ZH: "zh-Hans", Language.EN: "en"}
_NAME = {Language.ZH: "中文", Language.EN: "English"}


def score_page(forms: Forms, other: str) -> str:
    """Return the page; `other` is the file name of the page in the other language."""
    elsewhere = next(known for known in Language if known != forms.language)
    return _template().render(
        forms=forms,
        words=forms.word,
        tables=tables(forms),
        picture=picture(forms),
        other=other,
        lang=_LANG[forms.language],
        other_lang=_LANG[elsewhere],
        other_name=_NAME[elsewhere],
        version=version("hefu"),
    )


@functools.cache
def _template() -> jinja2.Template:
    # The look is that of the dossier: its tokens are taken from there, not written again.
    loaders = [jinja2.PackageLoader("hefu.cli.gym_score"), jinja2.PackageLoader("hefu.assess.pages")]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("score.html")
