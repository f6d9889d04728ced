"""What each VAT category asks for (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF, BR-AG, BR-B).

The families say the same ten things of each category; what differs stands in one table. The artefacts call the
Canary Islands' tax AF and that of Ceuta and Melilla AG, the standard's text IG and IP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from hefu.book.readers.en16931.arithmetic import tax_differs
from hefu.book.readers.en16931.model import (
    Breaks,
    Invoice,
    NotANumberError,
    Rule,
    figure,
    find,
    said,
    total,
    value,
    vat,
)
from hefu.book.readers.xml import Element
from hefu.core.texts import Text


@dataclass(frozen=True, slots=True)
class _Category:
    """One VAT category of UNCL 5305: its rules' prefix, its code and name, and what differs.

    `rate` is what its rate must be; `seller` which registration of the seller, and `buyer` which of the buyer,
    must be given; `reason` whether a reason of exemption must stand or must not.
    """

    prefix: str
    code: str
    name: Text
    rate: str
    seller: str
    buyer: str = ""
    reason: bool = False

    @property
    def taxed(self) -> bool:
        """Whether tax is charged, at rates that are told apart."""
        return self.rate in {"positive", "any"}


_CATEGORIES = (
    _Category("BR-S", "S", Text("Standard rated", "标准税率"), "positive", "registered"),
    _Category("BR-Z", "Z", Text("Zero rated", "零税率"), "zero", "registered"),
    _Category("BR-E", "E", Text("Exempt from VAT", "免税"), "zero", "registered", reason=True),
    _Category("BR-AE", "AE", Text("Reverse charge", "反向征收"), "zero", "registered", "registered", reason=True),
    _Category("BR-IC", "K", Text("Intra-community supply", "欧盟内部供货"), "zero", "vat", "vat", reason=True),
    _Category("BR-G", "G", Text("Export outside the EU", "向欧盟外出口"), "zero", "vat", reason=True),
    _Category("BR-O", "O", Text("Not subject to VAT", "不属增值税征税范围"), "none", "none", "none", reason=True),
    _Category("BR-AF", "L", Text("IGIC (Canary Islands)", "加那利群岛税（IGIC）"), "any", "registered"),
    _Category("BR-AG", "M", Text("IPSI (Ceuta and Melilla)", "休达与梅利利亚税（IPSI）"), "any", "registered"),
)

_PLACES = (
    ("lines", Text("a line", "发票行")),
    ("allowances", Text("a document allowance", "单据折让")),
    ("charges", Text("a document charge", "单据附加费")),
)


def _on(invoice: Invoice, place: str, code: str) -> list[tuple[Element, Element]]:
    """What a VAT category is on at one place: the element and the category in it."""
    return invoice.categories.get((place, code), [])


def _used(invoice: Invoice, code: str) -> bool:
    return any(_on(invoice, place, code) for place, _ in _PLACES)


def _breakdowns(invoice: Invoice, code: str) -> list[Element]:
    return list(dict.fromkeys(subtotal for subtotal, _ in _on(invoice, "subtotals", code)))


# Who is registered


def _has_number(parties: list[Element], *, for_vat: bool) -> bool:
    registrations = [node for party in parties for node in find(party, "cac:PartyTaxScheme")]
    return any(said(node, "cbc:CompanyID") for node in (vat(registrations) if for_vat else registrations))


def _seller_stands(invoice: Invoice, category: _Category) -> bool:
    represented = _has_number(invoice.representative, for_vat=True)
    return represented or _has_number(invoice.seller, for_vat=category.seller == "vat")


def _buyer_stands(invoice: Invoice, category: _Category) -> bool:
    if not category.buyer or _has_number(invoice.buyer, for_vat=True):
        return True
    return category.buyer == "registered" and any(
        said(each, "cac:PartyLegalEntity/cbc:CompanyID") for each in invoice.buyer
    )


def _anyone_registered(invoice: Invoice) -> bool:
    parties = [*invoice.seller, *invoice.buyer, *invoice.representative]
    return _has_number(parties, for_vat=True)


def _parties(category: _Category, place: str) -> Breaks:
    def breaks(invoice: Invoice) -> Iterator[Element]:
        if not _on(invoice, place, category.code):
            return
        if category.seller == "none":
            wrong = _anyone_registered(invoice)
        else:
            wrong = not (_seller_stands(invoice, category) and _buyer_stands(invoice, category))
        if wrong:
            yield invoice.root

    return breaks


def _who(category: _Category) -> Text:
    if category.seller == "none":
        return Text("no VAT identifier may be given", "不得列明任何增值税识别号")
    seller = Text("the seller's VAT identifier", "卖方增值税识别号")
    if category.seller == "registered":
        seller = Text("the seller's VAT or tax registration", "卖方增值税识别号或税务登记号")
    also = {
        "": Text("", ""),
        "vat": Text(" and the buyer's VAT identifier", "及买方增值税识别号"),
        "registered": Text(" and the buyer's VAT or legal registration", "及买方增值税识别号或登记号"),
    }[category.buyer]
    return Text(
        f"{seller.en}, or the representative's,{also.en} must be given", f"须列明{seller.zh}（或税务代表的）{also.zh}"
    )


# Rates


def _rate_wrong(category: _Category, rate: Decimal | None) -> bool:
    if category.rate == "none" or rate is None:
        return (rate is None) != (category.rate == "none")
    return {"positive": rate <= 0, "zero": rate != 0, "any": rate < 0}[category.rate]


def _rates(category: _Category, place: str) -> Breaks:
    def breaks(invoice: Invoice) -> Iterator[Element]:
        for _, node in _on(invoice, place, category.code):
            try:
                if _rate_wrong(category, figure(node, "cbc:Percent")):
                    yield node
            except NotANumberError as error:
                yield error.element

    return breaks


_RATES = {
    "positive": Text("the rate must be above zero", "税率须大于零"),
    "zero": Text("the rate must be zero", "税率须为零"),
    "any": Text("the rate must be zero or above", "税率不得小于零"),
    "none": Text("no rate may be given", "不得列明税率"),
}


# The breakdown


def _counted(category: _Category) -> Breaks:
    """A category that is used has its breakdown: one, or, where rates are told apart, at least one."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        count, used = len(_on(invoice, "subtotals", category.code)), _used(invoice, category.code)
        wrong = (count > 0) != used if category.taxed else count > 1 or (used and count == 0)
        if wrong:
            yield invoice.root

    return breaks


def _bases(invoice: Invoice, category: _Category) -> dict[Decimal | None, Decimal]:
    """The sum of what belongs to a category, by rate where rates are told apart. Raises NotANumberError."""
    sums: dict[Decimal | None, Decimal] = {}
    for place, _ in _PLACES:
        amount = "cbc:LineExtensionAmount" if place == "lines" else "cbc:Amount"
        pairs = _on(invoice, place, category.code)
        rated = ((node, figure(found, "cbc:Percent") if category.taxed else None) for node, found in pairs)
        for node, rate in dict.fromkeys(rated):
            part = total([node], amount)
            sums[rate] = sums.get(rate, Decimal(0)) + (-part if place == "allowances" else part)
    return sums


def _base(category: _Category) -> Breaks:
    def breaks(invoice: Invoice) -> Iterator[Element]:
        breakdowns = _on(invoice, "subtotals", category.code)
        try:
            sums = _bases(invoice, category) if breakdowns else {}
            yield from (subtotal for subtotal, found in breakdowns if _base_differs(category, subtotal, found, sums))
        except NotANumberError as error:
            yield error.element

    return breaks


def _base_differs(category: _Category, subtotal: Element, found: Element, sums: dict[Decimal | None, Decimal]) -> bool:
    base = figure(subtotal, "cbc:TaxableAmount")
    rate = figure(found, "cbc:Percent") if category.taxed else None
    if base is None or (category.taxed and rate is None):
        return False
    gap = abs(base - sums.get(rate, Decimal(0)))
    # Where tax is charged the binding lets the base be off by less than one unit, and wants something to belong to it.
    return gap >= 1 or rate not in sums if category.taxed else gap != 0


def _per_breakdown(category: _Category, wrong: Callable[[_Category, Element, Element], bool]) -> Breaks:
    def breaks(invoice: Invoice) -> Iterator[Element]:
        for subtotal, found in _on(invoice, "subtotals", category.code):
            try:
                if wrong(category, subtotal, found):
                    yield subtotal
            except NotANumberError as error:
                yield error.element

    return breaks


def _tax_wrong(category: _Category, subtotal: Element, found: Element) -> bool:
    tax = figure(subtotal, "cbc:TaxAmount")
    if not category.taxed:
        return tax is not None and tax != 0
    return tax_differs(subtotal, figure(found, "cbc:Percent"))


def _reason_wrong(category: _Category, _subtotal: Element, found: Element) -> bool:
    return category.reason != (said(found, "cbc:TaxExemptionReason") or said(found, "cbc:TaxExemptionReasonCode"))


def _family(category: _Category) -> Iterator[Rule]:
    """The ten rules that every category has."""
    prefix, name = category.prefix, category.name

    def rule(number: int, en: str, zh: str, breaks: Breaks) -> Rule:
        return Rule(f"{prefix}-{number:02d}", Text(f"{name.en}: {en}.", f"{name.zh}：{zh}。"), breaks)

    one = Text("exactly one", "恰好一个") if not category.taxed else Text("at least one", "至少一个")
    yield rule(1, f"{one.en} VAT breakdown belongs to it", f"须有{one.zh}增值税分项", _counted(category))
    who, rate = _who(category), _RATES[category.rate]
    for offset, (place, where) in enumerate(_PLACES):
        yield rule(2 + offset, f"on {where.en}, {who.en}", f"{where.zh}适用时，{who.zh}", _parties(category, place))
        yield rule(5 + offset, f"on {where.en}, {rate.en}", f"{where.zh}适用时，{rate.zh}", _rates(category, place))
    base = Text("the taxable amount is not the sum of what belongs to it", "计税金额与所属各项之和不符")
    tax = Text("the tax amount must be zero", "税额须为零")
    if category.taxed:
        tax = Text("the tax amount is not base times rate", "税额不等于计税金额乘以税率")
    reason = Text("no reason of exemption may be given", "不得列明免税原因")
    if category.reason:
        reason = Text("a reason of exemption must be given", "须列明免税原因")
    yield rule(8, base.en, base.zh, _base(category))
    yield rule(9, tax.en, tax.zh, _per_breakdown(category, _tax_wrong))
    yield rule(10, reason.en, reason.zh, _per_breakdown(category, _reason_wrong))


# What only one category asks for


def _undelivered(invoice: Invoice) -> Iterator[Element]:
    period = any(said(invoice.root, f"cac:InvoicePeriod/cbc:{name}") for name in ("StartDate", "EndDate"))
    if not period and not said(invoice.root, "cac:Delivery/cbc:ActualDeliveryDate"):
        yield from _breakdowns(invoice, "K")


def _nowhere(invoice: Invoice) -> Iterator[Element]:
    address = "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"
    if not said(invoice.root, address):
        yield from _breakdowns(invoice, "K")


def _beside_outside(place: str) -> Breaks:
    """Where something is outside the scope of VAT, everything is."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        if _on(invoice, "subtotals", "O"):
            others = [on for (where, code), on in invoice.categories.items() if where == place and code != "O"]
            yield from dict.fromkeys(node for on in others for node, _ in on)

    return breaks


def _split_payment_used(invoice: Invoice) -> bool:
    return bool(_used(invoice, "B") or _breakdowns(invoice, "B"))


def _split_abroad(invoice: Invoice) -> Iterator[Element]:
    country = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
    countries = {value(party, country) for party in (*invoice.seller, *invoice.buyer)}
    if _split_payment_used(invoice) and countries != {"IT"}:
        yield invoice.root


def _split_and_standard(invoice: Invoice) -> Iterator[Element]:
    if _split_payment_used(invoice) and (_used(invoice, "S") or _breakdowns(invoice, "S")):
        yield invoice.root


_IC, _O = Text("Intra-community supply", "欧盟内部供货"), Text("Not subject to VAT", "不属增值税征税范围")

_ALONE = (
    Rule(
        "BR-IC-11",
        Text(
            f"{_IC.en}: a day of delivery or an invoicing period must be given.",
            f"{_IC.zh}：须列明交货日期或开票期间。",
        ),
        _undelivered,
    ),
    Rule(
        "BR-IC-12", Text(f"{_IC.en}: the country delivered to must be given.", f"{_IC.zh}：须列明交货国家。"), _nowhere
    ),
    Rule(
        "BR-O-11",
        Text(f"{_O.en}: there may be no other VAT breakdown.", f"{_O.zh}：不得有其他增值税分项。"),
        _beside_outside("subtotals"),
    ),
    *(
        Rule(
            f"BR-O-{number}",
            Text(f"{_O.en}: {where.en} may not be of another category.", f"{_O.zh}：{where.zh}不得属于其他类别。"),
            _beside_outside(place),
        )
        for number, (place, where) in zip((12, 13, 14), _PLACES, strict=True)
    ),
    Rule(
        "BR-B-01",
        Text("Split payment: seller and buyer must both be in Italy.", "拆分付款：买卖双方均须在意大利。"),
        _split_abroad,
    ),
    Rule(
        "BR-B-02",
        Text("Split payment: nothing may be standard rated.", "拆分付款：不得同时适用标准税率。"),
        _split_and_standard,
    ),
)

RULES = (*(rule for category in _CATEGORIES for rule in _family(category)), *_ALONE)
"""The rules of the VAT categories."""
