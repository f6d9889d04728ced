"""Company features from the three tables of SMEsD (Wei et al., Information Sciences, 2024): own, and of neighbours.

No label of any company enters a feature. Amounts are of the data's own unit, ten thousand yuan.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path

from hefu.cli.score.table import Table, checked

Rows = list[dict[str, str]]
SPLITS = {"train": 0, "validate": 1}
RECENT_MONTHS = 24
"""Lawsuits so near to the day of observation are also counted apart."""

CAUSES, COURTS, RESULTS = range(11), range(4), range(4)
RELATIONS = ("executed", "stakeholderd", "invested_CC", "invest_CC", "invested_CP", "branched", "loan", "loaned")
"""Relations by their names in the data; the rarest (deal, rent, creditor) and those every company has are left out."""


def companies(folder: Path, split: str) -> Table:
    """Return one row per company of a split, with its features and its label, every cell a text."""
    place = json.loads((folder / "split_idx.json").read_text())[SPLITS[split]]
    rows = _rows(folder / f"{split}_company.csv")
    suits = _by_company(_rows(folder / f"{split}_lawsuits.csv"), "company_index")
    edges = _by_company(_rows(folder / f"{split}_edges.csv"), "src")
    own = {str(node): _own(row, suits[str(node)]) for node, row in zip(place, rows, strict=True)}
    beside = _neighbours(edges)
    header: list[str] = []
    lines = []
    for node, row in zip(place, rows, strict=True):
        cells = {"company": str(node), **own[str(node)], **_ties(edges[str(node)])}
        cells |= _near(str(node), beside, suits, own)
        cells["bankrupt"] = row["bankrupt"]
        header = list(cells)
        lines.append(list(cells.values()))
    return checked(f"smesd-{split}", [header, *lines])


def _own(row: dict[str, str], suits: Rows) -> dict[str, str]:
    months = [int(suit["months_before_observation"]) for suit in suits]
    cells = {
        "register_capital": _plain(row["register_capital"]),
        "paid_capital": _plain(row["paid_capital"]),
        "paid_share_bps": str(int(float(row["paid_capital"]) * 10_000 // max(float(row["register_capital"]), 0.01))),
        "months_since_setup": row["months_since_setup"],
        "suits": str(len(suits)),
        "suits_recent": str(sum(one < RECENT_MONTHS for one in months)),
        "months_since_last_suit": str(min(months)) if months else "",
    }
    for name, column, values in (
        ("cause", "cause_type", CAUSES),
        ("court", "court_type", COURTS),
        ("result", "result", RESULTS),
    ):
        found = Counter(int(suit[column]) for suit in suits)
        cells |= {f"suits_{name}_{value}": str(found[value]) for value in values}
    return cells


def _ties(edges: Rows) -> dict[str, str]:
    found = Counter(edge["type_name"] for edge in edges)
    return {f"ties_{name}": str(found[name]) for name in RELATIONS}


def _near(
    node: str, beside: dict[str, set[str]], suits: dict[str, Rows], own: dict[str, dict[str, str]]
) -> dict[str, str]:
    """Return what is known of those within two steps; a company of this split has features of its own."""
    one = beside[node]
    two = {far for near in one for far in beside[near]} - one - {node}
    firms = [own[near] for near in sorted(one | two) if near in own]
    capital = sorted(float(firm["register_capital"]) for firm in firms)
    ages = sorted(int(firm["months_since_setup"]) for firm in firms)
    return {
        "near_nodes_1": str(len(one)),
        "near_nodes_2": str(len(two)),
        "near_firms": str(len(firms)),
        "near_suits": str(sum(len(suits[near]) for near in one | two)),
        "near_suits_recent": str(sum(int(firm["suits_recent"]) for firm in firms)),
        "near_capital_median": _plain(str(capital[len(capital) // 2])) if capital else "",
        "near_months_median": str(ages[len(ages) // 2]) if ages else "",
        "near_suits_most": str(max((int(firm["suits"]) for firm in firms), default=0)),
    }


def _neighbours(edges: dict[str, Rows]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for node, some in edges.items():
        for edge in some:
            found[node].add(edge["dst"])
            found[edge["dst"]].add(node)
    return found


def _by_company(rows: Rows, column: str) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _plain(text: str) -> str:
    """Return a number in plain digits of at most four decimals."""
    return f"{float(text):.4f}".rstrip("0").rstrip(".")


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
