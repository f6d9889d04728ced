"""Answers questions about a decision in plain words, from its dossier alone: nothing is worked out again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from hefu.assess.dossier import FORMAT
from hefu.assess.explain_words import WORDS
from hefu.assess.pages import formats, labels
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language, Value

Dossier = Mapping[str, Any]
DOSSIER = "dossier.json"


def read_dossier(path: Path) -> dict[str, Any]:
    """Return a dossier from its file, or from the folder that holds it. Raises RefusalError where it is none."""
    file = path / DOSSIER if path.is_dir() else path
    if not file.is_file():
        raise refuse(Refusal.FILE_MISSING, path=file.name)
    try:
        dossier = json.loads(file.read_bytes())
    except ValueError as error:
        raise refuse(Refusal.DOSSIER_UNREADABLE, path=file.name, reason=str(error)[:200]) from None
    if not isinstance(dossier, dict) or dossier.get("format") != FORMAT:
        raise refuse(Refusal.DOSSIER_UNREADABLE, path=file.name, reason=FORMAT)
    return dossier


def explain(dossier: Dossier, question: str, language: Language) -> list[str]:
    """Return the answer to one of QUESTIONS, line by line; deeper lines begin with two blanks."""
    said = _Said(dossier, language)
    return list(QUESTIONS[question](said))


class _Said:
    """A dossier in one language."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self.dossier, self.language = dossier, language
        self._figures = {(one["rule_id"], one["valid_from"]): one for one in dossier["cited"]}

    def word(self, name: str, /, **fields: Value) -> str:
        """Return one of our own sentences."""
        return WORDS[name].render(self.language, fields)

    def text(self, text: Mapping[str, str]) -> str:
        """Return a text of the dossier."""
        return text[self.language.value]

    def money(self, plain: Mapping[str, Any] | None) -> str:
        """Return an exact amount with its unit."""
        return formats.exact_with_unit(plain, self.language)

    def day(self, text: str | None) -> str:
        """Return a day as sentences show it."""
        return formats.prose_day(text, self.language)

    def moment(self) -> str:
        """Return the moment of the decision, in the zone of the dossier."""
        offset = self.dossier["utc_offset_minutes"]
        return formats.prose_moment(self.dossier["as_of"], offset, self.language)

    def cites(self, cites: list[dict[str, Any]]) -> Iterator[str]:
        """Give each legal figure with article, what it says, first day and certainty; cited it stands whole."""
        for one in (self._figures[cite["rule_id"], cite["valid_from"]] for cite in cites):
            certainty = labels.CERTAINTIES[one["certainty"]].render(self.language)
            article = self.word("article", article=one["article"]) if one["article"] else ""
            until = self.word("until", day=self.day(one["valid_to"])) if one["valid_to"] else ""
            yield "  " + self.word(
                "cite",
                regulation=self.text(one["regulation"]),
                article=article,
                says=self.text(one["says"]).rstrip("。."),
                since=self.day(one["valid_from"]) + until,
                certainty=certainty,
            )


def _why(said: _Said) -> Iterator[str]:
    request, verdict = said.dossier["request"], said.dossier["verdict"]
    outcome = labels.outcome_word(verdict["outcome"], verdict["kind"]).render(said.language)
    fields = {"request": request["request_id"], "kind": said.text(request["kind_name"]), "outcome": outcome}
    yield said.word("decided", day=said.moment(), **fields)
    found = {finding["finding_id"]: finding for finding in said.dossier["findings"]}
    for reason in verdict["reasons"]:
        yield "- " + said.text(reason["text"])
        if not reason["finding_ids"]:
            yield from said.cites(reason["cites"])
        for finding_id in reason["finding_ids"]:
            finding = found[finding_id]
            yield f"  {finding['label']}: {said.text(finding['text'])}"
            yield "  " + said.word("clears", clears=said.text(finding["clears"]))
            if finding["unsure"]:
                yield "  " + said.word("unsure")
            yield from said.cites(finding["cites"])


def _amount(said: _Said) -> Iterator[str]:
    amount = said.dossier["amount"]
    yield said.word("amounts", asked=said.money(amount["asked"]), supportable=said.money(amount["supportable"]))
    for step in amount["workings"]:
        value = said.money(step["amount"]) if step["amount"] else formats.factor(step["rate_bps"] or 0)
        yield f"  {formats.SIGNS.get(step['sign'], step['sign']) or ' '} {value}  {said.text(step['name'])}"
    for limit in amount["constraints"]:
        code = "binds" if limit["binding"] else "limit"
        fields = {"name": said.text(limit["name"]), "why": said.text(limit["why"])}
        yield "- " + said.word(code, amount=said.money(limit["amount"]), **fields)
        yield from said.cites(limit["cites"])


def _flip(said: _Said) -> Iterator[str]:
    verdict = said.dossier["verdict"]
    yield said.text(verdict["flip"])
    for flip in verdict["flips"][1:]:
        yield "- " + said.word("or_else", change=said.text(flip["text"]))
    left = verdict["flips_count"] - len(verdict["flips"])
    if left or not verdict["flips_whole"]:
        yield "- " + said.word("more_flips")


def _unknown(said: _Said) -> Iterator[str]:
    unknown = said.dossier["unknown"]
    if not unknown["open"]:
        yield said.word("nothing_open")
        return
    yield said.word("open", count=unknown["open"])
    for question in said.dossier["coverage"]:
        for check in question["checks"]:
            if check["next"]:
                yield f"- {said.text(check['name'])}: {said.text(check['why'])}"
    if unknown["papers"]:
        first = unknown["papers"][0]
        fields = {"count": len(first["rules"]), "total": unknown["open"]}
        yield said.word("one_paper", paper=said.text(first["name"]), **fields)
    else:
        yield said.word("no_paper")


def _rules(said: _Said) -> Iterator[str]:
    cited = said.dossier["cited"]
    law = said.dossier["law"]
    yield said.word("law", version=law["version"], count=law["records"], day=said.moment())
    if not cited:
        yield said.word("none_cited")
    for one in cited:
        yield "- " + ", ".join([*one["labels"], *(said.text(limit) for limit in one["limits"])])
        yield from said.cites([one])
    for policy in said.dossier["policies"]:
        held = labels.VERDICTS[policy["verdict"]].render(said.language)
        yield "- " + said.word("policy", title=said.text(policy["title"]), version=policy["version"], held=held)
        yield from ("  " + said.text(why) for why in policy["why"])


QUESTIONS: Mapping[str, Callable[[_Said], Iterator[str]]] = {
    "why": _why,
    "amount": _amount,
    "flip": _flip,
    "unknown": _unknown,
    "rules": _rules,
}
"""What may be asked of a dossier."""
