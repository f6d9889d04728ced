"""From JSON objects to pages."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import jinja2

from hefu.assess.pages import applicant_words, backtest_words, derive, flows, formats, labels, seams, words
from hefu.core.texts import Language, Text, Value

_LANG = {Language.ZH: "zh-Hans", Language.EN: "en"}


def dossier_page(dossier: Mapping[str, Any], language: Language, other: str) -> str:
    """Return the dossier as one HTML page in one language.

    `dossier` is of format `hefu-dossier/1`; `other` is the file name of the page in the other language. A name
    that the format asks for and the object lacks raises, since a page must not pass over what it was to say.
    """
    return _environment(language).get_template("dossier.html").render(d=dossier, other=other)


def applicant_page(applicant: Mapping[str, Any], language: Language, other: str) -> str:
    """Return the applicant's page: status, the product's standard papers, cost; `applicant` is `hefu-applicant/1`.

    Only the names of that format are read, so nothing that a rule found can be shown. Whoever fills `received` lists
    what the applicant sent and nothing from elsewhere: an extract the lender fetched would tell what it looks at.
    `other` as in `dossier_page`.
    """
    return _environment(language).get_template("applicant.html").render(a=applicant, other=other)


def backtest_page(report: Mapping[str, Any], language: Language, other: str) -> str:
    """Return the back-test of `hefu-backtest/1` as one HTML page in one language; `other` as in `dossier_page`."""
    return _environment(language).get_template("backtest.html").render(b=report, other=other)


@functools.cache
def _environment(language: Language) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("hefu.assess.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= _filters(language)
    environment.globals |= {
        "lang": _LANG[language],
        "other_lang": next(tag for known, tag in _LANG.items() if known != language),
        "other_name": "English" if language == Language.ZH else "中文",
        "words": _said(words.WORDS, language),
        "ours": _said(applicant_words.WORDS, language),
        "test": _said(backtest_words.WORDS, language),
        "results": backtest_words.RESULTS,
        "flows": flows.flows,
        "replay_command": words.REPLAY_COMMAND,
        "labels": labels,
        "derive": derive,
        "seam": seams.seam,
        "cut": {"width": seams.WIDTH, "paths": seams.paths(), "hatch": seams.hatch()},
    }
    return environment


def _filters(language: Language) -> dict[str, Any]:
    """What templates do with values. Those that differ by language know it already."""

    def said(text: Mapping[str, str]) -> str:
        return text[language.value]

    def word(code: str | None, table: Mapping[str, Text]) -> str:
        known = table.get(code or "")
        return known.render(language) if known else code or formats.UNKNOWN

    def amount(plain: Mapping[str, Any] | None, currency: str) -> str:
        """The figures; and the currency, where it is not that of the header."""
        other = f" {plain['currency']}" if plain and plain["currency"] != currency else ""
        return formats.exact(plain) + other

    return {
        "said": said,
        "words_of": lambda text: text.render(language),
        "word": word,
        "amount": amount,
        "unit": lambda currency: formats.unit(currency, language),
        "full_amount": lambda plain: formats.exact_with_unit(plain, language),
        "short": lambda plain: formats.short(plain, language),
        "short_parts": lambda plain: formats.short_parts(plain, language),
        "quantity": lambda plain: formats.quantity(plain, language),
        "prose_day": lambda text: formats.prose_day(text, language),
        "prose_moment": lambda text, offset: formats.prose_moment(text, offset, language),
        "table_day": formats.table_day,
        "table_moment": formats.table_moment,
        "zone": formats.zone_name,
        "share": formats.share,
        "rate": formats.rate,
        "factor": formats.factor,
        "pieces": formats.pieces,
        "hash_groups": formats.hash_groups,
        "hash_short": formats.hash_short,
        "identifier": formats.identifier,
        "css_string": formats.css_string,
        "sign": lambda sign: formats.SIGNS.get(sign, sign),
    }


def _said(texts: Mapping[str, Text], language: Language) -> Any:  # noqa: ANN401 - templates call it; Jinja has no types
    """Return the function by which a template says one of its words: `words("asked")`, `words("days", count=54)`."""

    def said(name: str, /, **fields: Value) -> str:
        return texts[name].render(language, fields)

    return said
