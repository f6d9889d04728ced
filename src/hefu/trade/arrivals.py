"""What is said to have arrived, line by line: receipt advices, and the warehouse's gate where there are none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hefu.book.book import Book, Row
from hefu.book.voices import Controller, controller_of, controllers, one_voice
from hefu.trade.links import Links, Pool
from hefu.trade.units import on_scale, scale_of


@dataclass(frozen=True, slots=True)
class Arrival:
    """One line of a receipt advice, or one weighing at a gate, in thousandths of its scale's unit.

    `accepted_milli` is what came in less what was refused.
    """

    row_id: str
    table: str
    source_id: str
    controller: Controller
    scale: str
    accepted_milli: int
    rejected_milli: int
    arrived_on: date


def arrivals(book: Book, links: Links, wanted: Collection[Pool]) -> dict[Pool, list[Arrival]]:
    """Return what arrived under some pools, in the order of days. Gates speak only where no receipt advice does."""
    known, found = controllers(book), dict[Pool, list[Arrival]]()
    for pool, arrival in _receipts(book, links, known) if wanted else ():
        if pool in wanted:
            found.setdefault(pool, []).append(arrival)
    unadvised = set(wanted).difference(found)
    for pool, arrival in _gate(book, links, known) if unadvised else ():
        if pool in unadvised:
            found.setdefault(pool, []).append(arrival)
    return {pool: sorted(some, key=lambda one: (one.arrived_on, one.row_id)) for pool, some in found.items()}


def _receipts(book: Book, links: Links, known: Mapping[str, Controller]) -> Iterator[tuple[Pool, Arrival]]:
    headers = {row["delivery_id"]: row for row in one_voice(book, "deliveries")}
    for line in one_voice(book, "delivery_lines"):
        header = headers.get(line["delivery_id"])
        pool = links.pool(line, header, links.order_line(line, header)) if header else None
        if header is None or pool is None or line["quantity_milli"] is None:
            continue
        # A receipt advice states all that came in (UBL ReceivedQuantity), what was refused among it
        # beside (RejectedQuantity): accepted is the difference. What is short never came in.
        rejected = line["rejected_milli"] or 0
        yield (
            pool,
            Arrival(
                row_id=line["delivery_line_id"],
                table="delivery_lines",
                source_id=line["source_id"],
                controller=controller_of(line, known),
                scale=scale_of(line["unit"])[0],
                accepted_milli=on_scale(max(0, line["quantity_milli"] - rejected), line["unit"]),
                rejected_milli=on_scale(rejected, line["unit"]),
                arrived_on=header["received_on"] or header["issued_on"],
            ),
        )


def _gate(book: Book, links: Links, known: Mapping[str, Controller]) -> Iterator[tuple[Pool, Arrival]]:
    pools: dict[tuple[str, str | None, str | None], Pool | None] = {}
    for row in one_voice(book, "movements"):
        controller = controller_of(row, known)
        if (
            row["direction"] != "in"
            or not row["order_number"]
            or controller.controlled_by not in {"warehouse", "device"}
        ):
            continue
        # A gate weighs many vehicles of one order.
        said = (row["order_number"], row["goods"], row["unit"])
        if said not in pools:
            line, nobody = _as_line(row), {"buyer_id": None, "seller_id": None}
            pools[said] = links.pool(line, nobody, links.order_line(line, nobody))
        pool = pools[said]
        if pool is not None:
            yield (
                pool,
                Arrival(
                    row_id=row["movement_id"],
                    table="movements",
                    source_id=row["source_id"],
                    controller=controller,
                    scale=scale_of(row["unit"])[0],
                    accepted_milli=on_scale(row["quantity_milli"], row["unit"]),
                    rejected_milli=0,
                    arrived_on=row["happened_at"].date(),
                ),
            )


def _as_line(movement: Row) -> Row:
    """A gate writes one number, of the order or of the despatch advice, and the goods in its own words."""
    number = movement["order_number"]
    return {
        "order_number": number,
        "despatch_number": number,
        "item_number": None,
        "item_name": movement["goods"],
        "unit": movement["unit"],
    }
