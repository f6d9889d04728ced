"""How well scorecards tell defaults apart on two public data sets, published whatever it is.

`python -m bench.scoring` prints the tables, `python -m bench.scoring --write` puts them into docs/reference/scoring.md.
The data lie beside the checkout (shared/data); nothing of them is kept but figures.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench._smesd import companies
from hefu.cli.score.apply import score_rows
from hefu.cli.score.figures import three
from hefu.cli.score.fit import VERSIONS, frame
from hefu.cli.score.judge import Measured
from hefu.cli.score.measures import auc_interval
from hefu.cli.score.settings import TrainSettings, read_settings
from hefu.cli.score.table import Table, read_cells
from hefu.cli.score.train import Trained, train

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
SETTINGS = ROOT / "examples" / "scoring" / "german-credit" / "settings.toml"
PAGE = ROOT / "docs" / "reference" / "scoring.md"
BEGIN, END = "<!-- figures: python -m bench.scoring --write -->", "<!-- end of figures -->"
SEED = 20261125
SEEDS = range(SEED, SEED + 5)

SMESD = TrainSettings(name="smesd", exclude=("company",))
APART: dict[str, tuple[str, ...]] = {
    "SMEsD, register and ties": ("near_", "suits", "months_since_last"),
    "SMEsD, own features": ("near_",),
    "SMEsD, own and neighbours'": (),
}
"""Which columns, by how their names begin, each card on SMEsD does without."""


@dataclass(frozen=True)
class _Case:
    """One card that was trained: what on, how it did, how long it took."""

    name: str
    trained: Trained
    seconds: float


def main() -> None:
    """Print every table."""
    print("\n".join(report()))


def report() -> list[str]:
    """Train and judge every card; return the page's figures as lines of Markdown."""
    german = read_cells(DATA / "german-credit" / "german.data", " ")
    settings = read_settings(SETTINGS)
    cases = [_case("German Credit", german, "CLASSIFICATION", settings)]
    tables = [companies(DATA / "smesd", "train"), companies(DATA / "smesd", "validate")]
    known = set(tables[0].column("company"))
    fresh = tables[1].of_rows([at for at, one in enumerate(tables[1].column("company")) if one not in known])
    for name, apart in APART.items():
        names = tuple(column for column in tables[0].header if column.startswith(apart))
        cases.append(_case(name, tables[0], "bankrupt", replace(SMESD, exclude=("company", *names)), fresh))
    overlapping = _case("", tables[0], "bankrupt", SMESD, tables[1]).trained.measured["held_out"]
    twice = len(tables[1].rows) - len(fresh.rows)
    return [
        *[*_machine(), "", *_performance(cases), "", *_seeds(german, settings), ""],
        f"{twice} of SMEsD's {len(tables[1].rows)} validation companies stand in its training split too and are left",
        f"out above. With them AUC is {_auc(overlapping)}.",
        *["", *_against_peer(cases, german, tables[0]), "", *_variables(cases), "", *_drift(cases[-1])],
    ]


def _case(name: str, table: Table, target: str, settings: TrainSettings, held: Table | None = None) -> _Case:
    began = time.perf_counter()
    trained = train(table, target, settings, SEED, held)
    return _Case(name, trained, time.perf_counter() - began)


def _machine() -> list[str]:
    packages = ", ".join(f"{name} {number}" for name, number in VERSIONS.items())
    return [
        f"Trained on {platform.machine()}, Python {platform.python_version()}, {packages};",
        f"seed {SEED}; a shared virtual machine with two processors, so seconds are rough.",
    ]


def _performance(cases: Sequence[_Case]) -> list[str]:
    lines = [
        "| Data 数据 | Sample 样本 | rows 行 | defaults 违约 | AUC (95 %) | KS | Brier | Brier of the rate 基准 | s |",
        "|---|---|--:|--:|---|--:|--:|--:|--:|",
    ]
    for case in cases:
        for one in case.trained.measured.values():
            figures = f"{_auc(one)} | {three(one.ks_micro)} | {three(one.brier_micro)} | {three(one.brier_base_micro)}"
            name = one.sample.replace("_", " ")
            lines.append(
                f"| {case.name} | {name} | {one.rows_count} | {one.bads_count} | {figures} | {case.seconds:.0f} |"
            )
    return lines


def _auc(one: Measured) -> str:
    return f"{three(one.auc.at_micro)} ({three(one.auc.low_micro)} to {three(one.auc.high_micro)})"


def _seeds(table: Table, settings: TrainSettings) -> list[str]:
    """Say how far the cross-validated figure moves with the seed that deals the folds."""
    trained = [train(table, "CLASSIFICATION", settings, seed) for seed in SEEDS]
    found = sorted(one.measured["out_of_fold"].auc.at_micro for one in trained)
    middle = three(int(statistics.median(found)))
    span = f"{three(found[0])} to {three(found[-1])}, median {middle}"
    return [f"German Credit over {len(found)} seeds, cross-validated AUC: {span}."]


def _against_peer(cases: Sequence[_Case], german: Table, smesd: Table) -> list[str]:
    """Hold our scorer against optbinning's on every training row."""
    lines = [
        "| Data 数据 | rows 行 | our points = optbinning's 得分一致 | AUC of ours 合符 | AUC of optbinning's |",
        "|---|--:|--:|--:|--:|",
    ]
    for case, table in zip(cases, (german, *[smesd] * len(APART)), strict=True):
        trained = case.trained
        ours = [one.points for one in score_rows(trained.card, table)]
        kinds = {variable.name: variable.kind for variable in trained.card.variables}
        theirs = [round(one) for one in trained.fitted.peer.score(frame(table.records(), kinds))]
        bads = [cell == trained.settings.bad for cell in table.column(trained.card.target)]
        aucs = [three(auc_interval([-one for one in points], bads).at_micro) for points in (ours, theirs)]
        same = sum(one == other for one, other in zip(ours, theirs, strict=True))
        lines.append(f"| {case.name} | {len(ours)} | {same} | {aucs[0]} | {aucs[1]} |")
    return lines


def _variables(cases: Sequence[_Case]) -> list[str]:
    lines = ["| Data 数据 | variables, information value 变量与信息值 |", "|---|---|"]
    for case in cases:
        ranked = sorted(case.trained.card.variables, key=lambda variable: -variable.iv_micro)
        said = ", ".join(f"{variable.name} {three(variable.iv_micro)}" for variable in ranked)
        lines.append(f"| {case.name} | {said} |")
    return lines


def _drift(case: _Case) -> list[str]:
    lines = [f"| {case.name}: held out against training | PSI | by chance 随机 | state 状态 |", "|---|--:|--:|---|"]
    for one in case.trained.measured["held_out"].drift:
        figures = f"{three(one.psi_micro)} | {three(one.chance_micro)} | {one.state.value}"
        lines.append(f"| {one.variable or 'score 得分'} | {figures} |")
    return lines


def write() -> None:
    """Put the figures between the two marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + "\n\n" + "\n".join(report()) + "\n\n" + END + after, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write()
    else:
        main()
