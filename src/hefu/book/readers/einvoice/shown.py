"""What a container shows a person, held against the data attached for the machine.

The attached XML is what is read; the pages and labels around it are what people approved. Where both can be
read, they must say the same number, day, parties and amounts, or the file is refused (CONTAINER_CONTRADICTS).
Pages are never a source of data, only a witness against it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from hefu.book.readers.einvoice.lines import CURRENCY
from hefu.book.readers.einvoice.reader import Stated
from hefu.core.money import Money
from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text

_NUMBER = Text("invoice number", "发票号码")
_DAY = Text("day of invoice", "开票日期")
_NET = Text("total without tax", "合计金额")
_TAX = Text("total tax", "合计税额")
_GROSS = Text("total with tax", "价税合计")
_SELLER = Text("seller's tax number", "销售方纳税人识别号")
_BUYER = Text("buyer's tax number", "购买方纳税人识别号")

# On one line, and with both decimals: what a page's words lose or tear apart is no evidence.
_AMOUNT = r"[ ]*(?P<inner>[-\u2212]?)[ ]*(?P<amount>[0-9][0-9,]*\.[0-9]{2})(?![0-9.])"
_YUAN = re.compile(r"(?P<sign>[-\u2212]?)[ ]*¥" + _AMOUNT, re.ASCII)
_SMALL_TOTAL = re.compile(r"\(小写\)[ ]*:?[ ]*(?P<sign>[-\u2212]?)[ ]*¥?" + _AMOUNT, re.ASCII)
_NUMBER_SHOWN = re.compile(r"发票号码[ ]*:?[ ]*([0-9]{20})(?![0-9])", re.ASCII)
_DATE = re.compile(r"([0-9]{4})\s*(?:年|-|/)\s*([0-9]{1,2})\s*(?:月|-|/)\s*([0-9]{1,2})", re.ASCII)
_PLAIN = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,2})0*)?", re.ASCII)


def check_labels(stated: Stated, labels: Mapping[str, str]) -> None:
    """Hold the labels of an OFD (CustomData) against its data; a label that is absent or empty says nothing."""
    _same(_NUMBER, labels.get("发票号码"), stated.number)
    _same(_SELLER, labels.get("销售方纳税人识别号"), stated.seller_number)
    _same(_BUYER, labels.get("购买方纳税人识别号"), stated.buyer_number)
    for field, amount_minor in ((_NET, stated.net_minor), (_TAX, stated.tax_minor), (_GROSS, stated.gross_minor)):
        shown = _folded(labels.get(field.zh, ""))
        if shown and amount_minor is not None and _minor(shown) != amount_minor:
            raise _contradiction(field, shown, _yuan(amount_minor))
    day = _folded(labels.get("开票日期", ""))
    match = _DATE.match(day)
    if day and (match is None or tuple(map(int, match.groups())) != stated.issued_on.timetuple()[:3]):
        raise _contradiction(_DAY, day, stated.issued_on.isoformat())


def check_page(stated: Stated, page: str) -> None:
    """Hold the words of the pages against the data: the number, the total in figures, and that the total is there.

    A page whose words could not be read says nothing.
    """
    words = _folded(page)
    for match in _NUMBER_SHOWN.finditer(words):
        _same(_NUMBER, match[1], stated.number)
    for match in _SMALL_TOTAL.finditer(words):
        if _shown_minor(match) != stated.gross_minor:
            raise _contradiction(_GROSS, _yuan(_shown_minor(match)), _yuan(stated.gross_minor))
    amounts = [_shown_minor(match) for match in _YUAN.finditer(words)]
    if amounts and stated.gross_minor not in amounts:
        largest = max(amounts, key=abs)
        raise _contradiction(_GROSS, _yuan(largest), _yuan(stated.gross_minor))


def _same(field: Text, shown: str | None, attached: str) -> None:
    said = "".join(_folded(shown or "").split())
    if said and said.upper() != "".join(attached.split()).upper():
        raise _contradiction(field, said, attached)


def _folded(text: str) -> str:
    """Full-width digits, signs and brackets as plain ones: ￥ is ¥, （ is (."""
    return unicodedata.normalize("NFKC", text).strip()


def _minor(shown: str) -> int | None:
    """An amount of a label in fen; None where it is no plain amount, which then differs from every amount."""
    match = _PLAIN.fullmatch(shown.lstrip("¥").strip().replace(",", ""))
    if match is None:
        return None
    sign, whole, fen = match.groups(default="")
    return (-1 if sign else 1) * int(whole + fen.ljust(2, "0"))


def _shown_minor(match: re.Match[str]) -> int:
    digits = int(re.sub(r"[,.]", "", match["amount"]))
    return -digits if match["sign"] or match["inner"] else digits


def _yuan(amount_minor: int) -> Money:
    return Money(amount_minor, CURRENCY)


def _contradiction(field: Text, shown: str | Money, attached: str | Money) -> RefusalError:
    said = shown[:40] if isinstance(shown, str) else shown
    return refuse(Refusal.CONTAINER_CONTRADICTS, field=field, shown=said, attached=attached)
