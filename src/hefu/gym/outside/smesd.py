"""SMEsD (Wei et al., Information Sciences 2024): real small firms, their links, lawsuits and bankruptcies.

Companies and persons become parties, the links that say who owns, runs or stands over whom become party links, and
lawsuits court cases whose role nobody states. What has no amount (loans, deals, rents, claims among firms) cannot be a
row of money and is left out, counted. Months before the observation are counted back from 2020-12-31. A firm that
went bankrupt is one label.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from hefu.book import Book, Row
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text
from hefu.gym.outside.loaded import Label, Loaded, read_csv, source, whole

SCHEME = "insolvency"
_NO_NODE = Text("split_idx.json names no node for a row", "split_idx.json 中没有与某行对应的节点")
_REGISTRY = "smesd:registry"
_COURTS = "smesd:courts"
_OBSERVED_ON = date(2020, 12, 31)
_OBSERVED = datetime(2020, 12, 31, tzinfo=UTC)
_MONTHS = 12
_SPLITS = ("train", "validate", "test")
_KINDS = {
    "invest_CC": "owns",
    "invest_CP": "owns",
    "stakeholder": "owns",
    "branch": "controls",
    "supervise": "directs",
    "execute": "represents",
}
"""Each link once, from the one who acts. Every kind also stands in the data turned round, in the passive."""

_PASSIVE = {"supervised", "executed", "stakeholderd", "invested_CC", "invested_CP", "branched"}


def load_smesd(folder: Path) -> Loaded:
    """Return whichever of the train, validate and test parts stand in the folder, as one book with its labels."""
    parts = [(at, name) for at, name in enumerate(_SPLITS) if (folder / f"{name}_company.csv").is_file()]
    if not parts:
        raise refuse(Refusal.FILE_MISSING, path="train_company.csv")
    members = _members(folder)
    parties: dict[str, Row] = {}
    labels: list[Label] = []
    cases: list[Row] = []
    for at, name in parts:
        firms, marks = _companies(folder, name, members[at])
        parties |= firms
        labels += marks
        cases += _lawsuits(folder, name)
    links, left_out = _links(folder, [name for _, name in parts])
    for party_id in [row[end] for row in links.values() for end in ("from_id", "to_id")]:
        parties.setdefault(party_id, {"party_id": party_id, "kind": "unknown", **_said(_REGISTRY)})
    for row in cases:
        parties.setdefault(row["party_id"], {"party_id": row["party_id"], "kind": "company", **_said(_REGISTRY)})
    sources = [source(_REGISTRY, "registry", _OBSERVED), source(_COURTS, "other", _OBSERVED)]
    tables = {"sources": sources, "parties": parties.values(), "party_links": links.values(), "court_cases": cases}
    return Loaded(Book.of_rows(tables), tuple(labels), left_out)


def _members(folder: Path) -> list[list[int]]:
    """Return which node of the graph each row of a part is."""
    path = folder / "split_idx.json"
    try:
        members = json.loads(path.read_bytes())
        return [[int(node) for node in part] for part in members]
    except OSError:
        raise refuse(Refusal.FILE_MISSING, path=path.name) from None
    except (ValueError, TypeError) as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=path.name, reason=str(error)[:200]) from None


def _companies(folder: Path, name: str, nodes: list[int]) -> tuple[dict[str, Row], list[Label]]:
    parties: dict[str, Row] = {}
    labels = []
    for row in read_csv(folder / f"{name}_company.csv", ("row", "months_since_setup", "bankrupt")):
        at = whole(row["row"])
        if not 0 <= at < len(nodes):
            raise refuse(Refusal.FILE_UNREADABLE, path=f"{name}_company.csv", reason=_NO_NODE)
        party_id = _party(nodes[at])
        founded = _months_before(whole(row["months_since_setup"]))
        parties[party_id] = {"party_id": party_id, "kind": "company", "valid_from": founded, **_said(_REGISTRY)}
        if row["bankrupt"] == "1":
            labels.append(Label(SCHEME, party_id, "parties", party_id, _OBSERVED_ON))
    return parties, labels


def _lawsuits(folder: Path, name: str) -> Iterator[Row]:
    needed = ("company_index", "cause_type", "court_type", "result", "months_before_observation")
    for at, row in enumerate(read_csv(folder / f"{name}_lawsuits.csv", needed)):
        yield {
            "case_id": f"smesd:{name}/{at:06d}",
            "party_id": _party(whole(row["company_index"])),
            "role": "unstated",
            "filed_on": _months_before(whole(row["months_before_observation"])),
            **_said(_COURTS),
        }


def _links(folder: Path, names: list[str]) -> tuple[dict[str, Row], Counter[str]]:
    links: dict[str, Row] = {}
    left_out: Counter[str] = Counter()
    for name in names:
        for row in read_csv(folder / f"{name}_edges.csv", ("src", "dst", "type_name")):
            kind = _KINDS.get(row["type_name"])
            if kind is None:
                left_out["turned_round" if row["type_name"] in _PASSIVE else "no_amount"] += 1
                continue
            link_id = f"smesd:{row['type_name']}/{row['src']}/{row['dst']}"
            ends = {"from_id": _party(whole(row["src"])), "to_id": _party(whole(row["dst"]))}
            links[link_id] = {"link_id": link_id, **ends, "kind": kind, **_said(_REGISTRY)}
    return links, left_out


def _party(node: int) -> str:
    return f"smesd:{node}"


def _said(source_id: str) -> Row:
    return {"source_id": source_id, "known_at": _OBSERVED}


def _months_before(months: int) -> date:
    """Return the first day of the month that lies so many months before the observation."""
    month = _OBSERVED_ON.year * _MONTHS + _OBSERVED_ON.month - 1 - months
    return date(month // _MONTHS, month % _MONTHS + 1, 1)
