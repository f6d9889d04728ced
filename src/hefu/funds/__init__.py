"""Where did the money go? Payer and debtor."""

from __future__ import annotations

from hefu.funds.rules import payer_not_debtor

RULES = (payer_not_debtor.RULE,)
