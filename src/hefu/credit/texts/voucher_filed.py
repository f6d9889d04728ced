"""What `credit.voucher_filed` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text("Is the financing of every voucher filed in the register?", "凭证融资是否均已办理动产融资统一登记？")

TEXTS = {
    "not_filed": Text(
        "The financing of voucher {voucher} of {holder} is not in the register of movable security.",
        "{holder} 以凭证 {voucher} 融资，未见动产融资统一登记。",
    ),
    "invoice_unknown": Text(
        "Voucher {voucher} names no invoice, so no filing can be found for it.",
        "凭证 {voucher} 未注明所依据发票，无法查找登记。",
    ),
    "no_figure": Text("Whether financing must be filed is not known: {why}.", "凭证融资是否须登记不明：{why}。"),
    "clear_filing": Text(
        "The certificate of the filing that names the claim behind the voucher.", "载明凭证所依据应收账款的登记证明。"
    ),
    "nothing_to_ask": Text("There is no financed voucher to look at.", "没有可查的已融资凭证。"),
}
