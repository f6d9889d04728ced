"""What `credit.voucher_stop` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Was every voucher issued while its core firm was free to issue?", "每张凭证是否在核心企业可以新开立时开立？"
)

TRIGGERS = {
    "voucher": Text("a voucher unpaid at maturity", "凭证到期未付"),
    "bond": Text("a default on bonds", "债券违约"),
    "bill": Text("lasting arrears on bills", "票据持续逾期"),
}
"""What stops new issue."""

TEXTS = {
    "issued_while_stopped": Text(
        "Voucher {voucher} was issued on {issued_on} while {issuer} had to issue none: {why}.",
        "凭证 {voucher} 于 {issued_on} 开立，当时 {issuer} 应停止新开立：{why}。",
    ),
    "stopped_today": Text(
        "{issuer} may issue no voucher since {since}: {why}. What holders hold may still be transferred.",
        "{issuer} 自 {since} 起不得新开立凭证：{why}。持有人已持有的凭证仍可转让。",
    ),
    "no_figure": Text(
        "Whether voucher {voucher} could be issued is not known: {why}.", "凭证 {voucher} 可否开立不明：{why}。"
    ),
    "clear_stop": Text(
        "Proof that what was overdue is paid, and the day on which the listing was cleared.",
        "逾期款项已清偿的证明及解除公示的日期。",
    ),
    "nothing_to_ask": Text("There is no voucher to look at.", "没有可查的凭证。"),
}
