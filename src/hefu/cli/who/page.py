"""The neighbourhood as one HTML page.

A drawing by Cytoscape.js and a table with the same content. It asks for nothing outside.
"""

from __future__ import annotations

import functools
import json
import math
from importlib.resources import files
from typing import Any

import jinja2

from hefu.cli.who.text import controlled_by, percent
from hefu.cli.who.words import BASES, KINDS, WORDS
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language, show
from hefu.parties.ties import Party, Tie, Ties

_LANG = {Language.ZH: "zh-Hans", Language.EN: "en"}
_NAME = {Language.ZH: "中文", Language.EN: "English"}
_RING_X, _RING_Y = 330, 170
_NAME_MAX = 14


def who_page(ties: Ties, moment: str, hops: int, language: Language, other: str) -> str:
    """Return the page in one language; `other` is the file name of the page in the other. Refused without Cytoscape."""
    names = {party.party_id: party.name for party in ties.parties}
    return _template(language).render(
        ties=ties,
        names=names,
        subject=names[ties.subject_id],
        moment=moment,
        hops=hops,
        other=other,
        elements=_script_safe(json.dumps(elements(ties, language), ensure_ascii=False, sort_keys=True)),
        script=cytoscape(),
    )


def cytoscape() -> str:
    """Return the text of cytoscape.min.js, which `make` brings; refused (ASSET_MISSING) where it is not there."""
    path = files("hefu.cli.who") / "assets" / "cytoscape.min.js"
    if not path.is_file():
        raise refuse(Refusal.ASSET_MISSING, path="cytoscape.min.js")
    return _script_safe(path.read_text(encoding="utf-8"))


def _script_safe(text: str) -> str:
    """Let no text inside a script end it: a slash after `<` is escaped, which means the same to the script."""
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")


def elements(ties: Ties, language: Language) -> list[dict[str, Any]]:
    """Return what is drawn.

    Parties at fixed places, rings around the subject, and one line for each tie between them.
    """
    drawn = [party for party in ties.parties if party.party_id in ties.drawn]
    places = _places(drawn)
    nodes = [_node(party, places[party.party_id], ties.subject_id, language) for party in drawn]
    for one, count in ties.folded:
        x, y = places[one]
        label = WORDS["more"].render(language, {"count": count})
        nodes.append(
            {"data": {"id": f"more:{one}", "label": label}, "classes": "more", "position": {"x": x + 70, "y": y + 60}}
        )
        nodes.append(
            {"data": {"id": f"to-more:{one}", "source": one, "target": f"more:{one}", "label": ""}, "classes": "dashed"}
        )
    lines = [_line(at, tie, language) for at, tie in enumerate(ties.ties) if {tie.one_id, tie.other_id} <= ties.drawn]
    return [*nodes, *lines]


def _node(party: Party, place: tuple[int, int], subject_id: str, language: Language) -> dict[str, Any]:
    name = show(party.name, language)
    short = name if len(name) <= _NAME_MAX else name[:_NAME_MAX] + "…"
    kinds = ["person" if party.person else "firm", *(["subject"] if party.party_id == subject_id else [])]
    x, y = place
    return {"data": {"id": party.party_id, "label": short}, "classes": " ".join(kinds), "position": {"x": x, "y": y}}


def _line(at: int, tie: Tie, language: Language) -> dict[str, Any]:
    word = KINDS[tie.kind] if tie.kind == "same_as" else BASES[tie.basis]
    label = f"{word.render(language)} {percent(tie.share_bps) if tie.kind != 'shares' else ''}".strip()
    data = {"id": f"tie:{at}", "source": tie.one_id, "target": tie.other_id, "label": label}
    return {"data": data, "classes": tie.kind}


def _places(drawn: list[Party]) -> dict[str, tuple[int, int]]:
    """Rings by steps, parties in the order of their ids: the same picture every time."""
    rings: dict[int, list[str]] = {}
    for party in drawn:
        rings.setdefault(party.hops, []).append(party.party_id)
    places = {}
    for hops, ids in rings.items():
        for at, party_id in enumerate(ids):
            turn = 2 * math.pi * at / len(ids) - math.pi / 2 + hops / 5
            places[party_id] = (round(hops * _RING_X * math.cos(turn)), round(hops * _RING_Y * math.sin(turn)))
    return places


@functools.cache
def _template(language: Language) -> jinja2.Template:
    other = next(known for known in Language if known != language)
    loaders = [jinja2.PackageLoader("hefu.cli.who"), jinja2.PackageLoader("hefu.assess.pages")]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "lang": _LANG[language],
        "other_lang": _LANG[other],
        "other_name": _NAME[other],
        "words": lambda code, **fields: WORDS[code].render(language, fields),
        "kind": lambda code: KINDS[code].render(language),
        "base": lambda code: BASES[code].render(language),
        "percent": percent,
        "controlled_by": functools.partial(controlled_by, language=language),
        "plain": lambda text: show(text, language),
    }
    return environment.get_template("who.html")
