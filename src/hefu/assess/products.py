"""The products a request may be for: whose lines they use, and the papers every applicant is asked for.

The list of papers is the same for every applicant of a product, whatever was found: a request that
singles out one paper can itself tip off.
"""

from __future__ import annotations

from dataclasses import dataclass

from hefu.core.texts import Text


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper that every applicant is asked for, and how to hand it in."""

    name: Text
    how: Text


@dataclass(frozen=True, slots=True)
class Product:
    """One product: its name, the credit lines it uses, its standard papers and conditions."""

    code: str
    name: Text
    roles: tuple[str, ...]
    papers: tuple[Paper, ...]
    conditions: tuple[Text, ...]


_TRADE_PAPERS = (
    Paper(
        Text("Contract or orders", "合同或订单"),
        Text("A copy of each contract or order behind the invoices.", "发票所对应的每份合同或订单。"),
    ),
    Paper(
        Text("Invoices", "发票"),
        Text("The invoice files as downloaded from the tax platform.", "从税务平台下载的发票文件。"),
    ),
    Paper(
        Text("Delivery papers", "送货与收货资料"),
        Text(
            "Delivery notes, acceptance slips or weighing slips; the buyer may confirm on their own page instead.",
            "送货单、验收单或过磅单；也可以请买方在自己的页面上直接确认。",
        ),
    ),
    Paper(
        Text("Bank statements", "银行流水"),
        Text(
            "Statements of your accounts for the last 12 months, as exported from online banking.",
            "贵公司各账户近 12 个月的流水，从网银导出即可。",
        ),
    ),
)

_FACTORING_CONDITIONS = (
    Text(
        "Drawdown waits until the assignment is filed in the movables register",
        "在动产融资统一登记公示系统办理转让登记后放款",
    ),
    Text(
        "The debtor is notified of the assignment and pays into the locked account",
        "向债务人发出转让通知，款项付至锁定的回款账户",
    ),
    Text("Facility and drawdown are reviewed separately", "授信审批与放款审核分别进行"),
)

PRODUCTS = {
    product.code: product
    for product in (
        Product(
            "factoring_with_recourse",
            Text("Domestic factoring, with recourse", "有追索权国内保理"),
            ("seller", "buyer"),
            _TRADE_PAPERS,
            _FACTORING_CONDITIONS,
        ),
        Product(
            "factoring_without_recourse",
            Text("Domestic factoring, without recourse", "无追索权国内保理"),
            ("buyer",),
            _TRADE_PAPERS,
            _FACTORING_CONDITIONS,
        ),
    )
}
"""Every product, by its code in a request."""
