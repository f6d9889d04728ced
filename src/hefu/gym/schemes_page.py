"""The page of all schemes: what each does, how strongly, what looks like it, and which public cases it stood behind."""

from __future__ import annotations

from pathlib import Path

from hefu.core.texts import Text
from hefu.gym.schemes import SCHEMES
from hefu.gym.schemes.scheme import Scheme

NAME = "schemes.md"

CASES = (
    Text("Qingdao port, Dezheng 2014", "青岛港德正 2014"),
    Text("Shanghai steel trade 2011-13", "上海钢贸 2011–13"),
    Text("Foshan aluminium 2022", "佛山铝锭 2022"),
    Text("Qinhuangdao copper concentrate 2022", "秦皇岛铜精矿 2022"),
    Text("Camsing, Noah 2015-19", "承兴、诺亚 2015–19"),
    Text("Hangzhou guarantee circles 2011-12", "杭州担保圈 2011–12"),
    Text("Hin Leong 2020", "兴隆贸易 2020"),
    Text("Trafigura and Gupta 2022", "托克与古普塔 2022"),
    Text("LME nickel stones and a wrong load-out 2023", "LME 镍袋石块与错误出库 2023"),
    Text("ANZ, Natixis and forged receipts 2017", "澳新银行、法国外贸银行与伪造仓单 2017"),
    Text("Mercuria and painted stones 2020", "摩科瑞与涂漆石块 2020"),
    Text("Greensill, GFG, Bluestone 2021", "Greensill、GFG、Bluestone 2021"),
    Text("Stenn 2024", "Stenn 2024"),
    Text("First Brands 2025 (alleged)", "First Brands 2025（指控）"),
    Text("Orient Group 2020-23", "东方集团 2020–23"),
    Text("IIG fund", "IIG 基金"),
    Text("long receivables vouchers", "长期限应收账款凭证"),
    Text("Haifa pharmaceuticals", "海发医药"),
    Text("TransAsia, ZenRock, Agritrade, Hontop", "TransAsia、ZenRock、Agritrade、Hontop"),
    Text("Tricolor 2025", "Tricolor 2025"),
)
"""Public cases, by their row from 1 on, as reported in the press and in court."""

_HEAD = """\
# The gym's schemes · 演练场的手法

This page is made by `hefu gym schemes` from `src/hefu/gym/schemes/`; a test keeps the two equal. Each scheme is planted
at four strengths, from what anybody sees to what hardly shows, and beside it a lawful twin that looks like it.
At the faintest no single row tells a planted one from an honest one: `tests/gym/test_artefacts.py` tries.
本页由 `hefu gym schemes` 根据 `src/hefu/gym/schemes/` 生成，并由测试保持一致。
每种手法按四档强度植入（由一望即知到几乎无迹），并配有形似而合法的对照。
最弱一档中，任何单独一行都无法与真实数据区分：见 `tests/gym/test_artefacts.py`。

## Cases and schemes · 案例与手法

| # | Case | 案例 | Schemes · 手法 |
|---|---|---|---|
"""


def page() -> str:
    """Return the page as Markdown."""
    cases = [
        f"| {row} | {case.en} | {case.zh} | {', '.join(_link(one) for one in SCHEMES if row in one.cases)} |"
        for row, case in enumerate(CASES, start=1)
    ]
    return "\n".join([_HEAD + "\n".join(cases), *(_section(one) for one in SCHEMES)])


def _link(scheme: Scheme) -> str:
    return f"[{scheme.name}](#{scheme.name})"


def _section(scheme: Scheme) -> str:
    strengths = [f"| {one.name} | {one.says.en} | {one.says.zh} |" for one in scheme.strengths]
    often = f"Instances of each strength per 10,000 companies · 每万家企业各档实例数: {scheme.per_10000}."
    lines = [
        f"\n## {scheme.name}\n",
        f"{scheme.says.en}. {scheme.says.zh}。\n",
        f"Cases · 案例: {', '.join(map(str, scheme.cases))}. {often}\n",
        "| Strength · 强度 | Observable | 可观察到的迹象 |",
        "|---|---|---|",
        *strengths,
        f"| innocent | {scheme.innocents_say.en} | {scheme.innocents_say.zh} |",
    ]
    return "\n".join(lines) + ("\n" if scheme is SCHEMES[-1] else "")


def write_page(folder: Path) -> Path:
    """Write the page into a folder; return its path."""
    path = folder / NAME
    path.write_text(page(), encoding="utf-8")
    return path
