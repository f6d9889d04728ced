"""Each billed line beside its order, its delivery and its payment: the two halves of the tally.

A quantity is shared, never counted twice: all invoice lines that answer one order line draw on the
same pool of delivered goods, oldest invoice first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hefu.book.book import Book, Row
from hefu.core.context import Context
from hefu.core.money import BPS_WHOLE, Rounding, divide
from hefu.trade.arrivals import Arrival, arrivals
from hefu.trade.config import TradeConfig
from hefu.trade.credited import credited_by_line, find_credits
from hefu.trade.links import Links, Pool
from hefu.trade.papers import Papers, grouped, share_out
from hefu.trade.units import goods_differ, off_scale, on_scale, scale_of


@dataclass(frozen=True, slots=True)
class Billed:
    """One invoice line with what it asks for and what it answers."""

    line: Row
    invoice: Row
    gross_minor: int
    credited_minor: int
    order: Row | None
    order_line: Row | None
    pool: Pool | None

    @property
    def line_id(self) -> str:
        """The id of the invoice line."""
        return str(self.line["invoice_line_id"])

    @property
    def wanted_milli(self) -> int:
        """Quantity billed, on its scale; nothing where the line names none or takes goods back."""
        return max(0, on_scale(self.line["quantity_milli"] or 0, self.line["unit"]))

    @property
    def claim_milli(self) -> int:
        """Quantity billed and not credited, on its scale, rounded up."""
        kept_minor = max(0, self.gross_minor - max(0, self.credited_minor))
        return divide(self.wanted_milli * kept_minor, self.gross_minor, Rounding.UP) if self.gross_minor > 0 else 0


@dataclass(frozen=True, slots=True)
class Arrived:
    """What was delivered of one line, in thousandths of its own unit; None where nothing can be compared."""

    quantity_milli: int | None = None
    independent: bool = False
    row_ids: tuple[str, ...] = ()
    misfit: bool = False


_NOTHING = Arrived()


def tally_lines(book: Book, papers: Papers, config: TradeConfig, at: Context, allocated: Sequence[Row]) -> list[Row]:
    """Return the rows of the table `tallies`, one per line of each invoice (credit notes reduce, and have none)."""
    links = Links.of(book)
    billed = _billed(papers, links)
    pools = _pools(billed)
    delivered = _delivered(pools, arrivals(book, links, pools.keys()))
    despatched = _despatched(pools, links) if pools else {}
    paid = _paid(billed, allocated)
    payments = grouped(allocated, lambda row: str(row["invoice_id"]))
    ordered_fully = _within_order(billed, config)
    return [
        {
            **_bill(one),
            **beside(
                one,
                config,
                at,
                within=one.line_id in ordered_fully,
                arrived=delivered.get(one.line_id, _NOTHING),
                paid_minor=paid.get(one.line_id, 0),
                payment_ids={row["payment_id"] for row in payments.get(one.line["invoice_id"], ())},
            ),
            **despatched.get(one.line_id, {}),
        }
        for one in billed
    ]


def beside(
    one: Billed,
    config: TradeConfig,
    at: Context,
    *,
    within: bool = False,
    arrived: Arrived = _NOTHING,
    paid_minor: int = 0,
    payment_ids: Collection[str] = (),
) -> Row:
    """Return what stands beside a bill: order, delivery and payment."""
    return {
        **_order(one, config, within=within),
        **_delivery(one, arrived, config),
        **_payment(one, paid_minor, config, at),
        "payment_ids": " ".join(sorted(payment_ids)),
    }


def _billed(papers: Papers, links: Links) -> list[Billed]:
    """All billed lines, in the order in which they draw on what was delivered: by day of issue, number, line."""
    credited = credited_by_line(papers, find_credits(papers))
    found = []
    for invoice in sorted(
        papers.invoices.values(), key=lambda row: (row["issued_on"], row["number"], row["invoice_id"])
    ):
        gross = papers.gross_by_line(invoice)
        for line in papers.lines.get(invoice["invoice_id"], ()):
            line_id = line["invoice_line_id"]
            order_line = links.order_line(line, invoice)
            order = links.orders.documents[order_line["order_id"]] if order_line else links.order(line, invoice)
            pool = links.pool(line, invoice, order_line)
            found.append(Billed(line, invoice, gross[line_id], credited.get(line_id, 0), order, order_line, pool))
    return found


def _pools(billed: Sequence[Billed]) -> dict[Pool, list[Billed]]:
    pools: dict[Pool, list[Billed]] = defaultdict(list)
    for one in billed:
        if one.pool is not None and one.wanted_milli > 0:
            pools[one.pool].append(one)
    return pools


def _delivered(pools: Mapping[Pool, list[Billed]], arrived: Mapping[Pool, list[Arrival]]) -> dict[str, Arrived]:
    found: dict[str, Arrived] = {}
    for pool, lines in pools.items():
        here = arrived.get(pool, [])
        for scale, same in _by_scale(lines).items():
            some = [one for one in here if one.scale == scale]
            if some:
                found.update(_shared_arrivals(same, some))
            elif here:
                ids = tuple(one.row_id for one in here)
                found.update({one.line_id: Arrived(row_ids=ids, misfit=True) for one in same})
    return found


def _shared_arrivals(lines: list[Billed], some: list[Arrival]) -> dict[str, Arrived]:
    """Share what arrived; a line's delivery is independent only where all of its share is."""
    shares = share_quantity(sum(one.accepted_milli for one in some), lines)
    ids = tuple(one.row_id for one in some)
    found: dict[str, Arrived] = {}
    left: dict[str, int] = {}
    for one, share in zip(lines, shares, strict=True):
        seller = one.invoice["seller_id"]
        if seller not in left:
            left[seller] = sum(a.accepted_milli for a in some if a.controller.is_independent_of(seller))
        of_others = min(share, left[seller])
        left[seller] -= of_others
        quantity = off_scale(share, one.line["unit"])
        found[one.line_id] = Arrived(quantity, share > 0 and of_others == share, ids)
    return found


def share_quantity(whole_milli: int, lines: Sequence[Billed]) -> list[int]:
    """Share a delivered quantity over the lines that draw on it, in their order; the shares sum to the whole.

    First each line gets what it bills net of credits, then what it bills in full; what is delivered
    beyond that, and not yet billed, stands at the last line.
    """
    shares = [0] * len(lines)
    rest = whole_milli
    for wanted in ([one.claim_milli for one in lines], [one.wanted_milli for one in lines]):
        for at, most in enumerate(wanted):
            more = min(max(0, most - shares[at]), rest)
            shares[at] += more
            rest -= more
    if shares:
        shares[-1] += rest
    return shares


def _by_scale(lines: list[Billed]) -> dict[str, list[Billed]]:
    scales: dict[str, list[Billed]] = defaultdict(list)
    for one in lines:
        scales[scale_of(one.line["unit"])[0]].append(one)
    return scales


def _despatched(pools: Mapping[Pool, list[Billed]], links: Links) -> dict[str, Row]:
    by_pool = grouped(links.despatches.lines, links.pool_of_despatch_line)
    found: dict[str, Row] = {}
    for pool, lines in pools.items():
        for scale, same in _by_scale(lines).items():
            sent = [line for line in by_pool.get(pool, ()) if scale_of(line["unit"])[0] == scale]
            if not sent:
                continue
            whole = sum(max(0, on_scale(line["quantity_milli"] or 0, line["unit"])) for line in sent)
            ids = " ".join(sorted(line["despatch_line_id"] for line in sent))
            for one, share in zip(same, share_quantity(whole, same), strict=True):
                quantity = off_scale(share, one.line["unit"])
                found[one.line_id] = {"despatched_milli": quantity, "despatch_line_ids": ids}
    return found


def _within_order(billed: Sequence[Billed], config: TradeConfig) -> set[str]:
    """The lines whose order line has room for them, all earlier invoices on it counted."""
    used: dict[str, int] = defaultdict(int)
    fitting: set[str] = set()
    for one in billed:
        if one.order_line is None:
            continue
        ordered = on_scale(one.order_line["quantity_milli"] or 0, one.order_line["unit"])
        key = one.order_line["order_line_id"]
        used[key] += one.claim_milli
        if used[key] * BPS_WHOLE <= ordered * (BPS_WHOLE + config.quantity_tolerance_bps):
            fitting.add(one.line_id)
    return fitting


def _paid(billed: Sequence[Billed], allocated: Sequence[Row]) -> dict[str, int]:
    """What was paid on each line: an invoice's payments spread over what its lines still ask for after credits."""
    paid: dict[str, int] = defaultdict(int)
    for row in allocated:
        paid[row["invoice_id"]] += row["amount_minor"]
    lines: dict[str, list[Billed]] = defaultdict(list)
    for one in billed:
        lines[one.invoice["invoice_id"]].append(one)
    found: dict[str, int] = {}
    for invoice_id, amount_minor in paid.items():
        some = lines.get(invoice_id, [])
        weights = [max(0, one.gross_minor - one.credited_minor) for one in some]
        found.update(zip((one.line_id for one in some), share_out(amount_minor, weights), strict=True))
    return found


def _bill(one: Billed) -> Row:
    line = one.line
    return {
        "invoice_line_id": one.line_id,
        "invoice_id": one.invoice["invoice_id"],
        "line_number": line["line_number"],
        "item_name": line["item_name"],
        "unit": line["unit"],
        "currency": one.invoice["currency"],
        "invoiced_milli": line["quantity_milli"],
        "invoiced_minor": line["net_minor"],
        "gross_minor": one.gross_minor,
        "credited_minor": one.credited_minor,
        "due_on": one.invoice["due_on"],
    }


def _order(one: Billed, config: TradeConfig, *, within: bool) -> Row:
    ordered = one.order_line
    if ordered is None:
        return {"order_id": one.order["order_id"] if one.order else None, "order_seam": "missing"}
    same_scale = scale_of(ordered["unit"])[0] == scale_of(one.line["unit"])[0]
    quantity = None
    if same_scale and ordered["quantity_milli"] is not None:
        quantity = off_scale(on_scale(ordered["quantity_milli"], ordered["unit"]), one.line["unit"])
    if not same_scale or goods_differ(one.line, ordered) or ordered["currency"] != one.line["currency"]:
        seam = "misfit"
    else:
        seam = "match" if within and price_gap_minor(one.line, ordered, config) <= 0 else "partial"
    return {
        "order_id": ordered["order_id"],
        "order_line_id": ordered["order_line_id"],
        "ordered_milli": quantity,
        "ordered_minor": ordered["net_minor"],
        "order_seam": seam,
    }


def expected_net_minor(line: Row, ordered: Row) -> int | None:
    """Return what the billed quantity costs at the order's price, in minor units; None where it cannot be told."""
    quantity, billed = ordered["quantity_milli"], line["quantity_milli"]
    if not quantity or ordered["net_minor"] is None or billed is None or quantity < 0:
        return None
    part = on_scale(billed, line["unit"])
    return divide(ordered["net_minor"] * part, on_scale(quantity, ordered["unit"]), Rounding.HALF_UP)


def price_gap_minor(line: Row, ordered: Row, config: TradeConfig) -> int:
    """Return how much a line is billed above the order's price beyond tolerance; 0 where it is not or is unknown."""
    expected = expected_net_minor(line, ordered)
    if expected is None or line["net_minor"] is None:
        return 0
    gap = int(line["net_minor"]) - expected
    beyond = gap > config.amount_tolerance_minor and gap * BPS_WHOLE > expected * config.price_tolerance_bps
    return gap if beyond else 0


def _delivery(one: Billed, arrived: Arrived, config: TradeConfig) -> Row:
    return {
        "delivered_milli": arrived.quantity_milli,
        "delivered_minor": _delivered_minor(one, arrived),
        "delivered_bps": _part_bps(arrived.quantity_milli or 0, one.line["quantity_milli"]),
        "delivery_seam": _delivery_seam(one, arrived, config),
        "independent": arrived.independent,
        "delivery_line_ids": " ".join(arrived.row_ids),
    }


def _delivered_minor(one: Billed, arrived: Arrived) -> int:
    """Rounded down, and at most what is billed. A rebate counts in full: it lowers what was delivered."""
    if one.gross_minor <= 0:
        return one.gross_minor
    billed: int = one.line["quantity_milli"] or 0
    if billed <= 0 or not arrived.quantity_milli:
        return 0
    return min(one.gross_minor, one.gross_minor * arrived.quantity_milli // billed)


def _delivery_seam(one: Billed, arrived: Arrived, config: TradeConfig) -> str:
    if one.gross_minor <= 0 and one.wanted_milli == 0:
        return "match"
    if arrived.misfit:
        return "misfit"
    if not arrived.quantity_milli:
        return "missing"
    short = one.line["quantity_milli"] - arrived.quantity_milli
    small = short * BPS_WHOLE <= one.line["quantity_milli"] * config.quantity_tolerance_bps
    return "match" if small else "partial"


def _payment(one: Billed, paid_minor: int, config: TradeConfig, at: Context) -> Row:
    owed = one.gross_minor - one.credited_minor
    return {
        "paid_minor": paid_minor,
        "paid_bps": _part_bps(paid_minor, owed),
        "payment_seam": _payment_seam(owed, paid_minor, one.invoice["due_on"], config, at),
    }


def _payment_seam(owed: int, paid: int, due_on: date | None, config: TradeConfig, at: Context) -> str:
    if owed - paid <= (config.amount_tolerance_minor if paid else 0):
        return "match"
    if paid:
        return "partial"
    return "not_due" if due_on is not None and due_on > at.today else "missing"


def _part_bps(part: int, whole: int | None) -> int:
    """A share in basis points, rounded down, at most the whole; nothing of nothing is nothing."""
    return max(0, min(BPS_WHOLE, part * BPS_WHOLE // whole)) if whole and whole > 0 else 0
