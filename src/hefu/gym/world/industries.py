"""Industries by GB/T 4754, what each makes, and who feeds whom.

The flows are shares of a seller's sales by using industry, rounded from the broad pattern of China's input-output
tables; they are the gym's own and stand in the book's `input_output`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.gym.draw import Reals

_GOODS_TAX_BPS = 1300


@dataclass(frozen=True, slots=True)
class Industry:
    """One industry: code, word in company names, what it sells by which unit, tax, share of companies, sales' scale.

    `commodity` names the quoted good that its price follows, "" where it sets its own; `price_fen` is per unit.
    """

    code: str
    word: str
    goods: tuple[str, ...]
    unit: str
    price_fen: int
    commodity: str
    tax_bps: int
    share: float
    scale: float
    margin_bps: int
    uses: tuple[tuple[str, int], ...]

    @property
    def weighed(self) -> bool:
        """Goods by the tonne go over scales and lie in warehouses."""
        return self.unit == "TNE"

    @property
    def lump(self) -> bool:
        """Works and services are billed as one piece at the price agreed."""
        return not self.weighed and self.tax_bps < _GOODS_TAX_BPS


INDUSTRIES: tuple[Industry, ...] = (
    Industry("B0810", "矿业", ("铁矿粉", "铁精粉"), "TNE", 74_000, "iron_ore", 1300, 0.02, 3.0, 1800,
             (("C3130", 80), ("F5164", 20))),
    Industry("C3130", "钢铁", ("热轧卷板", "螺纹钢", "中厚板"), "TNE", 380_000, "steel", 1300, 0.06, 4.0, 700,
             (("F5164", 45), ("C3429", 20), ("E4710", 25), ("C3130", 10))),
    Industry("C3211", "铜业", ("阴极铜", "铜杆"), "TNE", 7_650_000, "copper", 1300, 0.02, 4.0, 400,
             (("F5164", 40), ("C3974", 35), ("C3429", 25))),
    Industry("C3216", "铝业", ("铝锭", "铝棒", "铝板带"), "TNE", 1_990_000, "aluminium", 1300, 0.03, 3.0, 500,
             (("F5164", 40), ("C3429", 30), ("E4710", 30))),
    Industry("C1310", "粮油", ("玉米", "小麦", "大豆", "大米"), "TNE", 235_000, "maize", 900, 0.06, 1.0, 600,
             (("F5121", 55), ("F5211", 35), ("C1310", 10))),
    Industry("C2614", "化工", ("甲醇", "乙二醇", "聚丙烯", "尿素"), "TNE", 285_000, "urea", 1300, 0.07, 1.6, 1200,
             (("C1711", 30), ("C3974", 15), ("C2614", 25), ("C1310", 10), ("F5164", 20))),
    Industry("C1711", "纺织", ("棉纱", "坯布", "涤纶面料"), "TNE", 1_900_000, "cotton", 1300, 0.09, 0.7, 900,
             (("F5211", 60), ("C1711", 40))),
    Industry("C3974", "电子", ("印制电路板", "连接器", "显示模组"), "C62", 3_500, "", 1300, 0.09, 1.5, 1600,
             (("C3974", 45), ("C3429", 30), ("F5211", 25))),
    Industry("C3429", "机械", ("减速机", "轴承座", "液压件", "精密零件"), "C62", 86_000, "", 1300, 0.13, 0.9, 2200,
             (("C3130", 15), ("C3974", 20), ("C3429", 30), ("E4710", 20), ("C2614", 15))),
    Industry("F5164", "金属贸易", ("螺纹钢", "铝锭", "热轧卷板"), "TNE", 420_000, "steel", 1300, 0.10, 2.5, 180,
             (("E4710", 30), ("C3429", 35), ("F5164", 25), ("C3974", 10))),
    Industry("F5121", "粮食贸易", ("玉米", "大豆", "小麦"), "TNE", 245_000, "maize", 900, 0.05, 1.2, 200,
             (("C1310", 60), ("F5211", 30), ("F5121", 10))),
    Industry("F5211", "商贸", ("日用百货", "食品饮料", "服装"), "C62", 12_000, "", 1300, 0.12, 0.7, 2500,
             (("F5211", 60), ("L7212", 20), ("E4710", 20))),
    Industry("E4710", "建筑", ("建筑施工服务", "钢结构安装"), "C62", 45_000_000, "", 900, 0.06, 2.0, 900,
             (("E4710", 50), ("F5211", 20), ("C3130", 15), ("C2614", 15))),
    Industry("L7212", "企业服务", ("技术服务费", "物业管理费"), "C62", 1_500_000, "", 600, 0.10, 0.3, 3000,
             (("F5211", 20), ("C3429", 25), ("C3974", 25), ("C3130", 10), ("E4710", 20))),
)  # fmt: skip

CODES = tuple(industry.code for industry in INDUSTRIES)

SERVANTS = ("S9221", "J6621", "J6635", "J6812", "M7450", "G5990", "G5430")
"""Industries of those who serve the trade, numbered after those that trade: bodies, banks, factors, insurers,
inspectors, keepers, carriers.
"""


def flows() -> Reals:
    """Return who feeds whom as shares. Shape (from, to), rows sum to one."""
    shares = np.zeros((len(CODES), len(CODES)))
    for at, industry in enumerate(INDUSTRIES):
        for to, percent in industry.uses:
            shares[at, CODES.index(to)] = percent
    result: Reals = shares / shares.sum(axis=1, keepdims=True)
    return result


def goods_words() -> tuple[str, ...]:
    """Return every good once, in a fixed order."""
    return tuple(dict.fromkeys(word for industry in INDUSTRIES for word in industry.goods))
