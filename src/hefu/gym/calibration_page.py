"""The page and the picture that show every calibration: the real figure beside the gym's."""

from __future__ import annotations

from pathlib import Path

from hefu.core.texts import Text
from hefu.gym.measure import Figure, measure

SEED = 20261125
SEEDS = (SEED, SEED + 1, SEED + 2)
NAMES = ("gym-calibration.md", "gym-calibration.svg")

_PARTS: dict[str, tuple[Text, Text]] = {
    "prices": (
        Text("Prices", "价格"),
        Text(
            "Standard deviation of the logarithmic changes of monthly averages. Real: World Bank Pink Sheet,\n"
            "September 2005 to October 2025 (CC BY 4.0). Gym: 240 months.\n",
            "月均价对数变动的标准差。真实值：世界银行商品价格表，"
            "2005 年 9 月至 2025 年 10 月（CC BY 4.0）。演练场：240 个月。",
        ),
    ),
    "payments": (
        Text("Payments and disputes", "付款与争议"),
        Text(
            "Real: 2,466 invoices of 100 customers in IBM's accounts receivable sample. Gym: one block of\n"
            "4,000 companies, invoices due 90 days before the end and earlier.\n",
            "真实值：IBM 应收账款样例，100 家客户 2,466 张发票。"
            "演练场：4,000 家企业的一个分区，期末 90 天以前到期的发票。",
        ),
    ),
    "guarantees": (
        Text("Guarantee network", "担保网络"),
        Text(
            "Real: one bank's network of 19,665 companies. Gym: a network of as many. Companies follow from the\n"
            "drawn sizes of components.\n",
            "真实值：某银行 19,665 家企业的担保网络。演练场：同等规模的网络，企业数由各连通部分的规模得出。",
        ),
    ),
    "sizes": (
        Text("Sizes", "规模"),
        Text(
            "Hill's estimate on the largest hundredth of 200,000 companies. Real: Axtell, Science 293 (2001), 1.06.\n",
            "对 20 万家企业中最大的百分之一作 Hill 估计。真实值：Axtell，Science 293（2001），1.06。",
        ),
    ),
}

_HEAD = """\
# The gym's calibration · 演练场的校准

This page is made by `hefu gym calibration` from `src/hefu/gym/calibration.py`; a test keeps the two equal, and further
tests hold every figure to its tolerance at several seeds and see it fail where a parameter is disturbed.
本页由 `hefu gym calibration` 根据 `src/hefu/gym/calibration.py` 生成，并由测试保持一致；
另有测试在多个种子下核对每一项容差，并验证参数被改动时测试会失败。

![Gym beside reality](gym-calibration.svg)
"""

_TAIL = """\
## What is not calibrated · 未校准的部分

Shares of industries, the flows between them, rates of red letters, of ways of payment, of clients, of financing, of
court cases and overdue listings, and the steel price's volatility are the gym's own choices: no real figure stands
behind them. IBM's sample is of consumers' and small firms' accounts, not of China's trade; its rate of disputes is
high.
行业占比、行业间流量、红冲、付款方式、客户、融资、诉讼与逾期公示的比率，
以及钢材价格波动率均为演练场自行设定，没有真实数据支撑。IBM 样例并非中国贸易数据，其争议率偏高。
"""


def write_pages(folder: Path) -> list[Path]:
    """Write the page and its picture into a folder; return where they stand."""
    found = [measure(seed) for seed in SEEDS]
    paths = [folder / name for name in NAMES]
    paths[0].write_text(page(found), encoding="utf-8")
    paths[1].write_text(picture(found[0]), encoding="utf-8")
    return paths


def page(found: list[dict[str, list[Figure]]]) -> str:
    """Return the page in Markdown, from what was measured at each of SEEDS."""
    parts = [_HEAD]
    for name, (title, about) in _PARTS.items():
        seeds = " | ".join(f"seed {seed}" for seed in SEEDS)
        lines = [f"## {title.en} · {title.zh}", "", about.en, about.zh, ""]
        lines += [f"| Figure | 指标 | Unit | Real · 真实 | {seeds} | Tolerance · 容差 |"]
        lines += ["|---" * (len(SEEDS) + 5) + "|"]
        lines += [_line([one[name][at] for one in found]) for at in range(len(found[0][name]))]
        parts.append("\n".join([*lines, ""]))
    return "\n".join([*parts, _TAIL])


def _line(figures: list[Figure]) -> str:
    first = figures[0]
    gym = " | ".join(f"{one.gym:,}" for one in figures)
    return (
        f"| {first.says.en} | {first.says.zh} | {first.unit} | {first.real:,} | {gym} | ±{first.tolerance_percent}% |"
    )


_ROW, _LEFT, _WIDE, _SPAN = 22, 300, 380, 60
"""Heights and widths in pixels; the picture spans so many percent to either side of the real figure."""

_STYLE = """\
<style>
text { font: 12px system-ui, sans-serif; fill: #1f2933 }
.quiet { fill: #5f6b7a } .band { fill: #d7e3f4 } .axis { stroke: #5f6b7a } .gym { fill: #1d5fa8 }
.page { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #e4e7eb } .quiet { fill: #9aa5b1 } .band { fill: #253a55 } .axis { stroke: #9aa5b1 }
  .gym { fill: #79b0f0 } .page { fill: #14181d }
}
</style>"""


def picture(found: dict[str, list[Figure]]) -> str:
    """Return a picture: for each figure a dot where the gym stands, on the band in which it must."""
    figures = [one for some in found.values() for one in some]
    height = (len(figures) + 3) * _ROW
    wide = _LEFT + _WIDE + 120
    middle = _LEFT + _WIDE // 2
    size = f'viewBox="0 0 {wide} {height}" width="{wide}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    lines = [head, "<title>The gym's figures beside the real ones · 演练场与真实数据</title>", _STYLE,
             f'<rect class="page" width="{wide}" height="{height}"/>',
             f'<text class="quiet" x="{middle}" y="16" text-anchor="middle">gym / real · 演练场 / 真实</text>',
             f'<line class="axis" x1="{middle}" x2="{middle}" y1="24" y2="{height - 1.4 * _ROW:.0f}"/>']  # fmt: skip
    lines += [_bar(figure, 24 + at * _ROW) for at, figure in enumerate(figures)]
    lines += [
        f'<text class="quiet" x="{_at(percent)}" y="{height - 8}" text-anchor="middle">{percent:+d}%</text>'
        for percent in (-50, -25, 0, 25, 50)
    ]
    return "\n".join([*lines, "</svg>", ""])


def _at(percent: int) -> int:
    return _LEFT + _WIDE // 2 + percent * _WIDE // (2 * _SPAN)


def _bar(figure: Figure, top: int) -> str:
    off = max(-_SPAN, min(_SPAN, (figure.gym - figure.real) * 100 // figure.real))
    begin, end = _at(-figure.tolerance_percent), _at(figure.tolerance_percent)
    return (
        f'<text x="{_LEFT - 8}" y="{top + 15}" text-anchor="end">{figure.says.en}</text>'
        f'<rect class="band" x="{begin}" y="{top + 4}" width="{end - begin}" height="{_ROW - 8}" rx="3"/>'
        f'<circle class="gym" cx="{_at(off)}" cy="{top + _ROW // 2}" r="5"/>'
        f'<text class="quiet" x="{_LEFT + _WIDE + 6}" y="{top + 15}">{figure.gym:,} / {figure.real:,}</text>'
    )
