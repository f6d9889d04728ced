"""The products a request may be for: whose lines they use, and the papers every applicant is asked for.

The list of papers is the same for every applicant of a product, whatever was found: a request that
singles out one paper can itself tip off.
"""

from __future__ import annotations

from dataclasses import dataclass

from hefu.core.texts import Text
from hefu.decide import DecisionKind


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper that every applicant is asked for, and how to hand it in."""

    name: Text
    how: Text


@dataclass(frozen=True, slots=True)
class Product:
    """One product: its name, its standard papers, and what each of its two decisions asks.

    `facility_roles` are the lines that limit a facility, `roles` those that a drawdown uses; `law_product` is the
    product as the rule book names it, empty where no law of loans governs it (factoring).
    """

    code: str
    name: Text
    facility_roles: tuple[str, ...]
    roles: tuple[str, ...]
    papers: tuple[Paper, ...]
    facility_conditions: tuple[Text, ...]
    conditions: tuple[Text, ...]
    law_product: str = ""

    def roles_of(self, kind: DecisionKind) -> tuple[str, ...]:
        """Return the lines that limit such a decision."""
        return self.facility_roles if kind is DecisionKind.FACILITY else self.roles

    def conditions_of(self, kind: DecisionKind) -> tuple[Text, ...]:
        """Return the conditions of such a decision."""
        return self.facility_conditions if kind is DecisionKind.FACILITY else self.conditions


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

_APART = Text("Facility and drawdown are reviewed separately", "授信审批与放款审核分别进行")
_ACCOUNT = Text(
    "The debtor is notified of the assignment and pays into the locked account",
    "向债务人发出转让通知，款项付至锁定的回款账户",
)
_FACTORING_FACILITY = (
    Text(
        "Drawdown waits until the assignment is filed in the movables register",
        "在动产融资统一登记公示系统办理转让登记后放款",
    ),
    _ACCOUNT,
    _APART,
)
_PAYOUT = (
    Text(
        "Somebody who did not approve it reviews the payout (separation of approval and lending)",
        "由审批人以外的人员进行放款审核（审贷分离）",
    ),
    Text(
        "Filing, facility and payee are looked at again on the day of payout",
        "放款当日复核登记状态、授信状态及收款人",
    ),
)
_LOAN_FACILITY = (
    Text(
        "Drawdown waits until the pledge of the receivables is filed in the movables register",
        "在动产融资统一登记公示系统办理应收账款质押登记后放款",
    ),
    Text("Where the law asks for it, the money is paid to the named payee", "依法须受托支付的，款项付至约定的收款人"),
    _APART,
)

PRODUCTS = {
    product.code: product
    for product in (
        Product(
            code="factoring_with_recourse",
            name=Text("Domestic factoring, with recourse", "有追索权国内保理"),
            facility_roles=("buyer",),
            roles=("seller", "buyer"),
            papers=_TRADE_PAPERS,
            facility_conditions=_FACTORING_FACILITY,
            conditions=(_ACCOUNT, *_PAYOUT),
        ),
        Product(
            code="factoring_without_recourse",
            name=Text("Domestic factoring, without recourse", "无追索权国内保理"),
            facility_roles=("buyer",),
            roles=("buyer",),
            papers=_TRADE_PAPERS,
            facility_conditions=_FACTORING_FACILITY,
            conditions=(_ACCOUNT, *_PAYOUT),
        ),
        Product(
            code="working_capital_loan",
            name=Text("Working-capital loan on pledged receivables", "应收账款质押流动资金贷款"),
            facility_roles=(),
            roles=("seller",),
            papers=_TRADE_PAPERS,
            facility_conditions=_LOAN_FACILITY,
            conditions=_PAYOUT,
            law_product="working_capital_loan",
        ),
    )
}
"""Every product, by its code in a request."""
