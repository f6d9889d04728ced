"""Who is the same as whom on a book of a million ids.

Time, pairwise precision and recall, and figures by kind of disturbance. IDS and RUNS come from outside; INTO names the
page that is written with what was measured (docs/reference/entities.md).
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import time
from pathlib import Path

from bench._parties_world import World, world
from hefu.parties.config import PartiesConfig
from hefu.parties.entities.resolve import Resolution, resolve
from tests.parties.resolved import Measured, measure

IDS = int(os.environ.get("IDS", "1000000"))
RUNS = int(os.environ.get("RUNS", "3"))
INTO = os.environ.get("INTO")
SEED = 1

SAYS = {
    "none": "the name as registered, no identifier · 名称一致，无标识",
    "typing": "one typing error in the name · 名称一处误写",
    "traditional": "traditional characters · 繁体字",
    "full_width": "full-width and hidden marks · 全角与隐藏字符",
    "region_dropped": "region left out · 省略行政区划",
    "form": "有限公司 / 有限责任公司 / 股份公司",
    "former_name": "a former name · 曾用名",
    "other_phone": "another telephone · 电话不同",
    "address_short": "address broken off · 地址不全",
    "typing_and_traditional": "typing error and traditional characters · 误写且繁体",
    "region_and_form": "region left out, another form · 省略区划且形式不同",
    "name_only": "a name and nothing else · 仅有名称",
    "identifier_only": "the identifier, a short name · 仅有标识与简称",
}


def main() -> None:
    """Print the time of a resolution and how right it is; write the page where one is named."""
    config = PartiesConfig()
    resolve(world(500, SEED).book, config)
    made = world(IDS, SEED)
    wall, busy, found = [], [], None
    for _ in range(RUNS):
        began, working = time.perf_counter(), time.process_time()
        found = resolve(made.book, config)
        wall.append(time.perf_counter() - began)
        busy.append(time.process_time() - working)
    assert found is not None  # noqa: S101 - there is a run
    page = _page(made, found, measure(made, found), (wall, busy))
    print(page, end="")
    if INTO:
        Path(INTO).write_text(page, encoding="utf-8")


def _page(made: World, found: Resolution, got: Measured, spent: tuple[list[float], list[float]]) -> str:
    wall, busy = (statistics.median(seconds) for seconds in spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    firms = len(set(made.firm_of.values()))
    unknown = len(
        {firm for one, firm in made.firm_of.items() if one not in made.kind_of and one.startswith("unnamed:")}
    )
    rows = "".join(
        f"| {kind} | {SAYS[kind]} | {right:,} of {count:,} | {100 * right / max(1, count):.2f} % |\n"
        for kind, (right, count) in got.by_kind.items()
    )
    return f"""# Who is the same as whom: measured · 主体识别实测

`INTO=docs/reference/entities.md python -m bench parties` prints this page anew. {platform.machine()}, {os.cpu_count()}
processors shared with other work, Python {platform.python_version()}, seed {SEED}.

| What 项目 | Figure 数值 |
|---|---|
| ids in the book · 编号数 | {len(made.firm_of):,} |
| true firms, of them without any identifier · 真实企业数，其中无标识 | {firms:,}, {unknown:,} |
| pairwise precision · 成对精确率 | {float(got.precision):.5f} |
| pairwise recall · 成对召回率 | {float(got.recall):.5f} |
| seconds, median of {len(spent[0])} runs · 用时（秒，中位数） | {wall:.1f} |
| the same, of both processors · 处理器时间（秒） | {busy:.1f} |
| memory at its peak, the made world included · 内存峰值 | {peak:.1f} GB |

A pair is two ids of one firm. Nearly half of the firms are near namesakes of another that are truly different, and
every fifth has no identifier at all, so nothing but name and evidence tells it from its namesakes; sister firms share
address, telephone and representative. Such a sister and a typing error in brand or trade word look the same: those
pairs are left undecided unless an account agrees, which is most of what is missing under *typing*.
同一企业的两个编号为一对。近半数企业有名称相近而实不相同的企业；五分之一没有任何标识；姊妹公司共用地址、电话与法定代表人，
与字号误写无从区分，除账户一致外一律不作结论，*typing* 一项的缺口主要在此。

| Kind 类型 | What is disturbed 差异 | With its firm 正确归并 | Share 占比 |
|---|---|---|---|
{rows}
Over-full blocks, whose pairs were not compared by that key · 过大而未逐对比较的分组：{_overfull(found)}
"""


def _overfull(found: Resolution) -> str:
    told = [f"{one.key} {one.blocks_count:,} ({one.pairs_left_count:,})" for one in found.overfull if one.blocks_count]
    return ", ".join(told) or "none · 无"


if __name__ == "__main__":
    main()
