"""A book of companies for the bench and tests of entity resolution.

Real-looking names, true namesakes, disturbed mentions.

Four firms in five have a registered id (USCC, name, address, telephone, representative, account); the fifth is known
from papers alone, without any identifier, and so can be told from others by its name and what stands beside it only.
Nearly half of the firms are near namesakes of another that are truly different: the same brand and trade in another
city, another trade, a brand one character away in the same city, and sister firms of one owner, with his address,
telephone and name, whose brand or trade word is another. A mention is a party that a paper names without an
identifier, under one of KINDS of disturbance; it carries some of the firm's evidence.
"""

# ruff: noqa: PLR2004 - shares of a made world

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from stdnum.cn.uscc import calc_check_digit

from hefu.book.book import Book
from hefu.book.simplified import simplified
from hefu.parties.places import CITIES, PROVINCES

KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = (
    "none", "typing", "traditional", "full_width", "region_dropped", "form", "former_name", "other_phone",
    "address_short", "typing_and_traditional", "region_and_form", "name_only", "identifier_only",
)  # fmt: skip
"""How a mention differs from the register. At `none` only the identifier is missing; at `name_only` all else too."""

_WEIGHTS = (14, 14, 8, 8, 12, 10, 8, 8, 6, 4, 4, 1, 3)
_BRANDS = (
    "宏鸿达顺兴盛隆华泰恒丰瑞祥嘉和信诚德众联创新锦程远洋金银海天龙腾飞鹏博安康乐美佳益"
    "永久富源广茂荣昌利通汇中正大东方南北星光明亮辉煌卓越凯旋奥普科智慧云峰岭山川江河湖"
)
_TRADES = [
    "钢铁贸易",
    "物资",
    "商贸",
    "电子科技",
    "机械设备",
    "建筑材料",
    "化工",
    "纺织",
    "服装",
    "食品",
    "物流",
    "供应链管理",
    "实业",
    "投资",
    "矿业",
    "有色金属",
    "新材料",
    "汽车配件",
    "五金制品",
    "塑胶制品",
    "包装材料",
    "电气",
    "仪器仪表",
    "环保科技",
    "信息技术",
    "建设工程",
    "装饰工程",
    "农业发展",
    "粮油",
    "医药",
    "医疗器械",
    "能源",
    "石化",
    "煤炭销售",
    "船舶工程",
    "家具",
    "陶瓷",
    "玻璃",
    "纸业",
    "印刷",
    "电缆",
    "电器",
    "照明",
    "模具",
    "铝业",
    "铜业",
    "不锈钢",
    "国际贸易",
    "进出口",
    "网络科技",
    "生物科技",
]
_FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文斌海波宁鹏飞晓燕红梅"
_ROADS = ("中山路", "人民路", "解放大道", "工业园一路", "科技大道", "建设路", "滨江大道", "迎宾路", "新华街", "长江路")
_LIKE = {
    "钢": "纲",
    "铁": "铁",
    "贸": "货",
    "达": "迏",
    "科": "料",
    "技": "枝",
    "电": "申",
    "材": "村",
    "设": "没",
    "市": "巿",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """One true company. `region` is (province or "", city)."""

    number: int
    region: tuple[str, str]
    brand: str
    trade: str
    form: str
    address: str
    phone: str
    person: str
    former: str

    @property
    def name(self) -> str:
        """The registered name."""
        return f"{region_text(self.region)}{self.brand}{self.trade}{self.form}"

    @property
    def registered(self) -> bool:
        """Whether anybody knows an identifier of it: not of every fifth."""
        return self.number % 5 != 4

    @property
    def party_id(self) -> str:
        """The registered id, or that of the first paper which names a firm without one."""
        if not self.registered:
            return f"unnamed:f{self.number:011x}@first-{self.number}"
        body = f"91440606{self.number:09d}"
        return f"uscc:{body}{calc_check_digit(body)}"


@dataclass(frozen=True, slots=True)
class World:
    """A book and the truth: which firm each id is, and how each mention was disturbed (None: a firm's first id)."""

    book: Book
    firm_of: dict[str, int]
    kind_of: dict[str, str]


def region_text(region: tuple[str, str]) -> str:
    """Return 广东佛山市, or the city alone."""
    province, city = region
    return f"{province}{city}市" if province else city


def world(ids_count: int, seed: int) -> World:
    """Return a book of about so many ids, three in ten of them mentions."""
    rng = random.Random(seed)  # noqa: S311 - a made world
    firms: list[Firm] = []
    while len(firms) < ids_count * 7 // 10:
        firms.append(_firm(rng, firms))
    rows: dict[str, list[dict[str, Any]]] = {"parties": [], "party_links": [], "bank_accounts": []}
    firm_of: dict[str, int] = {}
    kind_of: dict[str, str] = {}
    for firm in firms:
        firm_of[firm.party_id] = firm.number
        _add(rows, firm.party_id, firm.name, firm, {"address", "phone", "person", "account"}, firm.former)
    for number in range(ids_count - len(firms)):
        firm = rng.choice(firms)
        kind = rng.choices(KINDS, _WEIGHTS)[0]
        if (kind == "former_name" and not firm.former) or (kind == "identifier_only" and not firm.registered):
            kind = "none"
        party_id = f"unnamed:{number:012x}@paper-{number}"
        firm_of[party_id], kind_of[party_id] = firm.number, kind
        _mention(rng, rows, party_id, firm, kind)
    return World(_book(rows), firm_of, kind_of)


def _firm(rng: random.Random, firms: list[Firm]) -> Firm:
    number = len(firms)
    fresh = _fresh(rng, number)
    if not firms or rng.random() < 0.45:
        return fresh
    other = rng.choice(firms[-2000:])
    one_off = _one_off_brand(rng, other.brand)
    another = rng.choice([trade for trade in _TRADES if trade != other.trade])
    taken = {
        "city": (fresh.region, other.brand, other.trade, other.form),
        "trade": (other.region, other.brand, another, other.form),
        "brand": (other.region, one_off, other.trade, other.form),
        "sister": (other.region, one_off, other.trade, other.form),
    }
    kind = rng.choices(list(taken), (45, 25, 24, 6))[0]
    region, brand, trade, form = taken[kind]
    if kind == "sister":
        if rng.random() < 0.5:
            brand, trade = other.brand, another
        return Firm(number, region, brand, trade, form, other.address, other.phone, other.person, "")
    address = fresh.address.replace(fresh.region[1], region[1])
    return Firm(number, region, brand, trade, form, address, fresh.phone, fresh.person, fresh.former)


def _one_off_brand(rng: random.Random, brand: str) -> str:
    place = rng.randrange(len(brand))
    return brand[:place] + rng.choice(_BRANDS.replace(brand[place], "")) + brand[place + 1 :]


def _fresh(rng: random.Random, number: int) -> Firm:
    region = (rng.choice(PROVINCES[1:]) if rng.random() < 0.3 else "", rng.choice(CITIES))
    brand = "".join(rng.choices(_BRANDS, k=rng.choice((2, 2, 3))))
    trade, form = rng.choice(_TRADES), rng.choice(_FORMS)
    road = f"{rng.choice(_ROADS)}{rng.randrange(1, 2000)}号"
    address = f"{region[1]}市{road}{rng.randrange(1, 40)}栋{rng.randrange(101, 2999)}室"
    phone = f"1{rng.choice('3578')}{rng.randrange(10**9):09d}"
    person = rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2, 2))))
    former = ""
    if rng.random() < 0.3:
        old = "".join(rng.choices(_BRANDS, k=len(brand)))
        former = f"{region_text(region)}{old}{trade}{form}"
    return Firm(number, region, brand, trade, form, address, phone, person, former)


def _mention(rng: random.Random, rows: dict[str, Any], party_id: str, firm: Firm, kind: str) -> None:
    said = {
        what
        for what, share in (("address", 0.85), ("phone", 0.75), ("person", 0.35), ("account", 0.5))
        if rng.random() < share
    }
    if not said:
        said = {"phone"}
    name = _disturbed(rng, firm, kind)
    if kind == "name_only":
        said = set()
    if kind == "other_phone":
        said |= {"address", "phone"}
    changed = firm
    if kind == "other_phone":
        changed = _with(firm, phone=f"0757{rng.randrange(10**8):08d}")
    if kind == "address_short":
        said.add("address")
        changed = _with(firm, address=firm.address.partition("栋")[0] + "栋")
    _add(rows, party_id, name, changed, said, "", firm.party_id[5:] if kind == "identifier_only" else None)


def _with(firm: Firm, *, address: str = "", phone: str = "") -> Firm:
    return Firm(
        firm.number, firm.region, firm.brand, firm.trade, firm.form, address or firm.address, phone or firm.phone,
        firm.person, firm.former,
    )  # fmt: skip


def _disturbed(rng: random.Random, firm: Firm, kind: str) -> str:
    name = firm.former if kind == "former_name" else firm.name
    if kind in {"region_dropped", "region_and_form"}:
        kept = firm.region[1] if firm.region[0] and rng.random() < 0.5 else ""
        name = f"{kept}{firm.brand}{firm.trade}{firm.form}"
    if kind in {"form", "region_and_form"}:
        form = "有限公司" if firm.form == "有限责任公司" else "有限责任公司" if firm.form == "有限公司" else "股份公司"
        name = name.removesuffix(firm.form) + form
    if kind.startswith("typing"):
        name = _typing_error(rng, name.removesuffix(firm.form)) + firm.form
    if kind in {"traditional", "typing_and_traditional"}:
        name = name.translate(_traditional())
    if kind == "full_width":
        name = _spaced(rng, name)
    if kind == "identifier_only":
        name = firm.brand
    return name


def _spaced(rng: random.Random, name: str) -> str:
    """Put blanks and marks of full width where the eye reads past them."""
    place = rng.randrange(1, len(name))
    return (
        name[:place] + rng.choice(("\u3000", " ", "\u200b", "·", "（）")) + name[place:] + rng.choice(("", "．", " "))
    )


def _typing_error(rng: random.Random, name: str) -> str:
    place = rng.randrange(len(name) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return name[:place] + _LIKE.get(name[place], rng.choice(_BRANDS)) + name[place + 1 :]
    if kind == 1:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + name[place + 1 :] if kind == 2 else name[:place] + rng.choice(_BRANDS) + name[place:]


_TRADITIONAL: dict[int, int] = {}


def _traditional() -> dict[int, int]:
    if not _TRADITIONAL:
        _TRADITIONAL.update(
            {new: old for old, new in reversed(list(simplified().items())) if new != old and old < 0x10000}
        )
    return _TRADITIONAL


def _add(
    rows: dict[str, list[dict[str, Any]]],
    party_id: str,
    name: str,
    firm: Firm,
    said: set[str],
    former: str,
    uscc: str | None = None,
) -> None:
    told = {"source_id": "registry", "known_at": KNOWN}
    party = {"party_id": party_id, "kind": "company", "name": name, "other_names": former or None, "uscc": uscc}
    party["address"] = firm.address if "address" in said else None
    party["phone"] = firm.phone if "phone" in said else None
    rows["parties"].append({**party, **told})
    if "person" in said:
        link = {"link_id": f"r-{party_id}", "from_id": f"person:{firm.person}", "to_id": party_id, "kind": "represents"}
        rows["party_links"].append({**link, **told})
    if "account" in said:
        account = {"account_id": f"account:62{firm.number:012d}", "owner_id": party_id}
        rows["bank_accounts"].append({**account, **told})


def _book(rows: dict[str, list[dict[str, Any]]]) -> Book:
    source = {"source_id": "registry", "controlled_by": "registry", "channel": "feed", "known_at": KNOWN}
    return Book.of_rows({"sources": [source], **rows})
